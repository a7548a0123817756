"""When entries that were not found are gone or deleted, and when nothing is concluded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.gone import (
    DOUBTS,
    DOUBTS_OF_DELETED,
    SHARE,
    SUSPICIOUS,
    Losses,
    doubt,
)
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
    assert Code.GONE_OR_HIDDEN in DOUBTS
    assert doubt(0, 100, sees) is None


@pytest.mark.parametrize(
    ("found", "gone", "deleted"),
    [
        (Losses(0, 0, 0, 0), None, None),
        (Losses(1, 1, 1, 1), None, None),
        (Losses(19, 0, 19, 19), None, None),
        (Losses(20, 0, 20, 20), None, Code.DELETED_ALL),
        (Losses(900, 0, 20, 20), None, Code.DELETED_ALL),
        (Losses(100, 0, 100, 20), None, None),
        (Losses(99, 0, 99, 20), None, Code.DELETED_TOO_MANY),
        (Losses(900, 0, 99, 20), None, Code.DELETED_TOO_MANY),
        (Losses(80, 20, 80, 0), None, None),
        (Losses(79, 20, 79, 0), Code.GONE_TOO_MANY, None),
        (Losses(90, 10, 90, 10), None, None),
        (Losses(89, 10, 89, 10), Code.GONE_TOO_MANY, Code.DELETED_TOO_MANY),
        (Losses(30, 0, 30, 10), None, None),
    ],
)
def test_losses_are_doubted_each_alone_and_both_together(
    found: Losses, gone: Code | None, deleted: Code | None
) -> None:
    """Twenty and more than a fifth are doubted: of the look-up, the list, or both together."""
    assert found.doubt_gone(Sight.EVERYONE) is gone
    assert found.doubt_deleted() is deleted
    assert gone is None or gone in DOUBTS
    assert deleted is None or deleted in DOUBTS_OF_DELETED


@given(
    listed=st.integers(0, 300),
    missing=st.integers(0, 300),
    looked_up=st.integers(0, 300),
    share=st.integers(0, 300),
    sees=st.sampled_from([*Sight, None]),
)
def test_nothing_is_concluded_from_too_many(
    listed: int, missing: int, looked_up: int, share: int, sees: Sight | None
) -> None:
    """Whatever is concluded to be lost is fewer than twenty, or at most a fifth of the window."""
    found = Losses(listed, missing, looked_up, min(share, looked_up))
    gone = 0 if found.doubt_gone(sees) else found.missing
    deleted = 0 if found.doubt_deleted() else found.deleted
    assert gone + deleted < SUSPICIOUS or (gone + deleted) * SHARE <= found.window
    assert deleted < SUSPICIOUS or deleted * SHARE <= looked_up
    assert not gone or sees is Sight.EVERYONE


@pytest.mark.parametrize("sees", [None, Sight.SELF, Sight.TEAM])
def test_what_is_hidden_says_nothing_of_what_was_deleted(sees: Sight | None) -> None:
    """A grant that sees less casts no doubt on what the host says."""
    found = Losses(10, 1, 10, 1)
    assert (found.doubt_gone(sees), found.doubt_deleted()) == (Code.GONE_OR_HIDDEN, None)
