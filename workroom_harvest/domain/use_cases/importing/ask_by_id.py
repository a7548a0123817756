"""The questions to Harvest about single entries by their ids."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from workroom_harvest.domain.entries import HarvestEntry, UnreadableEntry
from workroom_harvest.domain.errors import RequestRejected, TransientHarvestError
from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.harvest import EntryPage
from workroom_harvest.domain.use_cases.shared.harvest_session import HarvestSession


@dataclass
class Answers:
    """What Harvest said about entries that it was asked for, each in one of the four."""

    entries: list[HarvestEntry] = field(default_factory=list)
    unreadable: list[UnreadableEntry] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    rejected: dict[int, Message] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Return how many there are."""
        found = len(self.entries) + len(self.unreadable)
        return found + len(self.missing) + len(self.rejected)

    def page(self) -> EntryPage:
        """Return what there is as a page of a list that announces nothing."""
        return EntryPage(tuple(self.entries), tuple(self.unreadable), None, None, None)

    def _ask(self, harvest: HarvestSession, entry_id: int) -> None:
        try:
            found = harvest.entry(entry_id)
        except RequestRejected as rejected:
            # It is one entry that this grant may not see; others may be found.
            self.rejected[entry_id] = rejected.detail
            return
        match found:
            case HarvestEntry():
                self.entries.append(found)
            case UnreadableEntry():
                self.unreadable.append(found)
            case _:
                self.missing.append(entry_id)

    @classmethod
    def of(
        cls, harvest: HarvestSession, entry_ids: Iterable[int], clock: Clock, ends: float
    ) -> "Answers":
        """Ask for each entry until `ends` by the monotonic clock, and at least for the first.

        Raise what `HarvestSession` raises if nothing was answered until then; otherwise what is
        left is asked in a later round.
        """
        answers = cls()
        for entry_id in entry_ids:
            if answers.count and clock.monotonic() >= ends:
                break
            try:
                answers._ask(harvest, entry_id)
            except TransientHarvestError:
                if not answers.count:
                    raise
                break
        return answers
