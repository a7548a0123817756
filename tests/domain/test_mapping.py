"""Pairs of the mapping are 1:1."""

from hypothesis import given
from hypothesis import strategies as st

from workroom_harvest.domain.mapping import ProjectPair, Unmap, apply

sides = st.integers(1, 6)
pairs = st.builds(
    lambda harvest, target: ProjectPair(harvest, f"Project {harvest}", f"target-{target}"),
    sides,
    sides,
)
changes = st.one_of(pairs, st.builds(Unmap, sides))


@given(st.lists(st.lists(changes, max_size=6), max_size=8))
def test_no_side_ever_occurs_twice_and_what_was_cleared_is_reported(
    saves: list[list[ProjectPair | Unmap]],
) -> None:
    """After any saves no side occurs twice, and every pair that gave way unasked is reported."""
    held: tuple[ProjectPair, ...] = ()
    for save in saves:
        before = {pair.harvest_id for pair in held}
        mapped = apply(held, save)
        held = mapped.pairs
        after = {pair.harvest_id for pair in held}
        assert len(after) == len(held) == len({pair.target_id for pair in held})
        unmapped = {change.harvest_id for change in save if isinstance(change, Unmap)}
        chosen = {change.harvest_id for change in save if isinstance(change, ProjectPair)}
        reported = {pair.harvest_id for pair in mapped.cleared}
        assert (before | chosen) - after == reported | ((before | chosen) - after) & unmapped
        assert not reported & after


def test_a_new_pair_clears_whatever_held_either_side() -> None:
    """A new pair removes the pair of its Harvest side and the pair of its Workroom side."""
    held = (ProjectPair(1, "A", "x"), ProjectPair(2, "B", "y"), ProjectPair(3, "C", "z"))
    saved = apply(held, [ProjectPair(1, "A", "y")])
    assert saved.pairs == (held[2], ProjectPair(1, "A", "y"))
    assert saved.cleared == (held[1],)


def test_thousands_of_pairs_change_places() -> None:
    """A save in which each of thousands of pairs takes another's target clears none of them."""
    many = range(3_000)
    held = [ProjectPair(n, str(n), f"target-{n}") for n in many]
    turned = [ProjectPair(n, str(n), f"target-{n - 1}") for n in many[1:]]
    saved = apply(held, [*turned, ProjectPair(0, "0", "target-2999")])
    assert {pair.harvest_id: pair.target_id for pair in saved.pairs} == {
        n: f"target-{(n - 1) % 3_000}" for n in many
    }
    assert saved.cleared == ()


def test_a_swap_reports_nothing() -> None:
    """A swap of two targets clears no pair, since both sides are mapped in the end."""
    held = (ProjectPair(1, "A", "x"), ProjectPair(2, "B", "y"))
    swap = [ProjectPair(1, "A", "y"), ProjectPair(2, "B", "x")]
    assert apply(held, swap).cleared == ()


def test_the_last_row_that_claims_a_target_keeps_it() -> None:
    """Of two rows with one target the last keeps it, and the other is reported by name."""
    mapped = apply((), [ProjectPair(1, "A", "x"), ProjectPair(2, "B", "x")])
    assert mapped.pairs == (ProjectPair(2, "B", "x"),)
    assert [pair.harvest_name for pair in mapped.cleared] == ["A"]
