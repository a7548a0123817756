"""The plugin over a bench, and beside it a model of what must be there and what may be."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from hypothesis.stateful import RuleBasedStateMachine

from tests.fakes.crash_points import Crash
from tests.fakes.harvest_account import FakeAccount
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.fakes.wiring import faked_plugin
from tests.use_cases.history.strategies import ACCOUNTS
from tests.use_cases.history.wrong_host import WrongHost
from workroom_harvest.domain.entries import HarvestEntry, NewTimelog
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.errors import HarvestImportError
from workroom_harvest.domain.keyed_hash import KeyedHash
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.waiting import WaitingGroup

PAGE_SIZE = 2


class HistoryModel(RuleBasedStateMachine):
    """A studio, two Harvest accounts, and what should have become of their entries.

    `words` are the values that Harvest ever had of each entry, the last ones last, `listed_ever`
    which account had which, and `left_out` is what should be left out, by account.

    `written` are the timelogs as the plugin wrote them last. `locked` are the stamps of those that
    people locked, `deleted` of those that they deleted, `back` of those that they put back, and
    `hidden` of those that stood while a wrong host did not find them. `chosen` are the entries that
    each correction is about, with the fingerprints that were shown, and `dismissed` those which
    somebody let be, as they were then.
    """

    def __init__(self) -> None:
        super().__init__()
        self.plugin: FakedPlugin = self.bench()
        self.must: set[int] = set()
        self.may: set[int] = set()
        self.owed: dict[str, set[int]] = {}
        self.listed: dict[str, set[int] | None] = {}
        self.missing: dict[str, set[int]] = {}
        self.listed_ever: set[tuple[int, int]] = set()
        self.words: dict[int, list[HarvestEntry]] = {}
        self.left_out: set[tuple[int, WaitingGroup]] = set()
        self.nights_from: datetime | None = None
        self.written: dict[int, NewTimelog] = {}
        self.locked: set[int] = set()
        self.deleted: set[int] = set()
        self.back: set[int] = set()
        self.hidden: set[int] = set()
        self.chosen: dict[str, dict[int, str]] = {}
        self.dismissed: dict[int, tuple[EntryState, str | None]] = {}
        self.host = WrongHost(self.plugin.ports.timelogs, self.plugin.timesheet)
        self.plugin.ports = replace(self.plugin.ports, timelogs=self.host)
        second = self.plugin.harvest.account(2, "Second")
        second.projects, second.tasks = self.plugin.account.projects, self.plugin.account.tasks

    def bench(self) -> FakedPlugin:
        """Return the plugin of a history, over another store where a subclass says so."""
        return faked_plugin(page_size=PAGE_SIZE)

    def _put(self, account: FakeAccount, one: HarvestEntry) -> None:
        """Let Harvest have these values of an entry, which may be new."""
        account.put(one)
        self.listed_ever.add((account.id, one.id))
        self.words.setdefault(one.id, []).append(one)

    def _touched(self, one: HarvestEntry) -> None:
        """Forgive every run that is half done for an entry that changes meanwhile."""
        for run_id, owed in self.owed.items():
            owed.discard(one.id)
            self.listed[run_id] = None

    def _is_no_longer_there(self, stamps: Iterable[int]) -> None:
        """Owe no run a timelog that was removed, unless a later one is to bring it in again."""
        for stamp in stamps:
            self.must.discard(stamp)
            self.locked.discard(stamp)
            for owed in self.owed.values():
                owed.discard(stamp)

    def _keyed_hash(self) -> KeyedHash:
        with self.plugin.ports.store.transaction() as tx:
            key = tx.ledger.hash_key(STUDIO)
        assert key is not None
        return KeyedHash(key)

    def _account(self, number: int) -> FakeAccount:
        return self.plugin.harvest.account(number, "")

    def _entries(self) -> list[tuple[FakeAccount, HarvestEntry]]:
        both = (self._account(number) for number in ACCOUNTS)
        return [(account, one) for account in both for one in account.entries.values()]

    def _chosen(self, number: int) -> tuple[FakeAccount, HarvestEntry]:
        every = self._entries()
        return every[number % len(every)]

    def _held(self) -> int | None:
        connection = self.plugin.lasting.connection()
        return connection.harvest_account.id if connection else None

    def _run(self, run_id: str) -> ImportRun:
        return next(run for run in self.plugin.runs() if run.id == run_id)

    def _killed(self, at: str | None, after: int, action: Callable[[], object]) -> bool:
        """Do something, perhaps killed at a moment, and return whether it was."""
        if at is not None:
            self.plugin.moments.kill(at, after=after)
        try:
            action()
        except Crash:
            return True
        finally:
            self.plugin.moments.revive()
        return False

    def _done(self, at: str | None, after: int, action: Callable[[], object]) -> bool | None:
        """Do what a page does, and return whether it was done.

        It is not if the page shows an error instead, and None tells of one that was killed.
        """
        refused: list[HarvestImportError] = []

        def act() -> None:
            try:
                action()
            except HarvestImportError as error:
                refused.append(error)

        return None if self._killed(at, after, act) else not refused
