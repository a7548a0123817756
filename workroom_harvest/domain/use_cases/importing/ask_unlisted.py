"""The step that asks Harvest by id for what an import of what waits wants, and was not listed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.decisions import MappingSnapshot
from workroom_harvest.domain.gone import MOST_ASKED, doubt
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.owners import Owners
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason
from workroom_harvest.domain.use_cases.importing.ask_by_id import Answers
from workroom_harvest.domain.use_cases.importing.decide_page import DecidePage
from workroom_harvest.domain.use_cases.importing.finish_run import FinishRun
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper
from workroom_harvest.domain.use_cases.importing.pick_waiting import Left, PickWaiting
from workroom_harvest.domain.use_cases.importing.write_page import WritePage
from workroom_harvest.domain.use_cases.shared.harvest_session import HarvestSession
from workroom_harvest.domain.use_cases.shared.learn_sight import LearnSight


class Asking(Protocol):
    """The step that asks by id for what Harvest did not list to a run."""

    def __call__(
        self,
        run: ImportRun,
        lease: LeaseKeeper,
        connection: Connection,
        mappings: MappingSnapshot,
        harvest: HarvestSession,
        owners: Callable[[], Owners],
        ends: float,
    ) -> ImportRun:
        """Return the run after some more questions, or finished if there are no more to ask.

        Questions are asked until `ends` by the monotonic clock, and at least one. Raise what
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
    learn_sight: LearnSight
    finish: FinishRun
    clock: Clock

    def __call__(
        self,
        run: ImportRun,
        lease: LeaseKeeper,
        connection: Connection,
        mappings: MappingSnapshot,
        harvest: HarvestSession,
        owners: Callable[[], Owners],
        ends: float,
    ) -> ImportRun:
        """Return the run after some more questions, or finished if there are no more to ask.

        Questions are asked until `ends` by the monotonic clock, and at least one. Raise what
        `HarvestSession` raises, and `LeaseLost` if another worker took over.
        """
        left = self.pick.left(run, connection, mappings, MOST_ASKED - run.progress.asked)
        if not left.first:
            return self._finish(run, lease, connection, harvest, left)
        wanted = {one.entry_id: one for one in left.first if one.entry_id is not None}
        answers = Answers.of(harvest, wanted, self.clock, ends)
        page, none_seen = answers.page(), frozenset[int]()
        decided = self.decide(run, lease, connection, mappings, page, none_seen, owners)
        not_found = _not_found(answers, wanted)
        decided = replace(decided, not_found=not_found, listed=0, asked=answers.count)
        return self.write(run, lease, decided, None, set())

    def _finish(
        self,
        run: ImportRun,
        lease: LeaseKeeper,
        connection: Connection,
        harvest: HarvestSession,
        left: Left,
    ) -> ImportRun:
        missing = run.progress.skipped.get(SkipReason.GONE, 0)
        wanted = run.progress.total + left.entries
        # The role may have changed since the run began, and then nobody knows who is hidden.
        sees = self.learn_sight(harvest).sees if missing else None
        why = doubt(missing, wanted, sees)
        if why is not None:
            run = run.warn(Message(why, {"missing": missing, "wanted": wanted}))
        if left.entries:
            unasked = {"left": left.entries, "most": MOST_ASKED}
            run = run.warn(Message(Code.WAITING_NOT_ASKED, unasked))
        return self.finish(run, lease, connection, Announced())


def _not_found(answers: Answers, wanted: Mapping[int, SkippedEntry]) -> Sequence[SkippedEntry]:
    """Return what Harvest did not find, and what it rejected with the reason, as skipped."""
    rejected = (
        replace(wanted[number], reason=SkipReason.HARVEST_API_ERROR, cause=why)
        for number, why in answers.rejected.items()
    )
    return [*(wanted[number] for number in answers.missing), *rejected]
