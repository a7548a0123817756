"""When entries that Harvest does not find are gone."""

import pytest

from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.gone import doubt
from workroom_harvest.domain.messages import Code


@pytest.mark.parametrize(
    ("missing", "wanted", "expected"),
    [
        (1, 1, None),
        (19, 19, None),
        (20, 100, None),
        (20, 99, Code.GONE_TOO_MANY),
        (50, 250, None),
        (50, 249, Code.GONE_TOO_MANY),
    ],
)
def test_twenty_and_more_than_a_fifth_are_too_many(
    missing: int, wanted: int, expected: Code | None
) -> None:
    """Missing entries are gone, unless they are at least twenty and more than a fifth of all."""
    assert doubt(missing, wanted, Sight.EVERYONE) is expected


@pytest.mark.parametrize("sees", [None, Sight.SELF, Sight.TEAM])
def test_what_is_not_shown_is_not_gone(sees: Sight | None) -> None:
    """Without everyone's entries in sight, a missing entry may be hidden; none is no matter."""
    assert doubt(1, 100, sees) is Code.GONE_OR_HIDDEN
    assert doubt(0, 100, sees) is None
