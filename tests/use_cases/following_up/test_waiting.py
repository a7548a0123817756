"""What waits is listed in groups by the mappings of now, and entry by entry."""

from datetime import date
from decimal import Decimal

import pytest

from tests.fakes.plugin import CABIN, STUDIO, FakedPlugin
from tests.use_cases.following_up.helpers import (
    CABIN_TOO,
    NOT_CABIN,
    OF_CABIN,
    OF_PLANS,
    OF_VILLA,
    TIMERS,
    UNKNOWN,
    waiting,
)
from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.errors import NotConnected, NotFound
from workroom_harvest.domain.messages import quoted
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.waiting import GroupKind, Tally, WaitingGroup


def test_nothing_waits_where_nothing_was_listed(connected: FakedPlugin) -> None:
    """Before the first import the waiting list is empty."""
    found = connected.use.show_waiting(STUDIO)
    assert (found.groups, found.left_out, found.total) == ([], [], Tally())


def test_what_did_not_come_in_waits_under_what_lacks_its_mapping(late: FakedPlugin) -> None:
    """Entries wait under their project until it is mapped, and then under their task."""
    assert waiting(late) == {"Cabin": (3, False), "Plans": (1, False)}
    assert late.use.show_waiting(STUDIO).total == Tally(4, 240, date(2026, 6, 1))
    late.map(CABIN_TOO)
    assert waiting(late) == {"Cabin": (2, True), "Plans": (2, False)}
    late.map()
    assert waiting(late) == {"Cabin": (3, True), "Plans": (1, True)}
    late.import_days()
    assert waiting(late) == {}


def test_a_mapping_whose_target_is_gone_maps_nothing(late: FakedPlugin) -> None:
    """An entry whose project is mapped to something that was deleted in Workroom waits on."""
    late.map(CABIN_TOO)
    late.workroom.studio(STUDIO).projects.pop()
    assert waiting(late)["Cabin"] == (3, False)


def test_what_waits_for_something_else_is_listed_by_its_reason(late: FakedPlugin) -> None:
    """An entry that waits for its timer stands under that, and cannot come in yet."""
    late.log(1, is_running=True)
    late.import_days()
    assert waiting(late)[SkipReason.TIMER_RUNNING] == (1, False)


def test_what_cannot_be_read_is_listed_without_names(late: FakedPlugin) -> None:
    """An entry that cannot be read stands under its reason, of no project, task or person."""
    late.account.unreadable.append(UnreadableEntry(7, quoted("no hours")))
    late.import_days()
    group = WaitingGroup(GroupKind.REASON, reason=SkipReason.HARVEST_API_ERROR)
    (one,) = late.use.list_waiting(STUDIO, group, 9).entries
    assert (one.project, one.task, one.person) == ("", "", "")
    assert (one.entry.entry_id, one.entry.cause) == (7, quoted("no hours"))


def test_what_has_no_name_is_called_by_its_id(late: FakedPlugin) -> None:
    """A project whose name is not known is listed under its id."""
    with late.store.transaction() as tx:
        tx.harvest_items.forget(STUDIO)
        tx.commit()
    assert str(CABIN) in waiting(late)


def test_another_accounts_entries_are_frozen(late: FakedPlugin) -> None:
    """While another Harvest account is connected, what waits of the first is not counted.

    It is not listed either, and there again once the first account is connected again.
    """
    late.harvest.account(2, "Another")
    late.connect(2)
    assert waiting(late) == {}
    with pytest.raises(NotFound):
        late.use.list_waiting(STUDIO, OF_CABIN, 9)
    late.connect(1)
    assert sorted(waiting(late).values()) == [(1, False), (3, False)]


def test_entries_of_a_group_are_listed_with_names_page_by_page(late: FakedPlugin) -> None:
    """The entries of a group have names, their true total, and a next page while there is one."""
    late.log(1, project_id=CABIN, hours=Decimal("0.5"), spent_on=date(2026, 6, 2), notes="Roof")
    late.import_days()
    first = late.use.list_waiting(STUDIO, OF_CABIN, 3)
    assert (first.name, first.total, len(first.entries)) == ("Cabin", 4, 3)
    assert first.following == first.entries[-1].entry.position
    rest = late.use.list_waiting(STUDIO, OF_CABIN, 3, first.following)
    assert (rest.total, rest.following) == (4, None)
    (last,) = rest.entries
    assert (last.project, last.task, last.person) == ("Cabin", "Drawings", "Mira")
    assert (last.entry.minutes, last.entry.note) == (30, "Roof")


@pytest.mark.parametrize("group", [OF_VILLA, OF_PLANS, TIMERS])
def test_a_group_in_which_nothing_waits_is_empty(
    connected: FakedPlugin, group: WaitingGroup
) -> None:
    """What is mapped, or was listed once, is known although nothing waits in it; so is a reason."""
    page = connected.use.list_waiting(STUDIO, group, 9)
    assert (list(page.entries), page.total, page.following) == ([], 0, None)


def test_a_project_that_harvest_listed_is_known_without_a_mapping(late: FakedPlugin) -> None:
    """A project whose name is kept is known although it is not mapped and nothing waits in it."""
    late.map()
    late.import_days()
    late.map(NOT_CABIN)
    assert late.use.list_waiting(STUDIO, OF_CABIN, 9).total == 0


def test_an_unknown_group_is_not_found(late: FakedPlugin) -> None:
    """A project that the connected account never had is not found."""
    with pytest.raises(NotFound):
        late.use.list_waiting(STUDIO, UNKNOWN, 9)


def test_without_a_connection_there_is_no_waiting_list(late: FakedPlugin) -> None:
    """After Disconnect the waiting list and its entries are refused."""
    late.use.disconnect(STUDIO)
    with pytest.raises(NotConnected):
        late.use.show_waiting(STUDIO)
    with pytest.raises(NotConnected):
        late.use.list_waiting(STUDIO, OF_CABIN, 9)
