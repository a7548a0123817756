"""The step after the last question about single entries."""

from dataclasses import dataclass

from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.gone import MOST_ASKED, doubt
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.importing.finish_run import FinishRun
from workroom_harvest.domain.use_cases.importing.turn import Turn
from workroom_harvest.domain.use_cases.shared.learn_sight import LearnSight


@dataclass(frozen=True)
class FinishAsking:
    """Finish a run that asked for entries by id, with its doubts about what was not found."""

    learn_sight: LearnSight
    finish: FinishRun

    def __call__(self, run: ImportRun, turn: Turn, left: int, not_asked: Code) -> ImportRun:
        """Return the run as finished; `left` entries were not asked for, as `not_asked` says.

        Raise what `HarvestSession` raises, and `LeaseLost` if another worker took over.
        """
        missing = run.progress.skipped.get(SkipReason.GONE, 0)
        wanted = run.progress.total + left
        # The role may have changed since the run began, and then nobody knows who is hidden.
        sees = self.learn_sight(turn.harvest).sees if missing else None
        why = doubt(missing, wanted, sees)
        if why is not None:
            run = run.warn(Message(why, {"missing": missing, "wanted": wanted}))
        if left:
            run = run.warn(Message(not_asked, {"left": left, "most": MOST_ASKED}))
        return self.finish(run, turn.lease, turn.connection, Announced())
