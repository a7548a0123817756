"""The rows that the floor writes for a page of entries, made as cheaply as they can be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from workroom_harvest.domain.keyed_hash import KeyedHash

RUN_ID = "f" * 32
Row = dict[str, Any]


class Item(msgspec.Struct, gc=False):
    """A user or a project of an entry."""

    id: int


class Task(msgspec.Struct, gc=False):
    """The task of an entry."""

    id: int
    name: str


class Entry(msgspec.Struct, gc=False):
    """A time entry, as far as the rows need it."""

    id: int
    spent_date: date
    hours: float
    notes: str | None
    billable: bool
    is_running: bool
    user: Item
    project: Item
    task: Task


@dataclass(frozen=True)
class Targets:
    """What Harvest's ids become in Workroom: projects, activity types with rates, and members."""

    projects: Mapping[int, int]
    tasks: Mapping[int, tuple[int, Any]]
    members: Mapping[int, int]


def timelog_rows(studio_id: int, entries: Sequence[Entry], targets: Targets) -> list[Row]:
    """Return the rows of Workroom's timelogs."""
    now = datetime.now(UTC).replace(tzinfo=None)
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


def record_rows(
    account_id: int, entries: Sequence[Entry], timelogs: Sequence[Row], keyed_hash: KeyedHash
) -> list[Row]:
    """Return the rows by which the plugin remembers that these entries became these timelogs.

    Columns that are null are left out.
    """
    now = datetime.now(UTC)
    rows = []
    for entry, log in zip(entries, timelogs, strict=True):
        hundredths = int(entry.hours * 100 + 0.5)
        said = keyed_hash(
            f"{entry.spent_date}\x1f{hundredths}\x1f{entry.project.id}\x1f{entry.task.id}\x1f"
            f"{entry.billable}\x1f{entry.is_running}\x1f{entry.notes or ''}"
        )
        row = {
            "studio_id": str(log["studio_id"]),
            "entry_id": entry.id,
            "harvest_account_id": account_id,
            "state": "imported",
            "spent_on": entry.spent_date,
            "hundredths": hundredths,
            "said_minutes": 60 * log["hours"] + log["minutes"],
            "harvest_project_id": entry.project.id,
            "harvest_task_id": entry.task.id,
            "harvest_user_id": entry.user.id,
            "is_billable": entry.billable,
            "is_running": entry.is_running,
            "fingerprint": said,
            "run_id": RUN_ID,
            "written_at": now,
            "project_id": str(log["project_id"]),
            "activity_type_id": str(log["activity_type_id"]),
            "member_id": str(log["member_id"]),
            "fell_back": False,
            "written_on": log["spent_on"],
            "minutes": 60 * log["hours"] + log["minutes"],
            "written_billable": log["billable"],
            "title_hash": keyed_hash(log["title"]),
            "written_from": said,
            "listed_at": now,
        }
        rows.append(row)
    return rows
