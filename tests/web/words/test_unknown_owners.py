"""What is said of people whom Workroom does not know."""

from workroom_harvest.domain.use_cases.correcting.unknown_owners import UnknownOwner
from workroom_harvest.web.presenters import unknown_owners


def test_each_person_has_a_name_and_something_to_do() -> None:
    """Who has an address is invited; who has none needs another view of Harvest, or a person."""
    people = [
        UnknownOwner(3, "Pavel", 12, has_address=True),
        UnknownOwner(4000, "", 2, has_address=False),
        UnknownOwner(None, "", 1, has_address=False),
    ]
    assert unknown_owners.heading(people) == "Went to the designer who connected: 15 entries"
    rows = unknown_owners.rows(people)
    assert [(one.name, one.entries) for one in rows] == [
        ("Pavel", "12"),
        ("Harvest user 4000", "2"),
        ("Not named by Harvest", "1"),
    ]
    beginnings = ("Invite them to Workroom", "Harvest does not show", "Harvest does not say")
    for row, begins in zip(rows, beginnings, strict=True):
        assert row.what_to_do.startswith(begins)
