"""All that can happen in a history.

To add rules or invariants, write a class of them beside the others, on `HistoryModel`, and name it
among the bases of `History`; nothing else changes.
"""

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from tests.support.factories import entry
from tests.use_cases.history.after_import import AfterImport
from tests.use_cases.history.no_silent_hour import NoSilentHour
from tests.use_cases.history.nothing_twice import NothingTwice
from tests.use_cases.history.strategies import FIRST, PROJECTS, TASKS, WHOLE


class History(AfterImport, NothingTwice, NoSilentHour):
    """All that can happen in a history, and what holds after each step of it."""

    @initialize(is_busy=st.booleans())
    def begin(self, is_busy: bool) -> None:
        """Connect, map, switch nights on, and log five entries, which fill three pages.

        A busy studio has imported them already, and others wait.
        """
        self.plugin.connect()
        self.plugin.map()
        for _ in range(5):
            self._put(self.plugin.account, entry())
        self.automate(True)
        if is_busy:
            self.log(1, 99, FIRST, running=False, count=1)
            self.log(1, PROJECTS[1], WHOLE.last, running=True, count=1)
            self.log(1, PROJECTS[0], WHOLE.last, running=False, count=1, task=TASKS[1], user=3)
            self.request_and_work(WHOLE, None, 0)

    def teardown(self) -> None:
        """Let every run end, and look a last time."""
        self.settle()
        self.nothing_is_lost_and_nothing_is_twice()
        self.every_story_is_told()
