"""The to-do list."""

from datetime import date

import pytest

from tests.support.factories import NOON, connection
from workroom_harvest.domain.correction_kind import CorrectionKind
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.todo import (
    EntriesDiffer,
    EntriesFellBack,
    GroupWaits,
    NightsFail,
    OwnerMissing,
    ReconnectDue,
    stored_count,
    todo_list,
)
from workroom_harvest.domain.waiting import GroupKind, GroupTally, Tally, WaitingGroup

NOBODY = EntriesFellBack(0, 0)
CABIN = GroupTally(WaitingGroup(GroupKind.PROJECT, 11), Tally(9, 1860, date(2026, 6, 15)))
OLD = GroupTally(WaitingGroup(GroupKind.REASON, reason=SkipReason.TOO_OLD), Tally(4))


def test_nothing_is_to_be_done_where_all_is_well() -> None:
    """A connection that works, whose nights do not fail and where nothing waits, asks nothing."""
    assert todo_list(connection(), None, [OLD], NOBODY) == []


def test_all_who_have_no_id_count_as_one_person() -> None:
    """Entries that fell back are added up, and told with how many people they are of."""
    assert EntriesFellBack.of({}) == NOBODY
    assert EntriesFellBack.of({1: 3, None: 2}) == EntriesFellBack(5, 2)


def test_everything_that_needs_somebody_is_listed_the_most_urgent_first() -> None:
    """A reconnect comes first, then a lost designer, failing nights, what waits, what differs.

    Whose work fell back to the designer comes last.
    """
    held = connection(reconnect_reason=Code.GRANT_REVOKED, automated_since=NOON, lacks_owner=True)
    failing, fell_back = date(2026, 6, 12), EntriesFellBack(12, 1)
    differing = {CorrectionKind.GONE: 2, CorrectionKind.CHANGED: 3}
    items = todo_list(held, failing, [OLD, CABIN], fell_back, differing)
    assert items == [
        ReconnectDue(Code.GRANT_REVOKED),
        OwnerMissing(),
        NightsFail(failing),
        GroupWaits(CABIN),
        EntriesDiffer(CorrectionKind.CHANGED, 3),
        EntriesDiffer(CorrectionKind.GONE, 2),
        fell_back,
    ]
    assert stored_count(items) == 6


def test_failing_nights_are_no_matter_while_the_nightly_import_is_off() -> None:
    """Nights that failed are left out while no further night comes."""
    assert todo_list(connection(), date(2026, 6, 12), [], NOBODY) == []


@pytest.mark.parametrize("reason", [None, Code.GRANT_REVOKED])
def test_a_connection_tells_how_much_is_to_be_done(reason: Code | None) -> None:
    """The count of a connection is the stored number, and one more while it needs a reconnect."""
    held = connection(reconnect_reason=reason, todo=2)
    assert held.todo_count == (3 if reason else 2)
