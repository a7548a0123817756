"""The step that asks Harvest by id for what an import of what waits wants, and was not listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from workroom_harvest.domain.gone import MOST_ASKED
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason
from workroom_harvest.domain.use_cases.importing.ask_by_id import Answers
from workroom_harvest.domain.use_cases.importing.decide_page import DecidePage
from workroom_harvest.domain.use_cases.importing.finish_asking import FinishAsking
from workroom_harvest.domain.use_cases.importing.pick_waiting import PickWaiting
from workroom_harvest.domain.use_cases.importing.turn import Turn
from workroom_harvest.domain.use_cases.importing.write_page import WritePage


class Asking(Protocol):
    """The step that asks by id for what Harvest did not list to a run."""

    def __call__(self, run: ImportRun, turn: Turn) -> ImportRun:
        """Return the run after some more questions, or finished if there are no more to ask.

        Questions are asked until `turn.ends`, and at least one. Raise what
        `HarvestSession` raises, and `LeaseLost` if another worker took over.
        """


@dataclass(frozen=True)
class AskUnlisted(Asking):
    """Ask for what moved or was deleted, at most `MOST_ASKED` in a run, and finish the run.

    What was asked for and decided is stored with the run, so that another worker can go on. An
    entry that is not found is gone only at the end, when it is known how many there are.
    """

    pick: PickWaiting
    decide: DecidePage
    write: WritePage
    finish: FinishAsking
    clock: Clock

    def __call__(self, run: ImportRun, turn: Turn) -> ImportRun:
        """Return the run after some more questions, or finished."""
        most = MOST_ASKED - run.progress.asked
        left = self.pick.left(run, turn.connection, turn.mappings, most)
        if not left.first:
            return self.finish(run, turn, left.entries, Code.WAITING_NOT_ASKED)
        wanted = {one.entry_id: one for one in left.first if one.entry_id is not None}
        answers = Answers.of(turn.harvest, wanted, self.clock, turn.ends)
        decided = self.decide(run, turn, answers.page(), frozenset())
        not_found = _not_found(answers, wanted)
        decided = replace(decided, not_found=not_found, listed=0, asked=answers.count)
        return self.write(run, turn.lease, decided, None, set())


def _not_found(answers: Answers, wanted: Mapping[int, SkippedEntry]) -> Sequence[SkippedEntry]:
    """Return what Harvest did not find, and what it rejected with the reason, as skipped."""
    rejected = (
        replace(wanted[number], reason=SkipReason.HARVEST_API_ERROR, cause=why)
        for number, why in answers.rejected.items()
    )
    return [*(wanted[number] for number in answers.missing), *rejected]
