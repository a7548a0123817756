"""What people do with timelogs in Workroom in a history."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from tests.fakes.plugin import STUDIO
from tests.use_cases.history.model import HistoryModel
from tests.use_cases.history.strategies import TARGETS, days, numbers
from tests.use_cases.history.wrong_host import OTHER
from workroom_harvest.domain.entries import Duration, NewTimelog

SENTENCES = ("It is locked.", "It is on invoice 7.")


class TimesheetRules(HistoryModel):
    """People edit, delete and lock timelogs, and put back what they deleted.

    `untouchable` are the timelogs that are locked, as they are, and `elsewhere` those of another
    studio, which have the same stamps. `trash` are those that were deleted.
    """

    def __init__(self) -> None:
        super().__init__()
        self.untouchable: dict[int, NewTimelog] = {}
        self.elsewhere: dict[int, NewTimelog] = {}
        self.trash: dict[int, NewTimelog] = {}

    @precondition(lambda self: self._free())
    @rule(
        number=numbers,
        project=st.sampled_from(TARGETS[:2]),
        day=days,
        hours=st.integers(0, 3),
        title=st.sampled_from(("Plans", "Sketches")),
    )
    def edit_timelog(self, number: int, project: str, day: date, hours: int, title: str) -> None:
        """Somebody edits a timelog, which may then be as it was before."""
        log = self._one_of(self._free(), number)
        anew = replace(
            log, project_id=project, spent_on=day, duration=Duration(hours, 0), title=title
        )
        self.plugin.timesheet.put(STUDIO, anew)

    @precondition(lambda self: self._edited())
    @rule(number=numbers)
    def take_an_edit_back(self, number: int) -> None:
        """Somebody gives an edited timelog the values again that the plugin wrote."""
        log = self._one_of(self._edited(), number)
        self.plugin.timesheet.put(STUDIO, self.written[log.entry_id])

    @precondition(lambda self: self._free())
    @rule(number=numbers)
    def delete_timelog(self, number: int) -> None:
        """Somebody deletes a timelog."""
        log = self._one_of(self._free(), number)
        self.plugin.timesheet.remove(STUDIO, log.entry_id)
        self.trash[log.entry_id] = log
        self.deleted.add(log.entry_id)
        self._is_no_longer_there([log.entry_id])

    @precondition(lambda self: self._removable())
    @rule(number=numbers)
    def put_back(self, number: int) -> None:
        """Somebody puts a timelog back that was deleted, which the plugin may know or not."""
        log = self._one_of(self._removable(), number)
        self.plugin.timesheet.put(STUDIO, log)
        self.deleted.discard(log.entry_id)
        self.back.add(log.entry_id)

    @precondition(lambda self: self._free())
    @rule(number=numbers, sentence=st.sampled_from(SENTENCES))
    def lock(self, number: int, sentence: str) -> None:
        """A timelog is locked, or goes on an invoice."""
        log = self._one_of(self._free(), number)
        self.plugin.timesheet.lock(STUDIO, log.entry_id, sentence)
        self.locked.add(log.entry_id)
        self.untouchable[log.entry_id] = log

    @precondition(lambda self: self.locked)
    @rule(number=numbers)
    def unlock(self, number: int) -> None:
        """A timelog is unlocked, or taken off its invoice."""
        stamp = sorted(self.locked)[number % len(self.locked)]
        self.plugin.timesheet.lock(STUDIO, stamp, None)
        self.locked.discard(stamp)
        del self.untouchable[stamp]

    @rule()
    def another_studio_imports(self) -> None:
        """Another studio has timelogs of the same stamps, as it imports another Harvest account."""
        for log in self.plugin.timelogs().values():
            self.elsewhere[log.entry_id] = replace(log, project_id="theirs", title="Theirs")
            self.plugin.timesheet.put(OTHER, self.elsewhere[log.entry_id])

    @invariant()
    def what_is_locked_and_what_is_anothers_stands(self) -> None:
        """What is locked stands as it is, and so do the timelogs of another studio."""
        logs = self.plugin.timelogs()
        assert {stamp: logs.get(stamp) for stamp in self.untouchable} == self.untouchable
        assert self.plugin.timesheet.of(OTHER) == self.elsewhere

    def _free(self) -> list[NewTimelog]:
        """Return the timelogs that are not locked."""
        logs = self.plugin.timelogs()
        return [logs[stamp] for stamp in sorted(logs) if stamp not in self.locked]

    def _edited(self) -> list[NewTimelog]:
        return [log for log in self._free() if log != self.written[log.entry_id]]

    def _removable(self) -> list[NewTimelog]:
        """Return what was deleted, and is neither there again nor known to be gone."""
        rows = self.plugin.lasting.ledger()
        return [
            self.trash[stamp]
            for stamp in sorted(self.trash)
            if stamp in self.deleted and rows[stamp].known.written is not None
        ]

    def _one_of(self, logs: list[NewTimelog], number: int) -> NewTimelog:
        return logs[number % len(logs)]
