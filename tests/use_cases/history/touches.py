"""What a turn at a run may do to timelogs: its own, by Harvest's word of now, and no others."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from tests.fakes.lasting import LedgerRow
from tests.use_cases.history.model import HistoryModel
from tests.use_cases.history.wrong_host import MISLEADING
from workroom_harvest.domain.entries import NO_STATUS, Duration, HarvestEntry, NewTimelog
from workroom_harvest.domain.entry_record import EntryState, fingerprint
from workroom_harvest.domain.run import ImportRun, RunKind

Logs = Mapping[int, NewTimelog]


@dataclass(frozen=True)
class Before:
    """What there was before a turn; `protected` are the timelogs that are locked or edited."""

    logs: Logs
    rows: Mapping[int, LedgerRow]
    pairs: Mapping[int, str]
    protected: Collection[int]
    held: int


@dataclass(frozen=True)
class Touched:
    """The stamps of the timelogs that a turn added, changed and removed."""

    added: Collection[int]
    changed: Collection[int]
    removed: Collection[int]

    @property
    def every(self) -> set[int]:
        """Return all of them."""
        return {*self.added, *self.changed, *self.removed}


class Touches(HistoryModel):
    """Each turn is held against what its run may do.

    `brought` and `minutes` are how many timelogs, and of how many minutes, each run added, changed
    or removed. `retouched` are the imports of which a correction changed some.
    """

    def __init__(self) -> None:
        super().__init__()
        self.brought: Counter[str] = Counter()
        self.minutes: Counter[str] = Counter()
        self.retouched: set[str | None] = set()

    def _before(self) -> Before:
        logs = self.plugin.timelogs()
        edited = {number for number, log in logs.items() if plain(log) != self.written.get(number)}
        locked = self.locked & logs.keys()
        ledger = self.plugin.lasting.ledger()
        return Before(logs, ledger, self.plugin.pairs(), edited | locked, self._held() or 0)

    def _has_touched_its_own(self, run: ImportRun, before: Before) -> Touched:
        """Demand that a turn touched what it may, and note what it did."""
        logs = self.plugin.timelogs()
        self._has_done_by_itself(run, before, logs)
        touched = Touched(
            logs.keys() - before.logs.keys(),
            {
                number
                for number in (logs.keys() & before.logs.keys()) - self.host.did
                if plain(logs[number]) != plain(before.logs[number])
            },
            before.logs.keys() - logs.keys() - self.host.did,
        )
        assert not touched.every & {*before.protected}
        match run.request.kind:
            case RunKind.UNDO:
                self._has_undone(run, before, touched)
            case RunKind.CORRECTION:
                self._has_corrected(run, before, touched)
            case _:
                self._has_imported(run, before, touched)
        for number in (*touched.added, *touched.changed):
            self.written[number] = plain(logs[number])
            self.deleted.discard(number)
            self.minutes[run.id] += logs[number].duration.total_minutes
        self.retouched |= {before.rows[number].record.run_id for number in touched.changed}
        for number in touched.removed:
            self.minutes[run.id] += before.logs[number].duration.total_minutes
        self.brought[run.id] += len(touched.every)
        self._is_no_longer_there(touched.removed)
        return touched

    def _has_done_by_itself(self, run: ImportRun, before: Before, now: Logs) -> None:
        """Note what a wrong host removed, and what it kept from the plugin."""
        lost = (before.logs.keys() - now.keys()) & self.host.did
        for number in lost & self.chosen.get(run.id, {}).keys():
            self._was_corrected_first(number, before)
        self._is_no_longer_there(lost)
        self.deleted |= lost
        if self.host.fault in MISLEADING:
            self.hidden |= now.keys()

    def _was_corrected_first(self, number: int, before: Before) -> None:
        """Note what a timelog was corrected to, if so, before the host removed it by itself."""
        was, row = before.rows[number].known.written, self.plugin.lasting.ledger()[number]
        if row.known.written is None or row.known.written == was:
            return
        one = self._entry(number, before)
        self.written[number] = replace(
            self.written[number],
            project_id=before.pairs[one.project_id],
            activity_type_id=before.pairs[one.task_id],
            member_id=row.known.written.member_id,
            spent_on=one.spent_on,
            duration=Duration.from_hours(one.hours),
            title=one.title,
            billable=one.billable,
        )

    def _has_imported(self, run: ImportRun, before: Before, touched: Touched) -> None:
        assert not touched.changed
        assert not touched.removed
        rows = self.plugin.lasting.ledger()
        for number in touched.added:
            row = before.rows.get(number)
            state = row.record.state if row else EntryState.WAITING
            if run.request.kind is RunKind.ON_DEMAND:
                assert state in (EntryState.WAITING, EntryState.GONE, EntryState.UNDONE)
            else:
                assert state in (EntryState.WAITING, EntryState.GONE)
            assert rows[number].record.run_id == run.id
            self._is_as_harvest_says(number, before)

    def _has_undone(self, run: ImportRun, before: Before, touched: Touched) -> None:
        assert not touched.added
        assert not touched.changed
        for number in touched.removed:
            row = before.rows[number]
            assert row.record.run_id == run.request.undoes
            assert row.known.harvest_account_id == before.held
            assert self._state(number) in (EntryState.UNDONE, EntryState.GONE)

    def _has_corrected(self, run: ImportRun, before: Before, touched: Touched) -> None:
        assert touched.every <= self.chosen[run.id].keys()
        for number in touched.every:
            row = before.rows[number]
            assert row.known.harvest_account_id == before.held
            if number in touched.removed:
                assert row.record.state is EntryState.ORPHANED
                assert self._state(number) is EntryState.GONE
                assert number not in self._account(before.held).entries
                continue
            assert self._state(number) is EntryState.IMPORTED
            assert self.chosen[run.id][number] == self._fingerprint(self._entry(number, before))
            if row.record.state is EntryState.IMPORTED:
                log, was = self.plugin.timelogs()[number], before.logs[number]
                assert plain(replace(log, member_id=was.member_id)) == plain(was)
                assert log.member_id == self._owner(self._entry(number, before))
            else:
                is_back = row.record.state is EntryState.DELETED
                assert is_back is (number in touched.added)
                assert is_back or row.record.state is EntryState.CHANGED
                self._is_as_harvest_says(number, before)

    def _is_as_harvest_says(self, number: int, before: Before) -> None:
        """Demand that a timelog is what Harvest says of its entry now, by the mappings of now."""
        log, one, pairs = self.plugin.timelogs()[number], self._entry(number, before), before.pairs
        assert (log.project_id, log.activity_type_id) == (
            pairs[one.project_id],
            pairs[one.task_id],
        )
        assert (log.spent_on, log.duration) == (one.spent_on, Duration.from_hours(one.hours))
        assert (log.title, log.billable) == (one.title, one.billable)
        was = before.rows.get(number)
        written = was.known.written if was else None
        allowed = {self._owner(one)} | ({written.member_id} if written else set())
        assert log.member_id in allowed

    def _entry(self, number: int, before: Before) -> HarvestEntry:
        return self._account(before.held).entries[number]

    def _owner(self, one: HarvestEntry) -> str:
        """Return the member whose the entry's timelog is, by the addresses of now."""
        email = self._account(self._held() or 0).emails.get(one.user_id or 0, "")
        name, _, studio = email.lower().partition("@")
        return name if studio == "studio.example" else self.plugin.elin.id

    def _fingerprint(self, one: HarvestEntry) -> str:
        return fingerprint(one, self._keyed_hash())

    def _state(self, number: int) -> EntryState:
        return self.plugin.lasting.ledger()[number].record.state


def plain(log: NewTimelog) -> NewTimelog:
    """Return a timelog without what a host need not keep."""
    return replace(log, status=NO_STATUS)
