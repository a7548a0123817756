"""The step that corrects timelogs and what the ledger knows of them, in one commit."""

from dataclasses import dataclass

from workroom_harvest.domain.correction import Correct
from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKey
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import PageResult, SkippedEntry, SkipReason
from workroom_harvest.domain.use_cases.correcting.correction_work import CorrectionWork
from workroom_harvest.domain.use_cases.correcting.decide_corrections import (
    DecidedCorrection,
    DecidedCorrections,
)
from workroom_harvest.domain.use_cases.correcting.record_corrections import record_corrections
from workroom_harvest.domain.use_cases.importing.decide_page import Decided
from workroom_harvest.domain.use_cases.importing.hand_over import HandOver
from workroom_harvest.domain.use_cases.importing.host_timelogs import HostTimelogs
from workroom_harvest.domain.use_cases.importing.keep_page import KeepPage
from workroom_harvest.domain.use_cases.importing.keep_skipped import keep_skipped
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper


@dataclass(frozen=True)
class CorrectPage(KeepPage):
    """Apply corrections to what is still as it was last written, and to nothing else."""

    store: Store
    host: HostTimelogs
    add_timelogs: HandOver[NewTimelog]

    def __call__(
        self,
        run: ImportRun,
        lease: LeaseKeeper,
        decided: Decided,
        cursor: str | None,
        known: set[ItemKey],
    ) -> ImportRun:
        """Return the run after the page; raise what `WritePage` raises.

        The host's look-up, which keeps others from changing what it finds, has the last word. The
        ledger is written after the host, so that what a host does by itself, although it must not,
        is found there as an edit, and not taken for what was written.
        """
        assert isinstance(decided, DecidedCorrections), "it corrects what was chosen"  # noqa: S101 because that is for ourselves
        with self.store.transaction() as tx:
            lease.renew(tx)
            work = self._look_up(tx, run, decided)
            self._hand_over(tx, run, work)
            result = _result(decided, work)
            record_corrections(tx, decided, work)
            keep_skipped(tx, run, decided, result)
            after = run.add(result, cursor=cursor)
            tx.runs.save(after)
            tx.commit()
        return after

    def recount(self, run: ImportRun) -> ImportRun:
        """Return the run as it is, because each page's count is committed with its timelogs."""
        return run

    def _look_up(
        self, tx: Transaction, run: ImportRun, decided: DecidedCorrections
    ) -> CorrectionWork:
        work = CorrectionWork()
        wanted = []
        for one in decided.corrections:
            if isinstance(one.outcome, Correct):
                wanted.append(one)
            else:
                work.left[one.chosen.entry_id] = one.outcome
        ids = [one.chosen.entry_id for one in wanted]
        found = self.host.find(tx, run.studio_id, ids, for_update=True)
        for one in wanted:
            work.sort(one, found.get(one.chosen.entry_id), decided)
        return work

    def _hand_over(self, tx: Transaction, run: ImportRun, work: CorrectionWork) -> None:
        changes = [log for number, log in work.changes.items() if number not in work.unaltered]
        work.refused |= self.host.change(tx, run.studio_id, changes)
        work.refused |= self.host.remove(tx, run.studio_id, work.removals)
        work.refused |= self.add_timelogs(tx, run.studio_id, list(work.additions.values()))


def _result(decided: DecidedCorrections, work: CorrectionWork) -> PageResult:
    skipped = [
        _skipped(one, work) for one in decided.corrections if _is_left(one.chosen.entry_id, work)
    ]
    logs = {**work.changes, **work.additions}
    minutes = sum(
        log.duration.total_minutes for number, log in logs.items() if number not in work.refused
    )
    return PageResult(
        len(decided.corrections) - len(skipped),
        tuple(skipped),
        minutes=minutes,
        listed=decided.listed,
        asked=decided.asked,
    )


def _is_left(number: int, work: CorrectionWork) -> bool:
    return number in work.left or number in work.refused


def _skipped(one: DecidedCorrection, work: CorrectionWork) -> SkippedEntry:
    """Return a correction that was not applied, and why, with the entry as it is known."""
    number, is_lasting = one.chosen.entry_id, False
    if number in work.left:
        reason, cause = work.left[number].reason, work.left[number].cause
    else:
        refusal = work.refused[number]
        reason, cause, is_lasting = SkipReason.SAVE_FAILED, refusal.cause, refusal.is_lasting
    if one.entry is not None:
        return SkippedEntry.of(one.entry, reason, cause, is_lasting=is_lasting)
    written = one.differing.written if one.differing else None
    return SkippedEntry(
        reason,
        number,
        written.spent_on if written else None,
        written.minutes if written else None,
        note=one.differing.note if one.differing else "",
        cause=cause,
        is_lasting=is_lasting,
    )
