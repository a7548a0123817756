"""What a host imports from `workroom_harvest`."""

import workroom_harvest


def test_every_public_name_is_there() -> None:
    """Every public name of the package loads, and an unknown one is an attribute error."""
    found = [getattr(workroom_harvest, name).__name__ for name in workroom_harvest.__all__]
    # A module's name has those of its packages before it.
    assert [name.rpartition(".")[2] for name in found] == workroom_harvest.__all__
    assert set(workroom_harvest.__all__) <= set(dir(workroom_harvest))
    assert not hasattr(workroom_harvest, "Nobody")
