"""The story of an entry: where it stands, and all that happened to it."""

from datetime import date
from decimal import Decimal

import pytest

from tests.fakes.plugin import CABIN, JUNE, STUDIO, FakedPlugin
from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.errors import NotFound
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.auditing.find_entries import PAGE_LENGTH
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup

DAY = date(2026, 6, 1)


def test_an_entry_that_was_mapped_late_has_a_story(connected: FakedPlugin) -> None:
    """An entry tells why it waited, when it came in and by whom, and what changed since."""
    connected.map(MappingChanges((Choice(CABIN, None),), ()))
    (one,) = connected.log(1, project_id=CABIN)
    connected.import_days()
    assert connected.use.show_entry(STUDIO, one.id).names is None
    connected.map()
    connected.tick()
    connected.import_days()
    connected.log(1, id=one.id, project_id=CABIN, hours=Decimal(2))
    connected.tick()
    connected.import_days()
    story = connected.use.show_entry(STUDIO, one.id)
    changes = [(event.before.reason, event.after.state) for event in story.events]
    assert changes == [
        (SkipReason.PROJECT_NOT_MAPPED, EntryState.IMPORTED),
        (None, EntryState.CHANGED),
    ]
    assert story.entry.standing.state is EntryState.CHANGED
    assert story.names is not None
    assert (story.names.project, story.names.by) == ("Cabin", connected.elin.name)
    assert story.harvest_names[ItemKind.PERSON] == "Mira"
    assert not story.is_frozen


def test_an_entry_of_a_project_that_is_left_out_is_left_out(connected: FakedPlugin) -> None:
    """What waits is left out while its project is, and no longer once that is mapped."""
    connected.map(MappingChanges((Choice(CABIN, None),), ()))
    (one,) = connected.log(1, project_id=CABIN)
    connected.import_days()
    with connected.store.transaction() as tx:
        group = WaitingGroup(GroupKind.PROJECT, CABIN)
        tx.left_out.add(STUDIO, connected.account.id, group, connected.elin.id)
        tx.commit()
    assert connected.use.show_entry(STUDIO, one.id).is_left_out
    connected.map()
    assert not connected.use.show_entry(STUDIO, one.id).is_left_out


def test_after_disconnect_the_story_is_there_without_names(connected: FakedPlugin) -> None:
    """A story never expires; without a connection nothing happens to the entry."""
    (one,) = connected.log(1)
    connected.import_days()
    connected.use.disconnect(STUDIO)
    story = connected.use.show_entry(STUDIO, one.id)
    assert story.is_frozen
    assert story.harvest_names[ItemKind.PROJECT] == "10"
    assert story.events == []


def test_a_nights_timelog_was_started_by_nobody(connected: FakedPlugin) -> None:
    """Where no member started the import, none is named."""
    (one,) = connected.log(1)
    connected.use.perform_import(connected.use.request_import(STUDIO, None, JUNE).run.id)
    story = connected.use.show_entry(STUDIO, one.id)
    assert story.names is not None
    assert story.names.by is None


def test_an_unreadable_entry_has_a_story(connected: FakedPlugin) -> None:
    """An entry whose values cannot be read is known by its id, and has no names."""
    connected.log(1)
    connected.account.unreadable.append(UnreadableEntry(7, Message(Code.ENTRY_UNREADABLE)))
    connected.import_days()
    story = connected.use.show_entry(STUDIO, 7)
    assert (story.entry.said, story.harvest_names, story.is_left_out) == (None, {}, False)


def test_an_entry_without_a_user_has_no_persons_name(connected: FakedPlugin) -> None:
    """Where Harvest names no user, nobody is named."""
    (one,) = connected.log(1, user_id=None, user_name="")
    connected.import_days()
    assert ItemKind.PERSON not in connected.use.show_entry(STUDIO, one.id).harvest_names


@pytest.mark.parametrize("studio", [STUDIO, "other"])
def test_what_a_studio_never_had_is_not_found(connected: FakedPlugin, studio: str) -> None:
    """An unknown entry, and another studio's, are not found."""
    (one,) = connected.log(1)
    connected.import_days()
    number = 7 if studio == STUDIO else one.id
    with pytest.raises(NotFound) as caught:
        connected.use.show_entry(studio, number)
    assert caught.value.detail.code is Code.ENTRY_NOT_FOUND


@pytest.mark.parametrize(
    ("person", "total"), [("mir", 2), ("ANA", 1), ("2", 1), ("nobody", 0), (" ", 0)]
)
def test_entries_are_found_by_person_and_date(
    connected: FakedPlugin, person: str, total: int
) -> None:
    """Entries of a day are found by a part of the name in Workroom or Harvest, or by user id."""
    connected.log(2, spent_on=DAY)
    connected.log(1, spent_on=DAY, user_id=2, user_name="Ana")
    connected.log(1, spent_on=date(2026, 6, 2))
    connected.import_days()
    found = connected.use.find_entries(STUDIO, person, DAY)
    assert (len(found.entries), found.total, found.next) == (total, total, None)


def test_many_entries_of_a_day_are_listed_in_parts(connected: FakedPlugin) -> None:
    """A list has a hundred entries, the true total, and where it goes on."""
    ids = sorted(one.id for one in connected.log(PAGE_LENGTH + 1, spent_on=DAY))
    connected.import_days()
    first = connected.use.find_entries(STUDIO, "Mira", DAY)
    assert [one.id for one in first.entries] == ids[:PAGE_LENGTH]
    assert (first.total, first.next) == (PAGE_LENGTH + 1, ids[PAGE_LENGTH - 1])
    rest = connected.use.find_entries(STUDIO, "Mira", DAY, first.next or 0)
    assert ([one.id for one in rest.entries], rest.next) == (ids[PAGE_LENGTH:], None)
