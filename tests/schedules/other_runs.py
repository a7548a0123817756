"""Imports of what waits and previews as processes, and what people do with such a run.

What only their buttons do is in `BUTTONS`, and played beside what could meet it.
"""

from collections.abc import Callable

from tests.fakes.plugin import JUNE, STUDIO
from tests.schedules.process import Act, Process, work
from tests.schedules.studio import LAKE, MAPPED_AT
from tests.schedules.world import World
from workroom_harvest.domain.errors import NotFound, RunClosed
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases import UseCases
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup

OF_LAKE = WaitingGroup(GroupKind.PROJECT, LAKE)


def _lake_waits(world: World) -> None:
    """What was logged for the third project waits, and the project is mapped by now."""
    if LAKE not in world.facts().pairs:
        world.plugin.import_days()
        world.plugin.map(MAPPED_AT[1])


def _import_waiting(world: World) -> Act:
    """Somebody clicks *Import* at what waits, and a worker does what is queued then."""
    member = world.plugin.elin.id

    def click_and_work(use: UseCases) -> None:
        use.request_waiting_import(STUDIO, member, OF_LAKE)
        work(world, use)

    return click_and_work


def _preview(world: World) -> Act:
    """Somebody clicks *Preview*, and a worker does what is queued then."""
    member = world.plugin.elin.id

    def click_and_work(use: UseCases) -> None:
        use.request_preview(STUDIO, member, JUNE)
        work(world, use)

    return click_and_work


def _requested_preview(world: World) -> ImportRun:
    return world.plugin.use.request_preview(STUDIO, world.plugin.elin.id, JUNE).run


def _requested_waiting(world: World) -> ImportRun:
    return world.plugin.request_waiting(OF_LAKE)


def _cancel_run(request: Callable[[World], ImportRun]) -> Callable[[World], Act]:
    """Somebody cancels a run of this kind."""

    def ready(world: World) -> Act:
        run_id = request(world).id
        return lambda use: use.cancel_import(STUDIO, run_id)

    return ready


def _continue_run(request: Callable[[World], ImportRun]) -> Callable[[World], Act]:
    """Somebody lets a run of this kind go on that was cancelled, and a worker takes it."""

    def ready(world: World) -> Act:
        run_id = request(world).id
        world.plugin.use.cancel_import(STUDIO, run_id)

        def click_and_work(use: UseCases) -> None:
            use.continue_import(STUDIO, run_id)
            work(world, use)

        return click_and_work

    return ready


OTHER_RUNS = {
    "import what waits": Process(_import_waiting, _lake_waits, tells=(NotFound,)),
    "preview": Process(_preview),
}

BUTTONS = {
    "cancel what waits": Process(
        _cancel_run(_requested_waiting), _lake_waits, tells=(RunClosed, NotFound)
    ),
    "continue what waits": Process(
        _continue_run(_requested_waiting), _lake_waits, tells=(RunClosed, NotFound)
    ),
    "cancel preview": Process(_cancel_run(_requested_preview), tells=(RunClosed,)),
    "continue preview": Process(_continue_run(_requested_preview), tells=(RunClosed,)),
}
"""What people do with the runs of a kind."""

BESIDE_BUTTONS = ("import", "click", "night", "disconnect", "import what waits", "preview")
"""What can meet that: whatever starts a run or performs one, and what ends all of them."""
