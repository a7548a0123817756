"""The use cases that write, as processes: who acts, and what has to be there before.

To search another one beside all others, add it to `PROCESSES`.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.fakes.plugin import BACK, CABIN, JUNE, SESSION, STUDIO, VILLA
from tests.schedules.facts import Facts
from tests.schedules.other_runs import OTHER_RUNS
from tests.schedules.process import ENDED, OVERTAKEN, REPLACED, Act, Process, work
from tests.schedules.studio import LAKE, OTHER_ACCOUNT
from tests.schedules.world import World
from workroom_harvest.domain.errors import RunClosed
from workroom_harvest.domain.pending_grant import PendingGrant
from workroom_harvest.domain.read_lists import REFRESH_PAUSE
from workroom_harvest.domain.use_cases import UseCases
from workroom_harvest.domain.use_cases.connecting.finish_authorization import (
    AuthorizationResponse,
)
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges

SWAPPED = {VILLA: "cabin", CABIN: "villa", LAKE: "lake"}
THREE = datetime(2026, 6, 16, 3, tzinfo=UTC)


def _worker(world: World) -> Act:
    """A worker that has just taken a run from the queue; of two, both have the same run."""
    run_id = world.plugin.request().id
    world.plugin.queue.take()
    return lambda use: use.perform_import(run_id)


def _click(world: World) -> Act:
    """Somebody clicks *Import from Harvest*."""
    member = world.plugin.elin.id
    return lambda use: use.request_import(STUDIO, member, JUNE)


def _after_two(world: World) -> None:
    """Automated sync is on since noon, and it is three in the next morning."""
    world.plugin.use.set_automated_sync(STUDIO, True)
    world.plugin.clock.jump(max(THREE, world.plugin.clock.now()))


def _night(world: World) -> Act:
    """The scheduler ticks, and a worker does what is queued then."""

    def tick_and_work(use: UseCases) -> None:
        use.dispatch_due()
        work(world, use)

    return tick_and_work


def _at_rest(world: World) -> None:
    """This night's run found no Harvest, and its next try is due; Harvest is back."""
    _after_two(world)
    world.plugin.harvest.is_down = True
    while not any(run.is_resting for run in world.facts().runs.values()):
        world.plugin.tick()
        world.plugin.work()
    world.plugin.harvest.is_down = False
    world.plugin.clock.advance(timedelta(minutes=1))


def _awake(world: World) -> Act:
    """A worker has the run of a night that rests."""
    runs = world.facts().runs.values()
    run_id = next(run.id for run in runs if run.is_resting)
    return lambda use: use.perform_import(run_id)


def _no_longer_accepted(world: World) -> None:
    """Harvest no longer accepts the access token."""
    world.plugin.harvest.expire()


def _soon_to_end(world: World) -> None:
    """The tokens are due this minute: the clocks of some processes say so, those of others not."""
    tokens, clock = world.tokens(), world.plugin.clock
    assert tokens is not None
    clock.jump(max(tokens.refresh_at, clock.now()))


def _refresh(world: World) -> Act:
    """A worker calls Harvest with the tokens of the connection that it knows."""
    connection = world.facts().connection
    assert connection is not None

    def call(use: UseCases) -> object:
        return use.perform_import.steps.calls.call(connection, use.perform_import.steps.api.lists)

    return call


def _save(_: World) -> Act:
    """Somebody swaps two projects and maps the third."""
    changes = MappingChanges([Choice(*pair) for pair in SWAPPED.items()], ())
    return lambda use: use.save_mappings(STUDIO, changes)


def _a_minute_later(world: World) -> None:
    """Harvest may be asked for its lists again."""
    world.plugin.clock.advance(REFRESH_PAUSE)


def _lists(_: World) -> Act:
    """Somebody looks at the page, which reads Harvest's lists again."""
    return lambda use: use.refresh_lists(STUDIO)


def _is_swapped(facts: Facts) -> bool:
    return SWAPPED.items() <= facts.pairs.items()


def _come_back(account: int) -> Callable[[World], Act]:
    """Somebody comes back from Harvest's consent screen, where they chose this account."""

    def ready(world: World) -> Act:
        elin, state = world.plugin.elin, world.plugin.set_out()
        code = world.plugin.harvest.consent(account)
        response = AuthorizationResponse(state, code, None, None)

        def come_back(use: UseCases) -> None:
            if isinstance(use.finish_authorization(elin, SESSION, BACK, response), PendingGrant):
                use.confirm_account(elin, SESSION)

        return come_back

    return ready


def _asked(world: World) -> None:
    """Somebody consented to the other account, and is asked about it."""
    world.plugin.consent(OTHER_ACCOUNT)


def _confirm(world: World) -> Act:
    """They take the other account."""
    elin = world.plugin.elin
    return lambda use: use.confirm_account(elin, SESSION)


def _decline(world: World) -> Act:
    """They go back to the connected account."""
    elin = world.plugin.elin
    return lambda use: use.decline_account(elin, SESSION)


def _disconnect(_: World) -> Act:
    return lambda use: use.disconnect(STUDIO)


def _sync_on(world: World) -> None:
    world.plugin.use.set_automated_sync(STUDIO, True)


def _sync_off(_: World) -> Act:
    return lambda use: use.set_automated_sync(STUDIO, False)


def _cancel(world: World) -> Act:
    """Somebody cancels the run that is under way."""
    run_id = world.plugin.request().id
    return lambda use: use.cancel_import(STUDIO, run_id)


def _continue(world: World) -> Act:
    """Somebody lets a run go on that was cancelled."""
    run_id = world.plugin.request().id
    world.plugin.use.cancel_import(STUDIO, run_id)
    return lambda use: use.continue_import(STUDIO, run_id)


def _is_off(facts: Facts) -> bool:
    return facts.connection is not None and not facts.connection.automated_sync


PROCESSES = {
    "import": Process(_worker),
    "click": Process(_click),
    "night": Process(_night, _after_two),
    "resting night": Process(_awake, _at_rest),
    "refresh": Process(_refresh, _no_longer_accepted),
    "refresh ahead": Process(_refresh, _soon_to_end),
    "lists": Process(_lists, _a_minute_later),
    "save": Process(_save, leaves=_is_swapped),
    "connect": Process(_come_back(1), tells=(*REPLACED, *OVERTAKEN)),
    "other account": Process(_come_back(OTHER_ACCOUNT), stops_runs=True, tells=ENDED),
    "confirm": Process(_confirm, _asked, stops_runs=True, tells=ENDED),
    "decline": Process(_decline, _asked, tells=OVERTAKEN),
    "disconnect": Process(_disconnect, stops_runs=True, tells=ENDED),
    "cancel": Process(_cancel, tells=(RunClosed,)),
    "continue": Process(_continue, tells=(RunClosed,)),
    "sync off": Process(_sync_off, _sync_on, _is_off, stops_runs=True),
    **OTHER_RUNS,
}
