"""What the tests of nights share: the times of a night, and the scheduler's look."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.fakes.plugin import FakedPlugin
from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.domain.window import ChangedSince

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TONIGHT = datetime(2026, 6, 16, 2, tzinfo=UTC)
OVERLAP = timedelta(minutes=30)


def tick_at(plugin: FakedPlugin, moment: datetime, *, by_hand: bool = False) -> int:
    """Let the scheduler look at that time, and return how many nights it started."""
    plugin.clock.jump(moment)
    return plugin.use.dispatch_due(by_hand=by_hand).started


def nights(plugin: FakedPlugin) -> list[date | None]:
    """Return the nights that were started, in their order."""
    return [run.request.night for run in plugin.runs() if run.request.kind is RunKind.NIGHTLY]


def asked_since(run: ImportRun) -> datetime:
    """Return after which instant entries were changed that a night is to bring in."""
    window = run.request.window
    since = window.since if isinstance(window, ChangedSince) else run.request.wanted_since
    assert since is not None
    return since


def connect_others(plugin: FakedPlugin, count: int) -> None:
    """Connect so many other studios like the first, to the same Harvest account."""
    row = plugin.row()
    assert row is not None
    assert row.tokens is not None
    with plugin.store.transaction() as tx:
        for number in range(1, count + 1):
            name = f"other-{number:05}"
            other = replace(row.connection, id=f"d{number:031x}", studio_id=name)
            tx.connections.put(other)
            tx.connections.put_tokens(other, row.tokens, after=None)
        tx.commit()
