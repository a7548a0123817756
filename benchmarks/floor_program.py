"""The cheapest honest program that fetches, reads and stores the same as an import.

It has no rules: it neither asks what is known, nor skips, checks, counts, retries, or could go on
after a crash. What the plugin costs beyond it is the price of its promises.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any

import httpx
import msgspec
import sqlalchemy as sa

from demo.workroom.models import ActivityType, Member, Timelog, db
from workroom_harvest.adapters.sql.tables import Tables, define

RUN_ID = "f" * 32


class _Item(msgspec.Struct, gc=False):
    id: int


class _Task(msgspec.Struct, gc=False):
    id: int
    name: str


class _Entry(msgspec.Struct, gc=False):
    id: int
    spent_date: date
    hours: float
    notes: str | None
    billable: bool
    user: _Item
    project: _Item
    task: _Task


class _Links(msgspec.Struct):
    next: str | None


class _Page(msgspec.Struct):
    time_entries: list[_Entry]
    links: _Links


class _User(msgspec.Struct, gc=False):
    id: int
    email: str


class _Users(msgspec.Struct):
    users: list[_User]


@dataclass(frozen=True)
class Targets:
    """What Harvest's ids become in Workroom: projects, activity types with rates, and members."""

    projects: Mapping[int, int]
    tasks: Mapping[int, tuple[int, Any]]
    members: Mapping[int, int]


class FloorProgram:
    """Imports everything of a studio, whose projects, tasks and people are all known in Workroom.

    `harvest` is a client with the address and the headers of Harvest's API. A page's timelogs and
    records are committed together. Raises `LookupError` where a table has a column that the rows
    made here lack: the floor stores all that the plugin stores.
    """

    def __init__(self, engine: sa.Engine, harvest: httpx.Client, studio_id: int) -> None:
        self._engine = engine
        self._harvest = harvest
        self._studio_id = studio_id
        self._tables: Tables = define(db.metadata)
        self._timelogs = db.metadata.tables[Timelog.__tablename__]
        self._read_page = msgspec.json.Decoder(_Page).decode
        self._read_users = msgspec.json.Decoder(_Users).decode

    def run(self) -> None:
        """Import everything."""
        targets = self._targets()
        url: str | None = "time_entries?from=2000-01-01&to=2100-01-01&per_page=2000"
        while url is not None:
            page = self._read_page(self._harvest.get(url).content)
            timelogs = self._timelog_rows(page.time_entries, targets)
            records = self._record_rows(page.time_entries, timelogs)
            with self._engine.begin() as connection:
                connection.execute(sa.insert(self._timelogs), timelogs)
                connection.execute(sa.insert(self._tables.entries), records)
            url = page.links.next

    def demand_all_columns(self) -> None:
        """Raise `LookupError` unless the rows have all columns of their tables."""
        item, task = _Item(1), _Task(1, "")
        entry = _Entry(1, date.min, 1.0, None, True, item, item, task)
        targets = Targets({1: 1}, {1: (1, 1)}, {1: 1})
        for table, rows in (
            (self._timelogs, self._timelog_rows([entry], targets)),
            (
                self._tables.entries,
                self._record_rows([entry], self._timelog_rows([entry], targets)),
            ),
        ):
            missing = set(table.columns.keys()) - set(rows[0]) - {"id"}
            if missing:
                raise LookupError(f"the floor has no values for {table.name}: {sorted(missing)}")

    def _targets(self) -> Targets:
        tables, studio = self._tables, str(self._studio_id)
        users = self._read_users(self._harvest.get("users?per_page=2000").content).users
        with self._engine.connect() as connection:
            projects, tasks = (
                dict(
                    connection.execute(
                        sa.select(pairs.c.harvest_id, pairs.c.target_id).filter_by(studio_id=studio)
                    ).all()
                )
                for pairs in (tables.project_pairs, tables.task_pairs)
            )
            mine = {"studio_id": self._studio_id}
            kinds = sa.select(ActivityType.id, ActivityType.hourly_rate).filter_by(**mine)
            people = sa.select(Member.email, Member.id).filter_by(**mine)
            rates = dict(connection.execute(kinds).all())
            by_email = dict(connection.execute(people).all())
        return Targets(
            {harvest_id: int(target) for harvest_id, target in projects.items()},
            {harvest_id: (int(target), rates[int(target)]) for harvest_id, target in tasks.items()},
            {user.id: by_email[user.email] for user in users},
        )

    def _timelog_rows(self, entries: list[_Entry], targets: Targets) -> list[dict[str, Any]]:
        studio_id, now = self._studio_id, datetime.now(UTC).replace(tzinfo=None)
        rows = []
        for entry in entries:
            hours, minutes = divmod(int(entry.hours * 60 + 0.5), 60)
            activity_type_id, rate = targets.tasks[entry.task.id]
            row = {
                "studio_id": studio_id,
                "project_id": targets.projects[entry.project.id],
                "activity_type_id": activity_type_id,
                "member_id": targets.members[entry.user.id],
                "spent_on": entry.spent_date,
                "hours": hours,
                "minutes": minutes,
                "title": entry.notes or entry.task.name,
                "memo": "",
                "billable": entry.billable,
                "hourly_rate": rate,
                "harvest_entry_id": entry.id,
                "created_at": now,
            }
            rows.append(row)
        return rows

    def _record_rows(
        self, entries: list[_Entry], timelogs: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """Return the rows by which the plugin remembers these entries."""
        studio_id, now = str(self._studio_id), datetime.now(UTC)
        return [
            {
                "studio_id": studio_id,
                "entry_id": entry.id,
                "harvest_account_id": 1,
                "state": "imported",
                "spent_on": entry.spent_date,
                "hundredths": int(entry.hours * 100 + 0.5),
                "harvest_project_id": entry.project.id,
                "harvest_task_id": entry.task.id,
                "harvest_user_id": entry.user.id,
                "is_billable": entry.billable,
                "is_running": False,
                "fingerprint": (
                    print_of := _hash(f"{entry.spent_date} {entry.hours} {entry.notes}")
                ),
                "run_id": RUN_ID,
                "written_at": now,
                "written_by": None,
                "project_id": str(log["project_id"]),
                "activity_type_id": str(log["activity_type_id"]),
                "member_id": str(log["member_id"]),
                "fell_back": False,
                "written_on": log["spent_on"],
                "minutes": 60 * log["hours"] + log["minutes"],
                "written_billable": log["billable"],
                "title_hash": _hash(log["title"]),
                "written_from": print_of,
                "reason": None,
                "cause": None,
                "listed_at": now,
            }
            for entry, log in zip(entries, timelogs, strict=True)
        ]


def _hash(text: str) -> str:
    return blake2b(text.encode(), key=b"a key", digest_size=10).hexdigest()
