"""What people do at Workroom in a history."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.fakes.plugin import STUDIO
from tests.use_cases.history.model import HistoryModel
from tests.use_cases.history.strategies import (
    ACTIVITY_TYPES,
    PROJECTS,
    TARGETS,
    TASKS,
    accounts,
    few,
    moments,
    numbers,
    periods,
)
from workroom_harvest.domain import schedule
from workroom_harvest.domain.errors import NotConnected
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges
from workroom_harvest.domain.window import Days


class WorkroomRules(HistoryModel):
    """People connect, map, switch nights, import and disconnect."""

    @rule(account=accounts, at=moments, after=few)
    def connect(self, account: int, at: str | None, after: int) -> None:
        """Somebody connects an account, which is done or undone if it is killed."""
        before = self._held()
        self._done(at, after, lambda: self.plugin.connect(account))
        held = self._held()
        assert held in (before, account)
        if held != before:
            self.nights_from = None

    @rule(account=accounts)
    def begin_again(self, account: int) -> None:
        """Somebody connects and maps what there is."""
        self.connect(account, None, 0)
        self.plugin.map()
        self._mapped_is_taken_back()

    @rule(project=st.sampled_from(PROJECTS), choice=st.sampled_from(TARGETS), at=moments)
    def map(self, project: int, choice: str | None, at: str | None) -> None:
        """Somebody maps or unmaps a project, which is done or undone if it is killed."""
        self._save(MappingChanges((Choice(project, choice),), ()), at)

    @rule(task=st.sampled_from(TASKS), choice=st.sampled_from(ACTIVITY_TYPES), at=moments)
    def map_task(self, task: int, choice: str | None, at: str | None) -> None:
        """Somebody maps or unmaps a task, which is done or undone if it is killed."""
        self._save(MappingChanges((), (Choice(task, choice),)), at)

    def _save(self, changes: MappingChanges, at: str | None) -> None:
        before, (choice,) = self.plugin.pairs(), (*changes.projects, *changes.tasks)
        self._done(at, 0, lambda: self.plugin.map(changes))
        assert self.plugin.pairs() in (before, _mapped(before, choice))
        self._mapped_is_taken_back()

    def _mapped_is_taken_back(self) -> None:
        pairs, held = self.plugin.pairs(), self._held()
        self.left_out -= {
            one for one in self.left_out if one[0] == held and one[1].harvest_id in pairs
        }

    @rule(on=st.booleans())
    def automate(self, on: bool) -> None:
        """Somebody switches nights on or off."""
        try:
            self.plugin.use.set_automated_sync(STUDIO, on)
        except NotConnected:
            return
        last_slot = schedule.slot(schedule.latest_night(self.plugin.clock.now()))
        self.nights_from = (self.nights_from or last_slot) if on else None

    @rule(period=periods, at=moments, after=few)
    def request(self, period: Days, at: str | None, after: int) -> None:
        """Somebody clicks *Import from Harvest*."""
        self._done(at, after, lambda: self.plugin.request(period))

    @rule(period=periods, at=moments, after=few)
    def preview(self, period: Days, at: str | None, after: int) -> None:
        """Somebody clicks *Preview*."""
        preview = self.plugin.use.request_preview
        self._done(at, after, lambda: preview(STUDIO, self.plugin.elin.id, period))

    @precondition(lambda self: self._previews())
    @rule(number=numbers, at=moments, after=few)
    def import_from_preview(self, number: int, at: str | None, after: int) -> None:
        """Somebody clicks *Import* in a preview, which may be of any age, or not finished."""
        previews = self._previews()
        chosen = previews[number % len(previews)]
        period = chosen.request.window
        assert isinstance(period, Days)
        ask, elin = self.plugin.use.request_import, self.plugin.elin.id
        self._done(at, after, lambda: ask(STUDIO, elin, period, chosen.id))

    def _previews(self) -> list[ImportRun]:
        return [run for run in self.plugin.runs() if run.is_preview]

    @precondition(lambda self: self.plugin.live())
    @rule(at=moments, after=few)
    def cancel(self, at: str | None, after: int) -> None:
        """Somebody cancels what is under way, which leaves the studio free and loses nothing."""
        run = self.plugin.live()
        assert run is not None
        was_killed = self._killed(at, after, lambda: self.plugin.use.cancel_import(STUDIO, run.id))
        assert was_killed or self._run(run.id).status is RunStatus.CANCELLED

    @precondition(lambda self: self.plugin.runs())
    @rule(number=numbers, at=moments, after=few)
    def go_on(self, number: int, at: str | None, after: int) -> None:
        """Somebody lets a run go on, which changes nothing of one that may not."""
        runs = self.plugin.runs()
        run = runs[number % len(runs)]
        self._done(at, after, lambda: self.plugin.use.continue_import(STUDIO, run.id))
        now = self._run(run.id)
        assert now == run or run.status in (RunStatus.FAILED, RunStatus.CANCELLED)

    @precondition(lambda self: self._entries())
    @rule(number=numbers)
    def refuse(self, number: int) -> None:
        """Workroom refuses an entry from now on, whose timelog cannot be saved."""
        _, one = self._chosen(number)
        self.plugin.workroom.refuses[one.id] = "The month is closed."

    @rule()
    def refuse_nothing(self) -> None:
        """Workroom takes again what it refused."""
        self.plugin.workroom.refuses.clear()

    @rule(at=moments, after=few)
    def disconnect(self, at: str | None, after: int) -> None:
        """Somebody disconnects, which removes tokens and pairs and leaves timelogs."""
        before = self.plugin.timelogs()
        was_killed = self._killed(at, after, lambda: self.plugin.use.disconnect(STUDIO))
        assert self.plugin.timelogs() == before
        if not was_killed:
            assert self._held() is None
        if self._held() is None:
            self.nights_from = None
            self.left_out.clear()
            assert self.plugin.pairs() == {}
            assert self.plugin.live() is None


def _mapped(pairs: dict[int, str], choice: Choice) -> dict[int, str]:
    """Return the pairs after a save, in which either side occurs once."""
    row, target = choice.harvest_id, choice.chosen
    kept = {key: held for key, held in pairs.items() if key != row and held != target}
    return kept | ({row: target} if target else {})
