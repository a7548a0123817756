"""What the tests of corrections share: entries that were imported, and how they come to differ."""

from dataclasses import replace
from typing import Any

from tests.fakes.plugin import STUDIO, FakedPlugin
from workroom_harvest.domain.entries import HarvestEntry, NewTimelog
from workroom_harvest.domain.run import ImportRun

DETECTING = "d" * 32
"""A run that found out what is gone or deleted."""


def imported(plugin: FakedPlugin, count: int = 1, **fields: Any) -> list[HarvestEntry]:
    """Log entries and import them."""
    entries = plugin.log(count, **fields)
    plugin.import_days()
    return entries


def change(plugin: FakedPlugin, one: HarvestEntry, **fields: Any) -> HarvestEntry:
    """Change an entry in Harvest, let an import find that, and return it."""
    changed = plugin.account.put(replace(one, **fields))
    plugin.import_days()
    return changed


def lose(plugin: FakedPlugin, *entries: HarvestEntry) -> None:
    """Delete entries in Harvest, which is found."""
    for one in entries:
        plugin.account.remove(one.id)
    with plugin.store.transaction() as tx:
        tx.timelog_marks.mark_gone(STUDIO, DETECTING, [one.id for one in entries])
        tx.commit()


def delete(plugin: FakedPlugin, *entries: HarvestEntry) -> None:
    """Delete timelogs in Workroom, which is found."""
    with plugin.store.transaction() as tx:
        for one in entries:
            del plugin.database.table("timelogs")[STUDIO, one.id]
        tx.timelog_marks.mark_deleted(STUDIO, DETECTING, [one.id for one in entries])
        tx.commit()


def edit(plugin: FakedPlugin, log: NewTimelog) -> None:
    """Save a timelog in Workroom, as somebody does there."""
    with plugin.store.transaction() as tx:
        plugin.database.table("timelogs")[STUDIO, log.entry_id] = log
        tx.commit()


def lock(plugin: FakedPlugin, one: HarvestEntry, sentence: str) -> None:
    """Lock a timelog in Workroom."""
    with plugin.store.transaction() as tx:
        plugin.workroom.lock(STUDIO, one.id, sentence)
        tx.commit()


def apply(plugin: FakedPlugin, *entries: HarvestEntry) -> ImportRun:
    """Choose corrections, let the workers work, and return the run as it is then."""
    ids = [one.id for one in entries]
    run = plugin.use.request_corrections(STUDIO, plugin.elin.id, ids).run
    plugin.work()
    return plugin.shown(run)
