"""The step that asks Harvest by id for what an import of what waits wants, and was not listed."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.decisions import MappingSnapshot
from workroom_harvest.domain.entries import HarvestEntry, UnreadableEntry
from workroom_harvest.domain.errors import RequestRejected, TransientHarvestError
from workroom_harvest.domain.gone import MOST_ASKED, doubt
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.owners import Owners
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.harvest import EntryPage
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason
from workroom_harvest.domain.use_cases.importing.decide_page import DecidePage
from workroom_harvest.domain.use_cases.importing.finish_run import FinishRun
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper
from workroom_harvest.domain.use_cases.importing.pick_waiting import Left, PickWaiting
from workroom_harvest.domain.use_cases.importing.write_page import WritePage
from workroom_harvest.domain.use_cases.shared.harvest_session import HarvestSession
from workroom_harvest.domain.use_cases.shared.learn_sight import LearnSight


@dataclass
class Answers:
    """What Harvest said about entries that it was asked for."""

    entries: list[HarvestEntry] = field(default_factory=list)
    unreadable: list[UnreadableEntry] = field(default_factory=list)
    not_found: list[SkippedEntry] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Return how many there are."""
        return len(self.entries) + len(self.unreadable) + len(self.not_found)

    def page(self) -> EntryPage:
        """Return what there is as a page of a list that announces nothing."""
        return EntryPage(tuple(self.entries), tuple(self.unreadable), None, None, None)


@dataclass(frozen=True)
class AskUnlisted:
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
        answers = self._ask(harvest, left, ends)
        page, none_seen = answers.page(), frozenset[int]()
        decided = self.decide(run, lease, connection, mappings, page, none_seen, owners)
        decided = replace(decided, not_found=answers.not_found, listed=0, asked=answers.count)
        return self.write(run, lease, decided, None, set())

    def _ask(self, harvest: HarvestSession, left: Left, ends: float) -> Answers:
        answers = Answers()
        for one in left.first:
            if answers.count and self.clock.monotonic() >= ends:
                break
            try:
                _keep(answers, one, harvest)
            except TransientHarvestError:
                if not answers.count:
                    raise
                # What was answered is kept; the question is asked again in the next round.
                break
        return answers

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


def _keep(answers: Answers, one: SkippedEntry, harvest: HarvestSession) -> None:
    assert one.entry_id is not None, "what waits has an id"  # noqa: S101 because that is for ourselves
    try:
        found = harvest.entry(one.entry_id)
    except RequestRejected as rejected:
        # It is one entry that this grant may not see; others may come in.
        reason = SkipReason.HARVEST_API_ERROR
        answers.not_found.append(replace(one, reason=reason, cause=rejected.detail))
        return
    match found:
        case HarvestEntry():
            answers.entries.append(found)
        case UnreadableEntry():
            answers.unreadable.append(found)
        case _:
            answers.not_found.append(one)
