"""The step that asks Harvest by id for chosen entries that it did not list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.correction import Chosen, CorrectionKind, Leave
from workroom_harvest.domain.gone import MOST_ASKED
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.correcting.correct_page import CorrectPage
from workroom_harvest.domain.use_cases.correcting.decide_corrections import (
    Answer,
    DecideCorrections,
)
from workroom_harvest.domain.use_cases.importing.ask_by_id import Answers
from workroom_harvest.domain.use_cases.importing.ask_unlisted import Asking
from workroom_harvest.domain.use_cases.importing.finish_asking import FinishAsking
from workroom_harvest.domain.use_cases.importing.turn import Turn
from workroom_harvest.domain.use_cases.shared.harvest_session import HarvestSession
from workroom_harvest.domain.use_cases.shared.learn_sight import LearnSight


@dataclass(frozen=True)
class AskChosen(Asking):
    """Ask for chosen entries that moved or are gone, correct them, and finish the run."""

    store: Store
    decide: DecideCorrections
    correct: CorrectPage
    learn_sight: LearnSight
    finish: FinishAsking
    clock: Clock

    def __call__(self, run: ImportRun, turn: Turn) -> ImportRun:
        """Return the run after some more questions, or finished, like `AskUnlisted`."""
        most = max(0, MOST_ASKED - run.progress.asked)
        with self.store.transaction() as tx:
            left = tx.chosen_entries.left(run.studio_id, run.id)
            first = tx.chosen_entries.first(run.studio_id, run.id, most) if most else ()
        if not first:
            return self.finish(run, turn, left, Code.CHOSEN_NOT_ASKED)
        answers = self._sure(turn.harvest, first, self._ask(turn, first))
        decided = self.decide.answers(run, turn, answers)
        return self.correct(run, turn.lease, decided, None, set())

    def _ask(self, turn: Turn, chosen: Sequence[Chosen]) -> dict[int, Answer]:
        ids = (one.entry_id for one in chosen)
        said = Answers.of(turn.harvest, ids, self.clock, turn.ends)
        answers: dict[int, Answer] = {one.id: one for one in said.entries}
        answers |= {one.id: one for one in said.unreadable if one.id is not None}
        answers |= dict.fromkeys(said.missing)
        for entry_id, why in said.rejected.items():
            answers[entry_id] = Leave(SkipReason.HARVEST_API_ERROR, why)
        return answers

    def _sure(
        self, harvest: HarvestSession, chosen: Sequence[Chosen], answers: Mapping[int, Answer]
    ) -> Mapping[int, Answer]:
        """Return the answers, where nothing is removed unless it is certain that it is gone."""
        gone = {
            one.entry_id
            for one in chosen
            if one.kind is CorrectionKind.GONE and answers.get(one.entry_id, one) is None
        }
        if not gone or self.learn_sight(harvest).sees is Sight.EVERYONE:
            return answers
        hidden = Leave(SkipReason.SHOWN_OTHERWISE, Message(Code.HIDDEN_OR_GONE))
        return {**answers, **dict.fromkeys(gone, hidden)}
