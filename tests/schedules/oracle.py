"""What must hold after every schedule, once everything has settled."""

from collections import Counter
from collections.abc import Iterator, Mapping

from tests.fakes.crash_points import Crash
from tests.schedules.facts import Facts
from tests.schedules.world import MAPPED_AT, World
from workroom_harvest.domain.errors import HarvestUnavailable, NotConnected, ReconnectNeeded
from workroom_harvest.domain.run import RunStatus, SkipReason

NEVER = {SkipReason.SAVE_FAILED, SkipReason.HARVEST_API_ERROR}
"""Nothing here refuses a timelog, and Harvest is well: who skips for that has met a writer."""


def violations(
    world: World,
    outcomes: Mapping[str, object],
    told: tuple[type[Exception], ...],
    *,
    stops_runs: bool,
) -> list[str]:
    """Let everything settle, connect and import once more, and say what does not hold.

    `told` are the errors that the processes may cause each other; where they do `stops_runs`, a run
    may fail.
    """
    world.settle()
    settled = world.facts()
    may_be_lost = world.grants.may_be_lost
    if world.has_halted:
        told = (*told, HarvestUnavailable)
    if may_be_lost:
        told = (*told, ReconnectNeeded)
    found = [
        *_unexpected(outcomes, told),
        *_grants(world, settled),
        *_runs(settled, may_fail=stops_runs or may_be_lost),
    ]
    _import_once_more(world, settled)
    facts = world.facts()
    found += [*_grants(world, facts), *_runs(facts, may_fail=True), *_entries(world, facts)]
    return list(dict.fromkeys([*world.broken, *found]))


def _unexpected(outcomes: Mapping[str, object], told: tuple[type[Exception], ...]) -> Iterator[str]:
    """No process ends with an error that nobody may tell it, unless it was killed."""
    for name, outcome in outcomes.items():
        if isinstance(outcome, BaseException) and not isinstance(outcome, (Crash, *told)):
            yield f"{name} raised {outcome!r}"


def _grants(world: World, facts: Facts) -> Iterator[str]:
    """No grant lives that nobody can withdraw; the connection's lives, and Reconnect is true."""
    if world.grants.leaked:
        yield "a grant lives at Harvest that the database does not know"
    if facts.connection is None:
        return
    is_alive = facts.tokens is not None and world.grants.is_alive(facts.tokens)
    if is_alive and facts.connection.reconnect_reason:
        yield "Reconnect is asked for, and the grant lives"
    if not (is_alive or world.grants.may_be_lost):
        yield "the connection has a dead pair, though nobody lost one"


def _runs(facts: Facts, *, may_fail: bool) -> Iterator[str]:
    """Each run is over, and counts what the ledger has of it; a night has one."""
    entered = Counter(facts.ledger.values())
    for run in facts.runs.values():
        if not run.is_over:
            yield f"a run is still {run.status}"
        if run.status is RunStatus.FAILED and not may_fail:
            yield f"a run failed: {run.failure}"
        if run.imported != entered[run.id]:
            yield f"a run imported {entered[run.id]} and counts {run.imported}"
        if run.status is RunStatus.FINISHED and run.total != run.expected:
            yield f"a run counts {run.total} of {run.expected} entries"
        if NEVER & run.skipped.keys():
            yield f"a run skipped {dict(run.skipped)}"
    nights = [(run.connection_id, run.night) for run in facts.runs.values() if run.night]
    if len(set(nights)) < len(nights):
        yield "a night has two runs"


def _import_once_more(world: World, settled: Facts) -> None:
    """Map everything and import by a click, as a person does: who is told to connects before."""
    account = settled.connection.harvest_account.id if settled.connection else 1
    try:
        world.plugin.map(MAPPED_AT[account])
    except (NotConnected, ReconnectNeeded):
        world.plugin.connect(account)
        world.plugin.map(MAPPED_AT[account])
    world.plugin.request()
    world.settle()


def _entries(world: World, facts: Facts) -> Iterator[str]:
    """Every entry of the connected account is in, once; ledger and timelogs agree."""
    account = facts.account(world.plugin.harvest.open_accounts)
    assert account is not None
    if account.entries.keys() - facts.ledger.keys():
        yield f"lost: {sorted(account.entries.keys() - facts.ledger.keys())}"
    if sorted(facts.ledger) != sorted(facts.timelogs):
        yield f"the ledger has {sorted(facts.ledger)}, Workroom {sorted(facts.timelogs)}"
