"""The runs that are killed before each of their statements: undo, apply, bring back, full night."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from tests.fakes.plugin import CABIN, JUNE, STUDIO, FakedPlugin
from tests.resilience.statement_kills import Scene, Workplace
from tests.use_cases.importing.corrections import DETECTING
from workroom_harvest.domain.ports.harvest import EntryPage

FIRST = JUNE.first
SWITCHED_ON = datetime(2026, 6, 18, 12, tzinfo=UTC)
FULL_NIGHT = datetime(2026, 6, 21, 2, tzinfo=UTC)
"""The slot of the first night that reads all, by the id of the faked connection."""


def _import(workplace: Workplace, *numbers: int) -> None:
    """Log entries of these ids in Harvest, one a day, and import them."""
    for number in numbers:
        workplace.plugin.log(id=number, spent_on=FIRST + timedelta(days=number))
    workplace.plugin.import_days()


def _edit_in_harvest(plugin: FakedPlugin, *numbers: int, hours: int) -> None:
    for number in numbers:
        plugin.account.put(replace(plugin.account.entries[number], hours=Decimal(hours)))


def _find(
    plugin: FakedPlugin, *, gone: tuple[int, ...] = (), deleted: tuple[int, ...] = ()
) -> None:
    """Let it be known what is gone from Harvest and what was deleted in Workroom."""
    with plugin.ports.store.transaction() as tx:
        tx.timelog_marks.mark_gone(STUDIO, DETECTING, gone)
        tx.timelog_marks.mark_deleted(STUDIO, DETECTING, deleted)
        tx.commit()


def _imported_and_touched(workplace: Workplace) -> None:
    """An import wrote nine timelogs, on three pages of an undo, and another one a tenth.

    Of each page one stays: 1 is locked, 5 was edited, 9 was deleted. 6 is gone from Harvest.
    """
    _import(workplace, *range(1, 10))
    _import(workplace, 10)
    workplace.edit(1, locked="It is invoiced.")
    workplace.edit(5, title="In my own words")
    workplace.delete(9)
    workplace.plugin.account.remove(6)
    _find(workplace.plugin, gone=(6,))


def _undo(plugin: FakedPlugin) -> None:
    plugin.use.request_undo(STUDIO, plugin.elin.id, plugin.runs()[0].id)


def _differing(workplace: Workplace) -> None:
    """Of nine imported entries seven were changed in Harvest, and two are gone.

    Of the changed ones, 3 is locked and 4 was edited; 9 is not listed, so that it is changed in the
    commit that removes 7 and 8, which are gone.
    """
    plugin = workplace.plugin
    _import(workplace, *range(1, 10))
    _edit_in_harvest(plugin, 1, 2, 3, 4, 5, 6, 9, hours=3)
    plugin.import_days()
    workplace.edit(3, locked="It is invoiced.")
    workplace.edit(4, minutes=7)
    for number in (7, 8):
        plugin.account.remove(number)
    _find(plugin, gone=(7, 8))
    plugin.harvest.twist = _without_the_ninth


def _without_the_ninth(page: EntryPage) -> EntryPage:
    listed = tuple(one for one in page.entries if one.id != 9)
    return replace(page, entries=listed, total_entries=(page.total_entries or 1) - 1)


def _deleted(workplace: Workplace) -> None:
    """Seven of eight timelogs were deleted in Workroom.

    Since then 2 was edited in Harvest, which is shown, and 3 was brought back by hand.
    """
    plugin = workplace.plugin
    _import(workplace, *range(1, 9))
    by_hand = plugin.timelogs()[3]
    workplace.delete(*range(1, 8))
    _find(plugin, deleted=tuple(range(1, 8)))
    _edit_in_harvest(plugin, 2, hours=4)
    plugin.import_days()
    with plugin.ports.store.transaction() as tx:
        workplace.door.timelogs.add_many(STUDIO, [by_hand])
        tx.commit()


def _apply(*numbers: int) -> Callable[[FakedPlugin], object]:
    def choose(plugin: FakedPlugin) -> object:
        return plugin.use.request_corrections(STUDIO, plugin.elin.id, numbers)

    return choose


def _before_a_full_night(workplace: Workplace) -> None:
    """Automated sync is on, and much has happened since an import of the days.

    1 stands as it was, 2 was changed in Harvest, 3 was deleted there, 4 in Workroom, and 5 in both
    before; 6 waits for its project, and 7 did and is gone; 8 and 9 are new.
    """
    plugin = workplace.plugin
    plugin.clock.jump(SWITCHED_ON)
    plugin.use.set_automated_sync(STUDIO, True)
    plugin.log(id=6, project_id=99, spent_on=FIRST)
    plugin.log(id=7, project_id=99, spent_on=FIRST)
    _import(workplace, *range(1, 6))
    plugin.clock.jump(FULL_NIGHT - timedelta(hours=9))
    _edit_in_harvest(plugin, 2, hours=3)
    for number in (3, 5, 7):
        plugin.account.remove(number)
    workplace.delete(4, 5)
    plugin.log(id=8, spent_on=date(2026, 6, 20))
    plugin.log(id=9, spent_on=date(2026, 6, 20), project_id=CABIN)
    plugin.clock.jump(FULL_NIGHT)


SCENES = {
    "undo": Scene(_imported_and_touched, _undo),
    "apply": Scene(_differing, _apply(*range(1, 10))),
    "bring back": Scene(_deleted, _apply(*range(1, 8))),
    "full night": Scene(_before_a_full_night, lambda plugin: plugin.use.dispatch_due()),
}
