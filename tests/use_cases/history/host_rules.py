"""Hosts that are wrong for a while in a history."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.fakes.plugin import STUDIO
from tests.use_cases.history.process_rules import ProcessRules
from tests.use_cases.history.strategies import few, moments
from tests.use_cases.history.wrong_host import Fault, HostFaultError
from workroom_harvest.domain.errors import HarvestImportError


class HostRules(ProcessRules):
    """The host's timelogs break a promise until somebody mends it, or all goes on undisturbed."""

    @rule(fault=st.sampled_from(Fault))
    def go_wrong(self, fault: Fault) -> None:
        """The host breaks a promise from now on."""
        self.host.fault = fault

    @precondition(lambda self: self.host.fault)
    @rule()
    def mend(self) -> None:
        """The host keeps its promises again."""
        self.host.fault = None

    @precondition(lambda self: self.host.fault)
    @rule(at=moments, after=few)
    def work_while_it_is_wrong(self, at: str | None, after: int) -> None:
        """A worker takes a run while the host is wrong, and people look at what there is."""
        self.work(at, after)
        for look in (
            lambda: self.plugin.use.list_corrections(STUDIO, 1000),
            lambda: [self.plugin.use.show_undo(STUDIO, run.id) for run in self.plugin.runs()],
        ):
            try:
                look()
            except (HarvestImportError, HostFaultError):
                continue
