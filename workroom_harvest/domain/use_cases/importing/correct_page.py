"""The step that corrects timelogs and what the ledger knows of them, in one commit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from workroom_harvest.domain.correction import (
    Correct,
    CorrectionKind,
    Leave,
    as_written,
    corrected,
    protected,
)
from workroom_harvest.domain.decisions import Changed, Import, Unchanged
from workroom_harvest.domain.entries import NO_STATUS, FoundTimelog, HarvestEntry, NewTimelog
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.keyed_hash import differ
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKey
from workroom_harvest.domain.ports.store.ledger import Refusal, Source
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import PageResult, SkippedEntry, SkipReason, start_of_note
from workroom_harvest.domain.use_cases.importing.decide_corrections import (
    DecidedCorrection,
    DecidedCorrections,
)
from workroom_harvest.domain.use_cases.importing.decide_page import Decided
from workroom_harvest.domain.use_cases.importing.hand_over import HandOver
from workroom_harvest.domain.use_cases.importing.host_timelogs import HostTimelogs
from workroom_harvest.domain.use_cases.importing.keep_page import KeepPage
from workroom_harvest.domain.use_cases.importing.keep_skipped import keep_skipped
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper


@dataclass
class _Work:
    """What a page's corrections do to timelogs, and which of them are left, with the reasons.

    `changes`, `additions` are by entry id, with the timelogs as they are to be. `unaltered` are
    those of the changes whose timelogs have these values already.
    """

    changes: dict[int, NewTimelog] = field(default_factory=dict)
    additions: dict[int, NewTimelog] = field(default_factory=dict)
    removals: list[int] = field(default_factory=list)
    unaltered: set[int] = field(default_factory=set)
    left: dict[int, Leave] = field(default_factory=dict)
    refused: dict[int, Refusal] = field(default_factory=dict)


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
            _record(tx, decided, work)
            keep_skipped(tx, run, decided, result)
            after = run.add(result, cursor=cursor)
            tx.runs.save(after)
            tx.commit()
        return after

    def recount(self, run: ImportRun) -> ImportRun:
        """Return the run as it is, because each page's count is committed with its timelogs."""
        return run

    def _look_up(self, tx: Transaction, run: ImportRun, decided: DecidedCorrections) -> _Work:
        work = _Work()
        wanted = []
        for one in decided.corrections:
            if isinstance(one.outcome, Correct):
                wanted.append(one)
            else:
                work.left[one.chosen.entry_id] = one.outcome
        ids = [one.chosen.entry_id for one in wanted]
        found = self.host.find(tx, run.studio_id, ids, for_update=True)
        for one in wanted:
            _sort(work, one, found.get(one.chosen.entry_id), decided)
        return work

    def _hand_over(self, tx: Transaction, run: ImportRun, work: _Work) -> None:
        changes = [log for number, log in work.changes.items() if number not in work.unaltered]
        work.refused |= self.host.change(tx, run.studio_id, changes)
        work.refused |= self.host.remove(tx, run.studio_id, work.removals)
        work.refused |= self.add_timelogs(tx, run.studio_id, list(work.additions.values()))


def _sort(
    work: _Work,
    one: DecidedCorrection,
    found: FoundTimelog | None,
    decided: DecidedCorrections,
) -> None:
    """Note what is to be done about a correction that Harvest and the mappings allow."""
    number, kind = one.chosen.entry_id, one.chosen.kind
    assert one.differing is not None, "something differs"  # noqa: S101 because that is for ourselves
    assert isinstance(one.outcome, Correct), "it is to be applied"  # noqa: S101 because that is for ourselves
    why = protected(one.differing, found, decided.source.keyed_hash)
    if why is not None:
        work.left[number] = why
    elif kind is CorrectionKind.GONE:
        work.removals.append(number)
    else:
        log = corrected(kind, one.outcome, found, decided.mappings)
        (work.additions if found is None else work.changes)[number] = log
        if found is not None and replace(log, status=NO_STATUS) == as_written(found):
            work.unaltered.add(number)


def _record(tx: Transaction, decided: DecidedCorrections, work: _Work) -> None:
    """Record what was corrected, and what Harvest says of the rest."""
    source = decided.source
    done = {
        one.chosen.entry_id: _import(one, work.changes, work.additions)
        for one in decided.corrections
        if one.chosen.entry_id not in work.refused
        and one.chosen.entry_id in {**work.changes, **work.additions}
    }
    removed = [number for number in work.removals if number not in work.refused]
    tx.corrections.rewrite(source, [one for number, one in done.items() if number in work.changes])
    tx.ledger.update_many(source, [one for number, one in done.items() if number in work.additions])
    tx.timelog_marks.mark_removed(source.studio_id, source.run_id, removed)
    tx.entry_notes.remove_many(source.studio_id, [*done, *removed])
    _note_said(tx, source, [one for one in decided.corrections if one.chosen.entry_id in work.left])
    settled = [one.chosen.entry_id for one in decided.corrections]
    tx.chosen_entries.settle(source.studio_id, source.run_id, settled)


def _note_said(tx: Transaction, source: Source, left: Iterable[DecidedCorrection]) -> None:
    """Record Harvest's last word, so that the next look at the list shows it."""
    standing: list[Changed | Unchanged] = []
    deleted: list[HarvestEntry] = []
    for one in left:
        differing, entry = one.differing, one.entry
        if differing is None or not isinstance(entry, HarvestEntry):
            continue
        if source.fingerprints[entry.id] == differing.fingerprint and (
            differing.kind is not CorrectionKind.GONE
        ):
            continue
        if differing.kind is CorrectionKind.DELETED:
            deleted.append(entry)
        else:
            standing.append(_found(source, one, entry))
    tx.ledger.update_many(source, standing)
    titles = {
        one.entry.id: start_of_note(one.entry.title) for one in standing if isinstance(one, Changed)
    }
    titles |= {entry.id: start_of_note(entry.title) for entry in deleted}
    tx.entry_notes.put_many(source.studio_id, titles)
    tx.corrections.note_said(source, deleted)


def _found(source: Source, one: DecidedCorrection, entry: HarvestEntry) -> Changed | Unchanged:
    assert one.differing is not None, "something differs"  # noqa: S101 because that is for ourselves
    written_from = one.differing.written_from
    is_changed = written_from is not None and differ(written_from, source.fingerprints[entry.id])
    return Changed(entry) if is_changed else Unchanged(entry)


def _import(one: DecidedCorrection, *logs: Mapping[int, NewTimelog]) -> Import:
    entry, outcome = one.entry, one.outcome
    assert isinstance(entry, HarvestEntry), "Harvest has it"  # noqa: S101 because that is for ourselves
    assert isinstance(outcome, Correct), "it was applied"  # noqa: S101 because that is for ourselves
    log = next(some[entry.id] for some in logs if entry.id in some)
    whose = FellBack(entry.user_id, entry.user_name, Cause.UNKNOWN) if outcome.fell_back else None
    return Import(entry, log, whose)


def _result(decided: DecidedCorrections, work: _Work) -> PageResult:
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


def _is_left(number: int, work: _Work) -> bool:
    return number in work.left or number in work.refused


def _skipped(one: DecidedCorrection, work: _Work) -> SkippedEntry:
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
