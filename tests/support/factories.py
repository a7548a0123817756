"""Values of the domain, made with factory-boy, which fills in what a test does not care about."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from factory.base import Factory
from factory.declarations import Sequence

from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.connection import Connection, HarvestAccount
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.run import ImportRun, Request, RunKind
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.window import ChangedSince, Days

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
NIGHT = date(2026, 6, 15)
FORTNIGHT = Days(date(2026, 6, 1), date(2026, 6, 14))


class HarvestEntryFactory(Factory):
    """An hour of drawing at the villa."""

    class Meta:
        model = HarvestEntry

    id = Sequence(lambda number: 2_380_504_951 + number)
    spent_on = date(2026, 6, 1)
    hours = Decimal("1.0")
    notes = "Plans"
    billable = True
    is_running = False
    user_id = 1
    user_name = "Mira"
    project_id = 10
    project_name = "Villa"
    task_id = 20
    task_name = "Drawings"


class ConnectionFactory(Factory):
    """A studio's connection, made at noon."""

    class Meta:
        model = Connection

    id = "c" * 32
    studio_id = "studio"
    harvest_account = HarvestAccount(1, "Harvest")
    connected_by = "elin"
    connected_at = NOON


class ImportRunFactory(Factory):
    """A run on demand over a fortnight, queued at noon."""

    class Meta:
        model = ImportRun

    # The ids that the fakes count begin with zeros, too.
    id = Sequence(lambda number: f"e{number:031x}")
    studio_id = "studio"
    connection_id = "c" * 32
    created_at = NOON
    request = Request(RunKind.ON_DEMAND, FORTNIGHT)


def entry(**changes: Any) -> HarvestEntry:
    """Return a time entry with an id of its own."""
    return cast(HarvestEntry, HarvestEntryFactory(**changes))


def connection(**changes: Any) -> Connection:
    """Return a studio's connection."""
    return cast(Connection, ConnectionFactory(**changes))


def run(**changes: Any) -> ImportRun:
    """Return an import run with an id of its own."""
    return cast(ImportRun, ImportRunFactory(**changes))


def running(**changes: Any) -> ImportRun:
    """Return a run that a worker began at noon."""
    return run(**changes).start(NOON)


def nightly(
    night: date = NIGHT, since: datetime = NOON, days: int = 60, **changes: Any
) -> ImportRun:
    """Return the run of a night, which takes entries of so many days that changed since."""
    reach = Days(night - timedelta(days=days), night + timedelta(days=1))
    request = Request(RunKind.NIGHTLY, ChangedSince(since, reach), night)
    return run(request=request, **changes)


def full_night(
    night: date = NIGHT, since: datetime = NOON, days: int = 60, **changes: Any
) -> ImportRun:
    """Return the run of a night that reads so many days, and wants what was changed since."""
    reach = Days(night - timedelta(days=days), night + timedelta(days=1))
    request = Request(RunKind.NIGHTLY, reach, night, wanted_since=since)
    return run(request=request, **changes)


def preview(**changes: Any) -> ImportRun:
    """Return a preview of a fortnight."""
    return run(request=Request(RunKind.PREVIEW, FORTNIGHT), **changes)


def finished(one: ImportRun, at: datetime = NOON) -> ImportRun:
    """Return the run as finished, without a further page."""
    begun = one.start(at) if one.status is RunStatus.QUEUED else one
    return begun.finish(at, Announced())
