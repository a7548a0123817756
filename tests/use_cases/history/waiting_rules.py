"""What people do with what waits in a history."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.fakes.plugin import STUDIO
from tests.use_cases.history.model import HistoryModel
from tests.use_cases.history.strategies import MAPPABLE, PROJECTS, REASONS, few, moments
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup


class WaitingRules(HistoryModel):
    """People import what waits, leave projects and tasks out, and take them back."""

    @rule(project=st.sampled_from(PROJECTS), at=moments, after=few)
    def request_waiting(self, project: int, at: str | None, after: int) -> None:
        """Somebody clicks at what waits for the mapping of a project."""
        self.request_group(WaitingGroup(GroupKind.PROJECT, project), at, after)

    @rule(group=st.sampled_from((*MAPPABLE, *REASONS)), at=moments, after=few)
    def request_group(self, group: WaitingGroup, at: str | None, after: int) -> None:
        """Somebody clicks at what waits in any group."""
        self._done(at, after, lambda: self.plugin.request_waiting(group))

    @rule(group=st.sampled_from(MAPPABLE), at=moments, after=few)
    def leave_out(self, group: WaitingGroup, at: str | None, after: int) -> None:
        """Somebody leaves a project or task out, which is refused for what is mapped."""
        leave_out, elin = self.plugin.use.leave_out, self.plugin.elin.id
        done = self._done(at, after, lambda: leave_out(STUDIO, elin, group))
        assert not (done and group.harvest_id in self.plugin.pairs())
        self._left(self.left_out | {(self._held() or 0, group)}, done)

    @precondition(lambda self: self.left_out)
    @rule(group=st.sampled_from(MAPPABLE), at=moments, after=few)
    def take_back(self, group: WaitingGroup, at: str | None, after: int) -> None:
        """Somebody takes a project or task back."""
        done = self._done(at, after, lambda: self.plugin.use.take_back(STUDIO, group))
        self._left(self.left_out - {(self._held() or 0, group)}, done)

    def _left(self, then: set[tuple[int, WaitingGroup]], done: bool | None) -> None:
        """Demand that so much is left out if that was done, and nothing else if it was not."""
        now = self.plugin.lasting.left_out()
        assert done is None or now == (then if done else self.left_out)
        assert now in (then, self.left_out)
        self.left_out = now
