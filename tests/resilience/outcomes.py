"""All that lasted of a run, by names that are the same however often it was interrupted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.fakes.lasting import LedgerRow
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.resilience.counted_timelogs import CountedTimelogs
from tests.support.door import Door
from workroom_harvest.adapters.sql.tables import PREFIX
from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.run import ImportRun

IN_HAND = ("unfound", "listed_days")
"""The tables of what an import has in hand."""

Names = Mapping[str | None, int]
"""The number of each run, in the order of their making, by its id."""


@dataclass(frozen=True)
class Outcome:
    """What lasted, in which runs go by their numbers, and instants are left out.

    `touched` says how often each timelog was added, changed and removed since the run began.
    `in_hand` counts what its end has left of what it had in hand.
    """

    last: ImportRun
    timelogs: Mapping[int, NewTimelog]
    touched: Mapping[tuple[int, str], int]
    states: Mapping[int, EntryState]
    runs: Sequence[object]
    entries: Mapping[int, object]
    stories: Mapping[int, object]
    audit: Sequence[object]
    connection: object
    in_hand: int

    def lasting(self) -> dict[str, object]:
        """Return what is the same for the same run that was interrupted, by names."""
        return {name: value for name, value in vars(self).items() if name != "last"}

    def count(self, verb: str) -> dict[int, int]:
        """Return how often that was done to which timelogs."""
        return {stamp: many for (stamp, how), many in self.touched.items() if how == verb}


def outcome_of(plugin: FakedPlugin, door: Door, counted: CountedTimelogs) -> Outcome:
    """Return what lasted until now; what is to be done is counted, as the next run would."""
    plugin.use.perform_import.steps.count_todo(STUDIO)
    runs, ledger = plugin.runs(), plugin.lasting.ledger()
    names: dict[str | None, int] = {run.id: number for number, run in enumerate(runs)}
    with plugin.ports.store.transaction() as tx:
        events = {number: tx.entry_stories.events(STUDIO, number) for number in ledger}
        audit = tx.audit.page(STUDIO, most=100)
        connection = tx.connections.for_studio(STUDIO)
        left = tx.chosen_entries.left(STUDIO, runs[-1].id)
    assert connection is not None
    return Outcome(
        last=runs[-1],
        timelogs=plugin.timelogs(),
        touched=counted.touched(),
        states={number: row.record.state for number, row in ledger.items()},
        runs=[_run(run, names) for run in runs],
        entries={number: _entry(row, names) for number, row in ledger.items()},
        stories={
            number: [(names.get(one.run_id), one.before, one.after) for one in story]
            for number, story in events.items()
        },
        audit=[(one.code, one.member_id, names.get(str(one.data.get("run")))) for one in audit],
        connection=(connection.todo, connection.full_night, connection.reconnect_reason),
        in_hand=left + sum(len(door.rows(f"{PREFIX}{name}", "run_id")) for name in IN_HAND),
    )


def _run(run: ImportRun, names: Names) -> object:
    request = run.request
    return (
        (request.kind, request.night, names.get(request.undoes)),
        (run.status, run.progress, run.warnings, run.failure),
    )


def _entry(row: LedgerRow, names: Names) -> object:
    """Return what is known of an entry, without its hashes, whose key is another each time."""
    known, record, written = row.known, row.record, row.known.written
    return (
        (known.standing, known.cause, known.said, record.said == record.written_from),
        written and (names.get(written.run_id), written.by, written.fell_back, written.minutes),
    )
