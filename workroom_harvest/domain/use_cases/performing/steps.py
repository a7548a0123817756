"""The steps of a time slice of an import."""

from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.errors import NotAllowed
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.background import Background
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.harvest import HarvestApi
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.correcting.ask_chosen import AskChosen
from workroom_harvest.domain.use_cases.correcting.correct_page import CorrectPage
from workroom_harvest.domain.use_cases.correcting.decide_corrections import DecideCorrections
from workroom_harvest.domain.use_cases.correcting.undo_page import UndoPage
from workroom_harvest.domain.use_cases.importing.ask_unlisted import Asking, AskUnlisted
from workroom_harvest.domain.use_cases.importing.check_preconditions import CheckPreconditions
from workroom_harvest.domain.use_cases.importing.decide_page import DecidePage, Deciding
from workroom_harvest.domain.use_cases.importing.end_list import EndList
from workroom_harvest.domain.use_cases.importing.find_gone import FindGone
from workroom_harvest.domain.use_cases.importing.keep_page import KeepPage
from workroom_harvest.domain.use_cases.importing.learn_people import LearnPeople
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper
from workroom_harvest.domain.use_cases.importing.preview_page import PreviewPage
from workroom_harvest.domain.use_cases.importing.resolve_owners import ResolveOwners
from workroom_harvest.domain.use_cases.importing.write_page import WritePage
from workroom_harvest.domain.use_cases.performing.back_off import BackOff
from workroom_harvest.domain.use_cases.shared.count_todo import CountTodo
from workroom_harvest.domain.use_cases.shared.harvest_calls import HarvestCalls
from workroom_harvest.domain.use_cases.shared.harvest_session import HarvestSession
from workroom_harvest.domain.use_cases.shared.learn_sight import LearnSight


@dataclass(frozen=True)
class CorrectionSteps:
    """The steps in which a run of corrections differs from an import."""

    decide: DecideCorrections
    correct: CorrectPage
    ask: AskChosen


@dataclass(frozen=True)
class Steps:
    """The steps that a time slice takes for each page, with the store, the clock and Harvest.

    `undo` is None if the host's timelogs cannot be looked up and removed, and so are `corrections`.
    """

    check_preconditions: CheckPreconditions
    learn_sight: LearnSight
    resolve_owners: ResolveOwners
    decide: DecidePage
    write: WritePage
    preview: PreviewPage
    ask_unlisted: AskUnlisted
    end_list: EndList
    find_gone: FindGone
    corrections: CorrectionSteps | None
    undo: UndoPage | None
    back_off: BackOff
    count_todo: CountTodo
    learn_people: LearnPeople
    store: Store
    clock: Clock
    api: HarvestApi
    calls: HarvestCalls
    background: Background

    def keep(self, run: ImportRun) -> KeepPage:
        """Return the last step of each of the run's pages: a preview's, or an import's.

        Corrections have their own, where there can be any.
        """
        if run.corrects and self.corrections is not None:
            return self.corrections.correct
        return self.preview if run.is_preview else self.write

    def deciding(self, run: ImportRun) -> Deciding:
        """Return the step that decides the run's pages.

        Raise `NotAllowed` for corrections where there can be none.
        """
        return self._correcting.decide if run.corrects else self.decide

    def asking(self, run: ImportRun) -> Asking:
        """Return the step that asks Harvest by id for what it did not list to the run.

        Raise like `deciding`.
        """
        if run.corrects:
            return self._correcting.ask
        return self.ask_unlisted if run.picks else self.find_gone

    @property
    def _correcting(self) -> CorrectionSteps:
        if self.corrections is None:
            raise NotAllowed(Code.NOT_CORRECTABLE)
        return self.corrections

    def harvest(self, connection: Connection, lease: LeaseKeeper) -> HarvestSession:
        """Return Harvest as a worker that holds the lease asks it."""
        return HarvestSession(
            self.api, self.calls.keeping(), self.background, connection, lease.keep_alive
        )
