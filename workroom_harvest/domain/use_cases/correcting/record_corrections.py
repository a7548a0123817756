"""The step that records what was corrected, and what Harvest says of what was not."""

from collections.abc import Iterable, Mapping

from workroom_harvest.domain.correction import Correct, CorrectionKind
from workroom_harvest.domain.decisions import Changed, Import, Unchanged
from workroom_harvest.domain.entries import HarvestEntry, NewTimelog
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.keyed_hash import differ
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.ports.store.ledger import Source
from workroom_harvest.domain.skipped import start_of_note
from workroom_harvest.domain.use_cases.correcting.correction_work import CorrectionWork
from workroom_harvest.domain.use_cases.correcting.decide_corrections import (
    DecidedCorrection,
    DecidedCorrections,
)


def record_corrections(tx: Transaction, decided: DecidedCorrections, work: CorrectionWork) -> None:
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
