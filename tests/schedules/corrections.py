"""Undo, corrections and what is brought back as processes, beside what could meet them."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import combinations_with_replacement, product

from tests.fakes.plugin import JUNE, STUDIO, VILLA
from tests.schedules.process import Act, Process, work
from tests.schedules.world import World
from workroom_harvest.domain.correction import as_written
from workroom_harvest.domain.errors import NotFound, RunClosed
from workroom_harvest.domain.ports.correctable_timelogs import CorrectableTimelogs, correctable
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases import UseCases

AT_VILLA, AT_CABIN, EDITED = 2, 3, 4
"""The entries that were imported; somebody edited the timelog of the last one in Workroom."""


def _timelogs(world: World) -> CorrectableTimelogs:
    timelogs = correctable(world.plugin.ports.timelogs)
    assert timelogs is not None
    return timelogs


def _imported(world: World) -> None:
    """The days were imported, and somebody edited a timelog of them."""
    if world.edited:
        return
    world.plugin.log(id=EDITED, project_id=VILLA)
    world.plugin.import_days()
    timelogs = _timelogs(world)
    with world.plugin.ports.store.transaction() as tx:
        (found,) = timelogs.find_many(STUDIO, [EDITED], for_update=False)
        timelogs.change_many(STUDIO, [replace(as_written(found), title="In my own words")])
        tx.commit()
    world.edited = {EDITED: world.facts().timelogs[EDITED]}


def _differs(world: World) -> None:
    """Since then one entry was changed in Harvest, and so was the edited one; one is gone."""
    _imported(world)
    for number in (AT_VILLA, EDITED):
        entry = world.plugin.account.entries[number]
        world.plugin.account.put(replace(entry, hours=Decimal(3)))
    if AT_CABIN in world.plugin.account.entries:
        world.plugin.account.remove(AT_CABIN)
    world.plugin.import_days()


def _deleted(world: World) -> None:
    """Since then one timelog was deleted in Workroom."""
    _imported(world)
    if AT_VILLA in world.facts().timelogs:
        with world.plugin.ports.store.transaction() as tx:
            _timelogs(world).remove_many(STUDIO, [AT_VILLA])
            tx.commit()
        world.plugin.import_days()


def _first_import(world: World) -> str:
    """Return the run that imported the days."""
    return min(world.facts().runs)


def _undo(world: World) -> Act:
    """Somebody clicks *Undo* of the import, and a worker does what is queued then."""
    member, run_id = world.plugin.elin.id, _first_import(world)

    def click_and_work(use: UseCases) -> None:
        use.request_undo(STUDIO, member, run_id)
        work(world, use)

    return click_and_work


def _apply(*numbers: int) -> Callable[[World], Act]:
    """Somebody chooses corrections of these entries, and a worker does what is queued then."""

    def ready(world: World) -> Act:
        member = world.plugin.elin.id

        def click_and_work(use: UseCases) -> None:
            use.request_corrections(STUDIO, member, numbers)
            work(world, use)

        return click_and_work

    return ready


def _import_days(world: World) -> Act:
    """Somebody clicks *Import* of the same days, and a worker does what is queued then."""
    member = world.plugin.elin.id

    def click_and_work(use: UseCases) -> None:
        use.request_import(STUDIO, member, JUNE)
        work(world, use)

    return click_and_work


def _requested(world: World) -> ImportRun:
    plugin = world.plugin
    return plugin.use.request_undo(STUDIO, plugin.elin.id, _first_import(world)).run


def _cancel_undo(world: World) -> Act:
    """Somebody cancels an undo that is queued, or under way by then."""
    run_id = _requested(world).id
    return lambda use: use.cancel_import(STUDIO, run_id)


def _continue_undo(world: World) -> Act:
    """Somebody lets an undo go on that was cancelled, and a worker takes it."""
    run_id = _requested(world).id
    world.plugin.use.cancel_import(STUDIO, run_id)

    def click_and_work(use: UseCases) -> None:
        use.continue_import(STUDIO, run_id)
        work(world, use)

    return click_and_work


CORRECTIONS = {
    "undo": Process(_undo, _imported, tells=(RunClosed,)),
    "apply": Process(_apply(AT_VILLA, AT_CABIN, EDITED), _differs, tells=(NotFound,)),
    "bring back": Process(_apply(AT_VILLA), _deleted, tells=(NotFound,)),
    "import days": Process(_import_days),
    "cancel undo": Process(_cancel_undo, _imported, tells=(RunClosed, NotFound)),
    "continue undo": Process(_continue_undo, _imported, tells=(RunClosed, NotFound)),
}
"""What changes and removes timelogs, and what is tried beside that alone."""

MET_MOST = [
    ("import days", "undo"),
    ("night", "undo"),
    ("undo", "undo"),
    ("disconnect", "undo"),
    ("undo", "apply"),
    ("undo", "cancel undo"),
    ("import days", "apply"),
    ("import days", "bring back"),
]
"""The pairs that the short form has, and the long form on SQLite, too."""

DISTURBED_TWICE = [("import days", "undo"), ("import days", "apply"), ("import days", "bring back")]
"""The pairs of which the long form tries two disturbances: each takes minutes."""

CORRECTION_PAIRS = [
    *combinations_with_replacement(("undo", "apply", "bring back"), 2),
    *product(("import days", "night", "disconnect", "save"), ("undo", "apply", "bring back")),
    *product(("import days", "disconnect", "undo", "apply"), ("cancel undo", "continue undo")),
    *combinations_with_replacement(("cancel undo", "continue undo"), 2),
]
