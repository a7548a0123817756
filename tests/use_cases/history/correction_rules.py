"""Corrections in a history: what differs is looked at, applied, brought back and dismissed."""

from collections.abc import Collection

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.fakes.plugin import STUDIO
from tests.use_cases.history.process_rules import ProcessRules
from tests.use_cases.history.strategies import few, moments, numbers
from workroom_harvest.domain.correction import Differing
from workroom_harvest.domain.errors import HarvestImportError


class CorrectionRules(ProcessRules):
    """People look at corrections, apply one, some or all, or let them be.

    `seen` is what somebody saw of them last, which may be long ago, by entry id.
    """

    def __init__(self) -> None:
        super().__init__()
        self.seen: dict[int, str] = {}

    @rule()
    def look_at_corrections(self) -> None:
        """Somebody opens the page of corrections, and leaves it open."""
        self.seen = {one.entry_id: one.shown for one in self._differing()}

    @precondition(lambda self: self._named())
    @rule(number=numbers, count=st.integers(1, 3), at=moments, after=few)
    def apply(self, number: int, count: int, at: str | None, after: int) -> None:
        """Somebody applies some corrections by name, as they saw them last."""
        if named := self._named():
            first = number % len(named)
            self._apply(named[first : first + count], at, after)

    @rule(at=moments, after=few)
    def apply_all(self, at: str | None, after: int) -> None:
        """Somebody applies all corrections that need not be chosen by name."""
        self._apply(None, at, after)

    @precondition(lambda self: self._named())
    @rule(number=numbers, count=st.integers(1, 9), at=moments, after=few)
    def apply_and_work(self, number: int, count: int, at: str | None, after: int) -> None:
        """Somebody applies corrections as they are now, and the worker may be killed at it."""
        self.settle()
        self.look_at_corrections()
        self.apply(number, count, None, 0)
        self.work(at, after)

    @precondition(lambda self: self._named())
    @rule(number=numbers, is_all=st.booleans())
    def dismiss(self, number: int, is_all: bool) -> None:
        """Somebody lets one difference be, or all that need not be chosen by name."""
        differing = self._differing()
        chosen = None if is_all else [differing[number % len(differing)].entry_id]
        try:
            self.plugin.use.dismiss_corrections(STUDIO, self.plugin.elin.id, chosen, self.seen)
        except HarvestImportError:
            return
        rows = self.plugin.lasting.ledger()
        for one in differing:
            if self._is_meant(one, chosen) and self.seen.get(one.entry_id, one.shown) == one.shown:
                record = rows[one.entry_id].record
                self.dismissed[one.entry_id] = record.state, record.said

    @rule(is_known=st.booleans())
    def become_known(self, is_known: bool) -> None:
        """A Harvest user gets an address that a member has, or loses it."""
        email = "jonas@studio.example" if is_known else "x@other.example"
        self._account(1).emails[3] = email

    def _apply(self, chosen: Collection[int] | None, at: str | None, after: int) -> None:
        before, differing = {run.id for run in self.plugin.runs()}, self._differing()
        request, elin = self.plugin.use.request_corrections, self.plugin.elin.id
        self._done(at, after, lambda: request(STUDIO, elin, chosen, self.seen))
        for run in self.plugin.runs():
            if run.corrects and run.id not in before:
                self.chosen[run.id] = {
                    one.entry_id: self.seen.get(one.entry_id, one.shown)
                    for one in differing
                    if self._is_meant(one, chosen)
                }

    def _is_meant(self, one: Differing, chosen: Collection[int] | None) -> bool:
        return not one.kind.is_chosen_by_name if chosen is None else one.entry_id in chosen

    def _named(self) -> list[int]:
        return [one.entry_id for one in self._differing()]

    def _differing(self) -> list[Differing]:
        """Return what is to be corrected, whatever the host's look-up says."""
        fault, self.host.fault = self.host.fault, None
        try:
            page = self.plugin.use.list_corrections(STUDIO, 1000)
        except HarvestImportError:
            return []
        finally:
            self.host.fault = fault
        return [one.differing for one in page.corrections]
