"""The step that decides what becomes of chosen corrections, by what Harvest says of them now."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

from workroom_harvest.domain.correction import (
    Chosen,
    Correct,
    Differing,
    Leave,
    decide_correction,
)
from workroom_harvest.domain.decisions import MappingSnapshot
from workroom_harvest.domain.entries import HarvestEntry, UnreadableEntry
from workroom_harvest.domain.entry_record import fingerprint
from workroom_harvest.domain.ports.harvest import EntryPage
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.ports.store.ledger import Source
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.importing.decide_page import Decided, Deciding
from workroom_harvest.domain.use_cases.importing.studio_hash import studio_hash
from workroom_harvest.domain.use_cases.importing.turn import Turn

Answer = HarvestEntry | UnreadableEntry | Leave | None
"""What Harvest says of an entry: what it is, that it is not there, or why it is not told."""


NO_MAPPINGS = MappingSnapshot({}, {})


@dataclass(frozen=True, slots=True)
class DecidedCorrection:
    """A chosen correction, what Harvest says of its entry now, and what becomes of it.

    `differing` is what there is to correct now, or None. `entry` is None where there is none.
    """

    chosen: Chosen
    differing: Differing | None
    entry: HarvestEntry | UnreadableEntry | None
    outcome: Correct | Leave


@dataclass(frozen=True, slots=True)
class DecidedCorrections(Decided):
    """The decisions about a page's corrections, by the mappings of now."""

    corrections: tuple[DecidedCorrection, ...] = ()
    mappings: MappingSnapshot = NO_MAPPINGS


@dataclass(frozen=True)
class DecideCorrections(Deciding):
    """Decide each chosen correction once, by Harvest's last word and by the mappings."""

    store: Store

    def __call__(
        self, run: ImportRun, turn: Turn, page: EntryPage, seen: Container[int]
    ) -> DecidedCorrections:
        """Return what becomes of those of the page's entries that were chosen."""
        listed: dict[int, Answer] = {one.id: one for one in page.entries if one.id not in seen}
        bad = {one.id: one for one in page.unreadable if one.id is not None}
        decided = self.answers(run, turn, {**listed, **bad})
        return replace(decided, listed=len(listed) + len(page.unreadable), asked=0)

    def answers(
        self, run: ImportRun, turn: Turn, answers: Mapping[int, Answer]
    ) -> DecidedCorrections:
        """Return what becomes of what was chosen, by Harvest's answers, by entry id."""
        account_id = turn.account_id
        with self.store.transaction() as tx:
            chosen = tx.chosen_entries.among(run.studio_id, run.id, answers.keys())
            # Who is a member now, Harvest's own list of users says below.
            users = tx.corrections.fallback_users(run.studio_id, account_id)
            differing = tx.corrections.among(run.studio_id, account_id, chosen.keys(), users)
            keyed_hash = studio_hash(tx, turn.lease, run.studio_id)
        prints = {
            number: fingerprint(answer, keyed_hash)
            for number, answer in answers.items()
            if number in chosen and isinstance(answer, HarvestEntry)
        }
        source = Source(
            run.studio_id, account_id, run.id, run.request.started_by, keyed_hash, prints
        )
        corrections = tuple(
            _decided(one, differing.get(number), answers[number], prints, turn)
            for number, one in chosen.items()
        )
        return DecidedCorrections(
            source,
            (),
            {},
            listed=0,
            asked=len(answers),
            corrections=corrections,
            mappings=turn.mappings,
        )


def _decided(
    chosen: Chosen,
    differing: Differing | None,
    answer: Answer,
    prints: Mapping[int, str],
    turn: Turn,
) -> DecidedCorrection:
    if isinstance(answer, Leave):
        return DecidedCorrection(chosen, differing, None, answer)
    said_now = prints.get(chosen.entry_id)
    outcome = decide_correction(chosen, differing, answer, said_now, turn.mappings, turn.owners)
    return DecidedCorrection(chosen, differing, answer, outcome)
