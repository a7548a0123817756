"""The step that writes a page as timelogs and ledger rows, in one commit, under the fence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.errors import (
    HarvestImportError,
    HostMisbehaved,
    RowsRefused,
    TimelogsRefused,
)
from workroom_harvest.domain.messages import Code, Message, quoted
from workroom_harvest.domain.ports.host import Timelogs
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import PageResult, SkippedEntry, SkipReason
from workroom_harvest.domain.use_cases.importing.decide_page import Decided
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper

ADD_MANY = "Timelogs.add_many"
"""The name by which errors call the host's method."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a timelog was refused, and whether another try will not help."""

    message: Message
    is_lasting: bool


@dataclass(frozen=True)
class WritePage:
    """Commit a page's timelogs, its ledger rows and the run's progress together."""

    store: Store
    timelogs: Timelogs

    def __call__(
        self, run: ImportRun, lease: LeaseKeeper, decided: Decided, cursor: str | None
    ) -> ImportRun:
        """Return the run after the page.

        `cursor` is the address of the next page, or None. Timelogs that the host refuses are
        skipped as `SAVE_FAILED`, each with its cause; all others are added.

        Raise `LeaseLost` if another worker took over. Raise `HostMisbehaved` if the host ended or
        replaced the transaction, or did not say that it added what it was given; then nothing is
        written, except what the host committed by itself.
        """
        wanted = decided.wanted
        handed: set[int] = set()
        try:
            with self.store.transaction() as tx:
                lease.renew(tx)
                # The ledger is written first, so that a host that commits although it must not
                # commits these rows together with its timelogs.
                tx.ledger.add_many(run.studio_id, run.id, wanted)
                causes = self._add(tx, run.studio_id, wanted, handed)
                tx.ledger.remove(run.studio_id, run.id, list(causes))
                after = run.add(_result(decided, causes), cursor=cursor)
                tx.runs.save(after)
                tx.commit()
        except HostMisbehaved:
            self._take_out(run, [log.entry_id for log in wanted if log.entry_id not in handed])
            raise
        return after

    def _take_out(self, run: ImportRun, entry_ids: Sequence[int]) -> None:
        """Remove from the ledger what the host was not given.

        It is there only if the host committed the transaction.
        """
        with self.store.transaction() as tx:
            tx.ledger.remove(run.studio_id, run.id, entry_ids)
            tx.commit()

    def recount(self, run: ImportRun) -> ImportRun:
        """Return the run with as many imported entries as the ledger has of it.

        There may be more than the run has counted, if the host committed by itself; then there is a
        warning.
        """
        with self.store.transaction() as tx:
            imported = tx.ledger.count(run.studio_id, run.id)
        if imported > run.progress.imported:
            alone = {"count": imported - run.progress.imported}
            run = run.warn(Message(Code.HOST_COMMITTED_ALONE, alone))
        return replace(run, progress=replace(run.progress, imported=imported))

    def _add(
        self,
        tx: Transaction,
        studio_id: str,
        logs: Sequence[NewTimelog],
        handed: set[int],
    ) -> Mapping[int, Cause]:
        """Add the timelogs that the host accepts, and return the causes of the others by entry id.

        `handed` receives the ids of those that the host has been given. If the host does not name
        what it refuses, it is searched for in parts: their size is halved with each refusal and
        doubled with each success. After a refused timelog it begins at half the number of those
        that were added since the one before. So a few refused timelogs cost little, and a page of
        nothing else costs one try for each row.
        """
        causes: dict[int, Cause] = {}
        rest, size, taken = logs, len(logs), 0
        while rest:
            part = rest[:size]
            tried = {log.entry_id for log in part}
            handed |= tried
            refused = self._refused(tx, studio_id, part)
            if refused != {}:
                handed -= tried
            if refused is None:
                size = len(part) // 2
                continue
            causes |= refused
            if not refused:
                rest, size, taken = rest[len(part) :], 2 * size, taken + len(part)
            elif len(refused) == len(part):
                rest, size, taken = rest[len(part) :], max(1, taken // 2), 0
            else:
                rest = [log for log in rest if log.entry_id not in refused]
        return causes

    def _refused(
        self, tx: Transaction, studio_id: str, logs: Sequence[NewTimelog]
    ) -> Mapping[int, Cause] | None:
        """Add all timelogs or none, and return the causes of the refused ones by entry id.

        Return None if it is not known which ones are refused.
        """
        try:
            with tx.savepoint(), tx.host_writes(ADD_MANY, len(logs)):
                demand_all(self.timelogs.add_many(studio_id, logs), len(logs))
        except TimelogsRefused as refused:
            asked = [log.entry_id for log in logs]
            named = {
                one: Cause(quoted(refused.causes[one]), True)
                for one in asked
                if one in refused.causes
            }
            return named or dict.fromkeys(asked, Cause(Message(Code.REFUSED_WITHOUT_CAUSE), True))
        except RowsRefused as refused:
            return None if len(logs) > 1 else {logs[0].entry_id: Cause(refused.detail, True)}
        except HarvestImportError:
            raise
        except Exception as error:
            return (
                None
                if len(logs) > 1
                else {logs[0].entry_id: Cause(quoted(first_line(error)), False)}
            )
        return {}


def _result(decided: Decided, causes: Mapping[int, Cause]) -> PageResult:
    refused = [skip(log, causes) for log in decided.wanted if log.entry_id in causes]
    saved = [log.entry_id for log in decided.wanted if log.entry_id not in causes]
    fell_back = (decided.fell_back[one] for one in saved if one in decided.fell_back)
    return PageResult(len(saved), (*decided.skipped, *refused), tuple(fell_back))


def demand_all(added: object, asked: int) -> None:
    """Raise `HostMisbehaved` unless the host says that it added as many as it was given."""
    if added is None:
        raise HostMisbehaved(Code.HOST_DID_NOT_COUNT, method=ADD_MANY)
    if type(added) is not int:
        raise HostMisbehaved(Code.HOST_COUNTED_ODDLY, method=ADD_MANY)
    if added != asked:
        raise HostMisbehaved(Code.HOST_COUNT_DIFFERS, method=ADD_MANY, asked=asked, added=added)


def skip(log: NewTimelog, causes: Mapping[int, Cause]) -> SkippedEntry:
    """Return the skipped entry for a timelog that could not be saved."""
    cause = causes[log.entry_id]
    return SkippedEntry(
        SkipReason.SAVE_FAILED, log.entry_id, label(log), cause.message, cause.is_lasting
    )


def label(log: NewTimelog) -> str:
    """Return the text by which the result panel names a timelog that could not be saved."""
    return f"{log.spent_on}, {log.title[:80]}"


def first_line(error: Exception) -> str:
    """Return the first line of the host's message, since values may stand below it.

    It has at most 200 characters.
    """
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
