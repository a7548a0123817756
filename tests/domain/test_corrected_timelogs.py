"""When a timelog may be corrected, and what it is then."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.domain.test_correction import (
    CHANGED,
    DAY,
    DELETED,
    GONE,
    HASH,
    MAPPED,
    NOW,
    OWNER,
    differing,
)
from workroom_harvest.domain.correction import Correct, CorrectionKind, Leave, corrected, protected
from workroom_harvest.domain.entries import Duration, FoundTimelog, HarvestStatus, NewTimelog
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.skipped import SkipReason

FOUND = FoundTimelog(7, "villa", "drawings", "elin", DAY, Duration(1, 0), "Old", True, None)


@pytest.mark.parametrize("kind", [CHANGED, GONE, OWNER])
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda _: None, SkipReason.DELETED),
        (lambda found: replace(found, locked="Invoiced."), SkipReason.LOCKED),
        (lambda found: replace(found, title="By hand"), SkipReason.EDITED),
        (lambda found: replace(found, duration=Duration(1, 1)), SkipReason.EDITED),
        (lambda found: replace(found, member_id="mira"), SkipReason.EDITED),
    ],
)
def test_workroom_protects_what_is_not_as_it_was_written(
    kind: CorrectionKind,
    change: Callable[[FoundTimelog], FoundTimelog | None],
    reason: SkipReason,
) -> None:
    """What is locked, edited or not there is left; a lock is quoted."""
    why = protected(differing(kind), change(FOUND), HASH)
    assert why is not None
    assert why.reason is reason
    assert (why.cause is not None) is (reason is SkipReason.LOCKED)


def test_what_is_as_it_was_written_may_change() -> None:
    """A timelog that is as it was written may be changed, and one that is not there come back."""
    assert protected(differing(CHANGED), FOUND, HASH) is None
    assert protected(differing(DELETED), None, HASH) is None
    again = protected(differing(DELETED), FOUND, HASH)
    assert again == Leave(SkipReason.SHOWN_OTHERWISE, Message(Code.TIMELOG_THERE))


def test_a_corrected_timelog_has_harvests_values() -> None:
    """All values are Harvest's and the mappings', but for the member."""
    approved = replace(NOW, billable=False, status=HarvestStatus(is_closed=True))
    log = corrected(CHANGED, Correct(approved, "mira", fell_back=False), FOUND, MAPPED)
    assert (log.entry_id, log.member_id) == (7, "mira")
    assert (log.project_id, log.activity_type_id) == ("cabin", "plans")
    assert (log.spent_on, log.duration, log.title) == (NOW.spent_on, Duration(2, 0), "New")
    assert (log.billable, log.status) == (False, HarvestStatus(is_closed=True))


def test_a_new_owner_leaves_all_else_as_it_is() -> None:
    """A change of the owner alone takes all other values from what stands there."""
    approved = replace(NOW, status=HarvestStatus(is_closed=True))
    log = corrected(OWNER, Correct(approved, "mira", fell_back=False), FOUND, MAPPED)
    assert log == NewTimelog(
        7,
        "villa",
        "drawings",
        "mira",
        DAY,
        Duration(1, 0),
        "Old",
        billable=True,
        status=HarvestStatus(is_closed=True),
    )
