"""The kinds of corrections."""

import pytest

from tests.domain.test_correction import CHANGED, DELETED, GONE
from workroom_harvest.domain.correction import KINDS
from workroom_harvest.domain.correction_kind import CorrectionKind
from workroom_harvest.domain.entry_record import EntryState


def test_the_kinds_are_stored_by_their_names() -> None:
    """Each kind is stored by its name in lower case, which no later version may change."""
    assert [kind.value for kind in CorrectionKind] == [kind.name.lower() for kind in CorrectionKind]


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (EntryState.CHANGED, CHANGED),
        (EntryState.ORPHANED, GONE),
        (EntryState.DELETED, DELETED),
        (EntryState.IMPORTED, None),
        (EntryState.WAITING, None),
        (EntryState.UNDONE, None),
        (EntryState.GONE, None),
    ],
)
def test_the_state_of_an_entry_says_what_is_to_be_corrected(
    state: EntryState, kind: CorrectionKind | None
) -> None:
    """What Harvest or Workroom has otherwise, or has no more, is to be corrected."""
    assert KINDS.get(state) is kind


def test_all_leaves_out_what_is_chosen_by_name() -> None:
    """Removing and bringing back is done by name only."""
    assert {kind for kind in CorrectionKind if kind.is_chosen_by_name} == {GONE, DELETED}
