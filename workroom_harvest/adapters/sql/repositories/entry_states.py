"""The states of entries, as queries and rows of the ledger need them."""

from workroom_harvest.domain.entry_record import EntryState

STATES = {str(state): state for state in EntryState}
"""The states by their stored words."""

WITH_TIMELOG = [state for state in EntryState if state.has_timelog]
"""The states of an entry whose timelog is there."""

WITHOUT_TIMELOG = [state for state in EntryState if not state.has_timelog]
"""The states of an entry that can be imported."""
