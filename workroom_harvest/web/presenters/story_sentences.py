"""The sentences of which an entry's story consists, and the words for its states."""

from collections.abc import Mapping

from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.entry_story import EntryEvent
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.web.words import N_

LEFT_OUT = N_("left out")
"""The state of an entry that waits, and whose project or task was left out on purpose."""

STATES: Mapping[EntryState, str] = {
    EntryState.IMPORTED: N_("imported"),
    EntryState.WAITING: N_("waiting"),
    EntryState.CHANGED: N_("changed"),
    EntryState.GONE: N_("gone"),
    EntryState.ORPHANED: N_("gone"),
    EntryState.DELETED: N_("deleted"),
    EntryState.UNDONE: N_("undone"),
}
"""The states by their words for people, to whom gone is gone, with or without a timelog."""

IDS: Mapping[ItemKind, str] = {
    ItemKind.PROJECT: N_("project {id}"),
    ItemKind.TASK: N_("task {id}"),
    ItemKind.PERSON: N_("person {id}"),
}
"""What is called by its Harvest id, as no name is known."""

IMPORTED: Mapping[tuple[bool, bool], str] = {
    (False, False): N_("{time}: imported by import {run}."),
    (False, True): N_("{time}: imported by import {run}, started by {name}."),
    (True, False): N_("{time}: brought back, imported by import {run}."),
    (True, True): N_("{time}: brought back, imported by import {run}, started by {name}."),
}
"""How a timelog came in, by whether it was deleted before, and whether somebody started that."""

IN_HARVEST: Mapping[bool, str] = {
    True: N_("Harvest has it on {day}, with {decimal} hours ({hours} h): {names}."),
    False: N_("Harvest had it on {day}, with {decimal} hours ({hours} h): {names}."),
}
"""Harvest's last word about an entry, by whether it still has it."""


def what_happened(event: EntryEvent) -> str:
    """Return the sentence for an event: which run did it or found it, as far as that is known."""
    before = event.before.state
    match event.after.state:
        case EntryState.WAITING:
            return N_("{time}: it waits: {reason}, found by import {run}.")
        case EntryState.CHANGED:
            return N_("{time}: changed in Harvest after its import, found by import {run}.")
        case EntryState.GONE if before is EntryState.ORPHANED:
            return N_("{time}: its timelog is no longer in Workroom either, by run {run}.")
        case EntryState.GONE | EntryState.ORPHANED:
            return N_("{time}: no longer in Harvest, found by import {run}.")
        case EntryState.DELETED:
            return N_("{time}: its timelog was deleted in Workroom, found by import {run}.")
        case EntryState.UNDONE:
            return N_("{time}: its import was undone, and its timelog removed, by undo {run}.")
        # A correction brings both of these about, too.
        case _ if before is EntryState.CHANGED:
            return N_("{time}: Workroom and Harvest have the same values again, by run {run}.")
        case _ if before.has_timelog:
            return N_("{time}: in Harvest again as it was imported, by run {run}.")
        case _:
            return N_("{time}: imported, by import {run}.")
