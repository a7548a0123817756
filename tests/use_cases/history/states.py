"""What a row of the ledger may look like in each state, and how its story must end."""

from collections.abc import Sequence
from itertools import pairwise

from tests.fakes.lasting import LedgerRow
from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.entry_story import EntryEvent, Standing, Written

AT_FIRST = (EntryState.WAITING, EntryState.IMPORTED)
"""What an entry can be once it was listed for the first time."""

AS_HARVEST_SAYS = (EntryState.IMPORTED, EntryState.CHANGED)
"""What an entry with a timelog is, depending on whether Harvest has other values by now."""


def demand_one_state(row: LedgerRow, log: NewTimelog | None) -> None:
    """Raise `AssertionError` unless the row is in one state and nothing in it says another.

    `log` is the timelog in the host that has the entry's stamp.
    """
    record, known, state = row.record, row.known, row.record.state
    assert known.standing == Standing(state, record.reason)
    assert state.has_timelog is (log is not None)
    is_written = state.has_timelog or state is EntryState.DELETED
    assert is_written is (known.written is not None)
    assert is_written is (record.run_id is not None)
    assert is_written is (record.written_from is not None)
    assert (state is EntryState.WAITING) is (record.reason is not None)
    assert known.cause is None or state is EntryState.WAITING
    assert (known.said is None) is (record.said is None)
    if known.written is not None and log is not None:
        _demand_as_written(known.written, log)
    if state in AS_HARVEST_SAYS:
        assert record.said is not None
        assert record.differs(record.said) is (state is EntryState.CHANGED)


def _demand_as_written(written: Written, log: NewTimelog) -> None:
    assert (
        written.project_id,
        written.activity_type_id,
        written.member_id,
        written.spent_on,
        written.minutes,
        written.billable,
    ) == (
        log.project_id,
        log.activity_type_id,
        log.member_id,
        log.spent_on,
        log.duration.total_minutes,
        log.billable,
    )


def demand_story(
    events: Sequence[EntryEvent], before: LedgerRow | None, row: LedgerRow, told: int
) -> None:
    """Raise `AssertionError` unless the events lead from the row before to the row now.

    `before` is None for an entry that was not listed then, and `told` is how many events it had.
    """
    assert all(one.before != one.after for one in events)
    assert all(one.after == other.before and one.at <= other.at for one, other in pairwise(events))
    assert len(events) >= told
    news = events[told:]
    first = news[0].before if news else row.known.standing
    assert (news[-1].after if news else first) == row.known.standing
    if before is not None:
        assert first == before.known.standing
        assert row.known.harvest_account_id == before.known.harvest_account_id
        assert row.known.listed_at == before.known.listed_at
    else:
        assert first.state in AT_FIRST
