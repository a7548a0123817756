"""What a row of the ledger may look like in each state, and how its story must end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.fakes.lasting import LedgerRow
from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.entry_story import EntryEvent, Standing, Written
from workroom_harvest.domain.run import RunKind

AT_FIRST = (EntryState.WAITING, EntryState.IMPORTED)
"""What an entry can be once it was listed for the first time."""

AS_HARVEST_SAYS = (EntryState.IMPORTED, EntryState.CHANGED)
"""What an entry with a timelog is, depending on whether Harvest has other values by now."""


def _steps(table: str) -> frozenset[tuple[EntryState, EntryState]]:
    """Return pairs of states: those that may follow the first word of each line."""
    lines = (line.split() for line in table.strip().splitlines())
    return frozenset(
        (EntryState(before), EntryState(after)) for before, *afters in lines for after in afters
    )


_IMPORT = _steps("""
    waiting   waiting imported gone
    imported  changed orphaned deleted
    changed   imported orphaned deleted
    orphaned  imported changed gone
    deleted   imported changed orphaned gone
    undone    gone
    gone      waiting imported
""")
STEPS: Mapping[RunKind, frozenset[tuple[EntryState, EntryState]]] = {
    RunKind.NIGHTLY: _IMPORT,
    RunKind.WAITING: _IMPORT,
    RunKind.ON_DEMAND: _IMPORT | _steps("undone waiting imported"),
    RunKind.UNDO: _steps("""
        imported  undone
        changed   undone
        orphaned  gone
    """),
    RunKind.CORRECTION: _steps("""
        imported  changed orphaned
        changed   imported orphaned
        orphaned  imported changed gone
        deleted   imported orphaned gone
    """),
}
"""Which states a run of each kind may lead an entry from, and to."""


AS_HIDDEN = (EntryState.DELETED, EntryState.GONE)
"""What an entry may be whose timelog a host has hidden."""


@dataclass(frozen=True)
class There:
    """What is in the host of an entry.

    `log` is the timelog that has its stamp, and `written` that which the plugin wrote last, as it
    wrote it. `is_deleted` says that somebody deleted it, `is_back` that it was put back since, and
    `is_hidden` that a look-up did not find it though it stood.
    """

    log: NewTimelog | None
    written: NewTimelog | None
    is_deleted: bool
    is_back: bool
    is_hidden: bool


def demand_one_state(row: LedgerRow, there: There) -> None:
    """Raise `AssertionError` unless the row is in one state and nothing in it says another."""
    record, known, state = row.record, row.known, row.record.state
    assert known.standing == Standing(state, record.reason)
    if there.log is None:
        assert there.is_deleted or not state.has_timelog
    else:
        is_lost = there.is_back and state is EntryState.DELETED
        assert state.has_timelog or is_lost or (there.is_hidden and state in AS_HIDDEN)
    is_written = state.has_timelog or state is EntryState.DELETED
    assert is_written is (known.written is not None)
    assert is_written is (record.run_id is not None)
    assert is_written is (record.written_from is not None)
    assert (state is EntryState.WAITING) is (record.reason is not None)
    assert known.cause is None or state is EntryState.WAITING
    assert (known.said is None) is (record.said is None)
    if known.written is not None:
        assert there.written is not None
        _demand_as_written(known.written, there.written)
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
    events: Sequence[EntryEvent],
    before: LedgerRow | None,
    row: LedgerRow,
    told: int,
    kinds: Mapping[str, RunKind],
) -> None:
    """Raise `AssertionError` unless the events lead from the row before to the row now.

    `before` is None for an entry that was not listed then, and `told` is how many events it had.
    `kinds` are those of all runs, none of which may change an entry as another kind does.
    """
    assert all(one.before != one.after for one in events)
    for one, other in pairwise(events):
        assert one.after == other.before, events
        assert one.at <= other.at
    assert len(events) >= told
    news = events[told:]
    for one in news:
        states = one.before.state, one.after.state
        assert states in STEPS[kinds[one.run_id]], (kinds[one.run_id], *states)
    first = news[0].before if news else row.known.standing
    assert (news[-1].after if news else first) == row.known.standing
    if before is not None:
        assert first == before.known.standing
        assert row.known.harvest_account_id == before.known.harvest_account_id
        assert row.known.listed_at == before.known.listed_at
    else:
        assert first.state in AT_FIRST
