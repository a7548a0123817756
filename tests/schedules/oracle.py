"""What must hold after every schedule, once everything has settled."""

from collections.abc import Iterator, Mapping

from tests.fakes.crash_points import Crash
from tests.schedules.deeds import count_undone, done_by_runs
from tests.schedules.facts import Facts
from tests.schedules.process import Process
from tests.schedules.studio import MAPPED_AT
from tests.schedules.world import World
from workroom_harvest.domain import schedule
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.errors import HarvestUnavailable, ReconnectNeeded
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.window import ChosenEntries

NEVER = {SkipReason.SAVE_FAILED, SkipReason.HARVEST_API_ERROR}
"""Nothing here refuses a timelog, and Harvest is well: a second writer would cause these."""

NO_DAYS = ChosenEntries(None)
"""What is gone alone was chosen, which Harvest does not list."""


def violations(
    world: World, processes: Mapping[str, Process], outcomes: Mapping[str, object]
) -> list[str]:
    """Let everything settle, import once more, and say in a sentence each what does not hold.

    The import is what a person can do: whatever was not lost is in afterwards.
    """
    world.settle()
    settled = world.look()
    may_fail = world.grants.may_be_lost or any(one.stops_runs for one in processes.values())
    found = [
        *_outcomes(world, processes, outcomes, settled),
        *_grants(world, settled),
        *_runs(world, settled, may_fail=may_fail),
        *_night(world, settled),
    ]
    _import_once_more(world, settled)
    facts = world.look()
    found += [*_grants(world, facts), *_runs(world, facts, may_fail=True), *_entries(world, facts)]
    return list(dict.fromkeys([*world.broken, *found]))


def _outcomes(
    world: World, processes: Mapping[str, Process], outcomes: Mapping[str, object], settled: Facts
) -> Iterator[str]:
    """Each process leaves what it should, or ends with an error that may befall it."""
    told = [error for process in processes.values() for error in process.tells]
    told += [HarvestUnavailable] if world.has_halted else []
    told += [ReconnectNeeded] if world.grants.may_be_lost else []
    is_ended = any(process.ends_connection for process in processes.values())
    for name, outcome in outcomes.items():
        if isinstance(outcome, BaseException):
            if not isinstance(outcome, (Crash, *told)):
                yield f"{name} raised {outcome!r}"
        elif not (is_ended or processes[name].leaves(settled)):
            yield f"what {name} did is undone"


def _grants(world: World, facts: Facts) -> Iterator[str]:
    """No grant lives that nobody can withdraw; the connection's lives, or Reconnect is true."""
    if world.grants.leaked:
        yield "a grant lives at Harvest that the database does not know"
    if facts.connection is None:
        return
    is_alive = facts.tokens is not None and world.grants.is_alive(facts.tokens)
    if is_alive and facts.connection.reconnect_reason:
        yield "Reconnect is asked for, and the grant lives"
    if not (is_alive or world.grants.may_be_lost):
        yield "the connection has a dead pair, though nobody lost one"


def _runs(world: World, facts: Facts, *, may_fail: bool) -> Iterator[str]:
    """Each run is over, and counts what it did; no night has two."""
    did = done_by_runs(world.at_first, facts)
    for run in facts.runs.values():
        if not run.is_over:
            yield f"a run is still {run.status}"
        if run.status is RunStatus.FAILED and not may_fail:
            yield f"a run failed: {run.failure}"
        if not run.is_preview and run.progress.imported != did[run.id]:
            yield f"a run of {run.request.kind} did {did[run.id]}, counts {run.progress.imported}"
        if run.status is RunStatus.FINISHED and run.request.window != NO_DAYS:
            announced = run.progress.announced.entries
            if run.request.undoes:
                announced = count_undone(world.at_first, facts, run)
            if run.read != announced:
                yield f"a run counts {run.read} of {announced} entries"
        if NEVER & run.progress.skipped.keys():
            yield f"a run skipped {dict(run.progress.skipped)}"
    nights = [
        (run.connection_id, run.request.night) for run in facts.runs.values() if run.request.night
    ]
    if len(set(nights)) < len(nights):
        yield "a night has two runs"


def _night(world: World, facts: Facts) -> Iterator[str]:
    """Where automated sync was on in time, and the connection works, the last night has a run."""
    connection, night = facts.connection, schedule.latest_night(world.plugin.clock.now())
    if connection is None or connection.automated_since is None or not connection.works:
        return
    had = {run.request.night for run in facts.runs.values() if run.connection_id == connection.id}
    if connection.automated_since < schedule.slot(night) and night not in had:
        yield "a night was missed"


def _import_once_more(world: World, settled: Facts) -> None:
    """Map everything and import by a click; connect before, where Harvest is closed to us."""
    plugin, connection = world.plugin, settled.connection
    account = connection.harvest_account.id if connection else 1
    if connection is None or not _lets_in(world, connection):
        plugin.connect(account)
    plugin.map(MAPPED_AT[account])
    plugin.request()
    world.settle()


def _lets_in(world: World, connection: Connection) -> bool:
    """Whether Harvest still answers, as whoever opens the page sees."""
    try:
        world.plugin.calls.call(connection, world.plugin.harvest.lists)
    except ReconnectNeeded:
        return False
    return True


def _entries(world: World, facts: Facts) -> Iterator[str]:
    """Every entry of the connected account is in, once; ledger and timelogs agree."""
    account = facts.account(world.plugin.harvest.open_accounts)
    assert account is not None
    # What was deleted in Workroom comes back only where somebody says so.
    lost = account.entries.keys() - facts.standing - set(world.at_first.deleted)
    if lost:
        yield f"lost: {sorted(lost)}"
    if sorted(facts.standing) != sorted(facts.timelogs):
        yield f"the ledger has {sorted(facts.standing)}, Workroom {sorted(facts.timelogs)}"
