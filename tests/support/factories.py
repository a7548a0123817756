"""Values of the domain for tests: each function fills in what a test does not care about."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from workroom_harvest.domain.connection import Connection, HarvestAccount
from workroom_harvest.domain.entries import HarvestEntry, Period
from workroom_harvest.domain.run import ImportRun, RunKind

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)

_entry_ids = count(2_380_504_951)
_run_numbers = count()


def entry(**changes: Any) -> HarvestEntry:
    """Return a time entry with an id of its own: an hour of drawing at the villa."""
    made = HarvestEntry(
        id=next(_entry_ids),
        spent_on=date(2026, 6, 1),
        hours=Decimal("1.0"),
        notes="Plans",
        billable=True,
        is_running=False,
        user_id=1,
        user_name="Mira",
        project_id=10,
        project_name="Villa",
        task_id=20,
        task_name="Drawings",
    )
    return replace(made, **changes)


def connection(**changes: Any) -> Connection:
    """Return a studio's connection, made at noon."""
    made = Connection(
        id="c" * 32,
        studio_id="studio",
        harvest_account=HarvestAccount(1, "Harvest"),
        connected_by="elin",
        connected_at=NOON,
    )
    return replace(made, **changes)


def run(**changes: Any) -> ImportRun:
    """Return a run on demand over a fortnight, queued at noon, with an id of its own."""
    made = ImportRun(
        id=f"{next(_run_numbers):032x}",
        studio_id="studio",
        connection_id="c" * 32,
        kind=RunKind.ON_DEMAND,
        created_at=NOON,
        period=Period(date(2026, 6, 1), date(2026, 6, 14)),
    )
    return replace(made, **changes)
