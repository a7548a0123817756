"""When Harvest's lists were read, and since when it has not answered."""

from datetime import datetime, timedelta

import pytest

from tests.support.factories import NOON
from workroom_harvest.domain.read_lists import REFRESH_PAUSE, ReadLists

LATER = NOON + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("asked_at", "read_at", "since"),
    [
        (None, None, None),
        (NOON, None, None),
        (None, NOON, None),
        (NOON, NOON, None),
        (NOON, LATER, None),
        (LATER, NOON, LATER),
    ],
)
def test_harvest_is_silent_since_it_was_asked_in_vain(
    asked_at: datetime | None, read_at: datetime | None, since: datetime | None
) -> None:
    """Harvest has not answered since it was asked, if the lists were read before that."""
    assert ReadLists(asked_at, read_at).unanswered_since == since


def test_lists_that_were_never_read_are_not_partial() -> None:
    """Before the first time nothing is known, and Harvest may be asked once a minute."""
    assert ReadLists() == ReadLists(None, None, are_partial=False)
    assert timedelta(minutes=1) == REFRESH_PAUSE
