"""A studio on invoice day: a year of work, and all that came between Harvest and Workroom since."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

import httpx
import sqlalchemy as sa

from demo.harvest.world import FIRST_ENTRY_ID
from demo.walk import Walker
from demo.workroom.config import database_url as with_driver
from demo.workroom.models import Member, Project, Timelog
from demo.workroom.passwords import hashed
from demo.workroom.seed import PASSWORD
from tests.support.big_account import connect_only, names_of
from tests.support.running_system import RunningSystem
from tests.support.studio_days import studio_today

PROJECTS, TASKS, PEOPLE, ENTRIES, DAYS = 60, 8, 25, 3_000, 365
HARVEST_OPTIONS = (
    *("--entries", str(ENTRIES), "--projects", str(PROJECTS), "--tasks", str(TASKS)),
    *("--users", str(PEOPLE), "--days", str(DAYS)),
)
UNMAPPED, LEFT_OVER = "Project 0058", "Project 0059"
"""The projects that Workroom got late, and that it never gets: 2 of 60, some 3 % of the hours."""

Touched = Mapping[str, list[int]]
"""The ids of entries, by what became of them."""

TODAY = datetime.now(UTC).date()
MONTH = TODAY.replace(day=1)
LAST_MONTH = (MONTH - timedelta(days=1)).replace(day=1)
LOCKED_MONTH = (LAST_MONTH - timedelta(days=1)).replace(day=1)


def entries_on(day: date, most: int) -> Iterable[int]:
    """Return the ids of the first entries of a day, of which each has as many."""
    back = (TODAY - day).days
    return [FIRST_ENTRY_ID + back + DAYS * number for number in range(most)]


def furnish(system: RunningSystem, database_url: str) -> Walker:
    """Let the studio have a year of timelogs; return its Admin, who has connected and mapped."""
    projects, tasks = names_of(PROJECTS, TASKS)
    engine = sa.create_engine(with_driver(database_url))
    with engine.begin() as connection:
        password = hashed(PASSWORD)
        people = [
            {
                "studio_id": 1,
                "name": name,
                "email": email,
                "role": "member",
                "password_hash": password,
                "is_active": True,
            }
            for name, email in (
                ("Ada Admin", "admin@big.example"),
                *((f"User {number}", f"user{number}@big.example") for number in range(1, PEOPLE)),
            )
        ]
        connection.execute(sa.insert(Member), people)
    here = [name for name in projects if name not in (UNMAPPED, LEFT_OVER)]
    elin = connect_only(system, database_url, here, tasks)
    elin.map({name: name for name in (*here, *tasks)})
    elin.import_days({"from": str(MONTH.replace(year=MONTH.year - 1)), "to": str(studio_today())})
    with engine.begin() as connection:
        late = {"studio_id": 1, "name": UNMAPPED, "is_archived": False}
        connection.execute(sa.insert(Project), [late])
    engine.dispose()
    return elin


def let_time_pass(system: RunningSystem, database_url: str) -> Touched:
    """Change and delete entries in Harvest, lock a month in Workroom, and change timelogs there.

    The clock of Harvest stands where it does: all of it happens after the studio read the year.
    """
    touched = {
        "changed": [*entries_on(LAST_MONTH + timedelta(days=3), 5)],
        "locked": [*entries_on(LOCKED_MONTH + timedelta(days=5), 2)],
        "gone": [*entries_on(LAST_MONTH + timedelta(days=9), 3)],
        "edited": [*entries_on(LAST_MONTH + timedelta(days=12), 1)],
    }
    control = f"{system.harvest_url}/_control/entries"
    for number in (*touched["changed"], *touched["locked"]):
        httpx.patch(f"{control}/{number}", json={"hours": "5.5"}).raise_for_status()
    for number in touched["gone"]:
        httpx.delete(f"{control}/{number}").raise_for_status()
    engine = sa.create_engine(with_driver(database_url))
    with engine.begin() as connection:
        of_month = Timelog.spent_on.between(LOCKED_MONTH, LAST_MONTH - timedelta(days=1))
        connection.execute(sa.update(Timelog).where(of_month).values(is_locked=True))
        mine = Timelog.harvest_entry_id.in_(touched["edited"])
        connection.execute(sa.update(Timelog).where(mine).values(hours=9, minutes=0))
    engine.dispose()
    return touched
