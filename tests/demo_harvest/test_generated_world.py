"""Worlds of any size, as benchmarks and tests want them."""

from datetime import date

from demo.harvest.world import World
from demo.harvest.worlds import generated_world

TODAY = date(2026, 3, 2)


def made(accounts: int) -> World:
    """Return a world of so many accounts, of seven entries each."""
    size = {"entries": 7, "projects": 2, "tasks": 3, "users": 2, "days": 4}
    return generated_world(TODAY, **size, seed=1, accounts=accounts)


def test_each_account_has_that_size_and_records_of_its_own() -> None:
    """Each account of a generated world has all records, and shares no id with another one."""
    world = made(3)
    assert [one.name for one in world.accounts.values()] == [
        "Big Studio",
        "Big Studio 2",
        "Big Studio 3",
    ]
    ids = [entry.id for found in world.entries.values() for entry in found]
    assert len(ids) == len(set(ids)) == 3 * 7
    for account in world.accounts:
        for records in (world.projects, world.tasks, world.users):
            own = {one.id for one in records.values() if one.account_id == account}
            assert len(own) == len(records) // 3
        for entry in world.entries[account]:
            assert world.users[entry.user_id].account_id == account
            assert world.projects[entry.project_id].account_id == account
            assert world.tasks[entry.task_id].account_id == account


def test_more_accounts_change_nothing_in_the_first() -> None:
    """The first account has the same entries, however many accounts there are."""
    first = next(iter(made(1).accounts))
    assert made(1).entries[first] == made(2).entries[first]


def test_the_same_person_is_in_each_account() -> None:
    """The administrator has a user in each account, so that one consent covers all of them."""
    admins = [one for one in made(3).users.values() if one.email == "admin@big.example"]
    assert len({one.account_id for one in admins}) == 3
