"""A host whose timelogs break their promises, one fault at a time."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from tests.fakes.plugin import STUDIO
from tests.fakes.timesheet import Timesheet
from workroom_harvest.domain.entries import FoundTimelog, NewTimelog
from workroom_harvest.domain.errors import TimelogsRefused
from workroom_harvest.domain.ports.correctable_timelogs import CorrectableTimelogs
from workroom_harvest.domain.ports.host import Timelogs

OTHER = "another studio"


class HostFaultError(Exception):
    """What a host raises that nobody expects."""


class Fault(StrEnum):
    """What is wrong with a host."""

    FINDS_NOTHING = "finds nothing"
    FINDS_ANOTHERS = "finds another studio's timelogs"
    FINDS_MORE = "finds timelogs that nobody asked for"
    BREAKS = "raises at each look-up"
    REFUSES = "refuses all that it is given"
    IGNORES_ADDITIONS = "adds nothing"
    IGNORES_CHANGES = "changes nothing"
    IGNORES_REMOVALS = "removes nothing"
    CHANGES_OTHERS = "changes all others, too"
    REMOVES_OTHERS = "removes all others, too"


MISLEADING = frozenset({Fault.FINDS_NOTHING, Fault.FINDS_ANOTHERS})
"""The faults of a look-up that may be taken for the truth."""


class WrongHost(Timelogs, CorrectableTimelogs):
    """A host's timelogs, as they are unless it has a `fault`.

    `has_lied` says that it did something since the last turn that the plugin must notice, and
    `did` are the stamps of the timelogs that it changed or removed by itself.
    """

    def __init__(self, right: Any, timesheet: Timesheet) -> None:
        self._right = right
        self._timesheet = timesheet
        self.fault: Fault | None = None
        self.has_lied = False
        self.did: set[int] = set()

    def begin(self) -> None:
        """Forget what was done before a turn."""
        self.has_lied, self.did = False, set()

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        if self._does_nothing(Fault.IGNORES_ADDITIONS, [log.entry_id for log in timelogs]):
            return len(timelogs)
        added: int = self._right.add_many(studio_id, timelogs)
        return added

    def find_many(
        self, studio_id: str, entry_ids: Sequence[int], for_update: bool
    ) -> Sequence[FoundTimelog]:
        asked, whose = list(entry_ids), studio_id
        match self.fault:
            case Fault.FINDS_NOTHING:
                return []
            case Fault.BREAKS:
                raise HostFaultError
            case Fault.FINDS_ANOTHERS:
                whose = OTHER
            case Fault.FINDS_MORE:
                more = self._others(entry_ids)
                self.has_lied |= bool(more)
                asked += more
        found: Sequence[FoundTimelog] = self._right.find_many(whose, asked, for_update)
        return found

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        asked = [log.entry_id for log in timelogs]
        if self._does_nothing(Fault.IGNORES_CHANGES, asked):
            return len(asked)
        if self.fault is Fault.CHANGES_OTHERS and (others := self._free(studio_id, asked)):
            anew = [replace(log, title=f"{log.title}!") for log in others]
            self._right.change_many(studio_id, anew)
            self.did |= {log.entry_id for log in anew}
        changed: int = self._right.change_many(studio_id, timelogs)
        return changed

    def remove_many(self, studio_id: str, entry_ids: Sequence[int]) -> int:
        if self._does_nothing(Fault.IGNORES_REMOVALS, entry_ids):
            return len(entry_ids)
        if self.fault is Fault.REMOVES_OTHERS and (others := self._free(studio_id, entry_ids)):
            alone = [log.entry_id for log in others]
            self._right.remove_many(studio_id, alone)
            self.did |= set(alone)
        removed: int = self._right.remove_many(studio_id, entry_ids)
        return removed

    def _does_nothing(self, fault: Fault, stamps: Sequence[int]) -> bool:
        if self.fault is Fault.REFUSES:
            raise TimelogsRefused(dict.fromkeys(stamps, "Come back later."))
        does_nothing = self.fault is fault
        self.has_lied |= does_nothing
        return does_nothing

    def _others(self, asked: Sequence[int]) -> list[int]:
        return sorted(self._timesheet.of(STUDIO).keys() - {*asked})

    def _free(self, studio_id: str, asked: Sequence[int]) -> list[NewTimelog]:
        """Return the studio's other timelogs that are there and not locked."""
        found = self._right.find_many(studio_id, self._others(asked), True)
        logs = self._timesheet.of(studio_id)
        return [logs[one.entry_id] for one in found if one.locked is None]
