"""Values of the domain, made with factory-boy, which fills in what a test does not care about."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, cast

from factory.base import Factory
from factory.declarations import Sequence

from workroom_harvest.domain.connection import Connection, HarvestAccount
from workroom_harvest.domain.entries import HarvestEntry, Period
from workroom_harvest.domain.run import ImportRun, RunKind

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


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

    id = Sequence(lambda number: f"{number:032x}")
    studio_id = "studio"
    connection_id = "c" * 32
    kind = RunKind.ON_DEMAND
    created_at = NOON
    period = Period(date(2026, 6, 1), date(2026, 6, 14))


def entry(**changes: Any) -> HarvestEntry:
    """Return a time entry with an id of its own."""
    return cast(HarvestEntry, HarvestEntryFactory(**changes))


def connection(**changes: Any) -> Connection:
    """Return a studio's connection."""
    return cast(Connection, ConnectionFactory(**changes))


def run(**changes: Any) -> ImportRun:
    """Return an import run with an id of its own."""
    return cast(ImportRun, ImportRunFactory(**changes))
