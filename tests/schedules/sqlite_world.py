"""The same world over the real store, on an SQLite file."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from tests.fakes.plugin import SESSION, STUDIO, FakedPlugin
from tests.schedules.facts import Change, Facts
from tests.schedules.schedule import Schedule
from tests.schedules.scheduler import Scheduler
from tests.schedules.sqlite_file import Rows, SqliteFile
from tests.schedules.studio import faked
from tests.schedules.world import UNDONE_AT_ONCE, World
from tests.support.undo_pages import with_undo_pages
from workroom_harvest.adapters.sql.tables import PREFIX
from workroom_harvest.domain.connection import AuthorizationRequest, Tokens
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.errors import ReconnectNeeded
from workroom_harvest.domain.ports import Ports
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.use_cases import bind
from workroom_harvest.domain.use_cases.connecting.start_authorization import hashed

T = TypeVar("T")
CHANGE = ("entry_id", "run_id", "state_before", "state", "happened_at")
TIMELOG = ("entry_id", "project_id", "minutes", "title")


@dataclass(frozen=True)
class Start:
    """What there is when the processes of a scene begin: in the file, and as others see it."""

    rows: Rows
    facts: Facts
    edited: Mapping[int, object]


class SqliteWorlds:
    """The worlds of one scene in an SQLite file, of which the first alone is arranged there.

    The others are arranged in memory, where it takes a twentieth of the time, and find in the file
    what the first one had there.
    """

    def __init__(self, file: SqliteFile, *, is_connected: bool = True) -> None:
        self.file = file
        self.start: Start | None = None
        self._is_connected = is_connected

    def __call__(self) -> "SqliteWorld":
        return SqliteWorld(self, is_connected=self._is_connected)


class SqliteWorld(World):
    """A studio in an SQLite file, all else in memory; whoever looks on does so from outside.

    `is_stored` tells whether it is in the file yet.
    """

    def __init__(self, worlds: SqliteWorlds, *, is_connected: bool) -> None:
        plugin = faked()
        self._worlds = worlds
        self._file = worlds.file
        self._inside = self._file.inside.store(plugin.clock)
        self._outside = self._file.outside.store(plugin.clock)
        self._seen: dict[str, tuple[object, Any]] = {}
        self.is_stored = worlds.start is None
        if self.is_stored:
            self._file.put({})
            self._store(plugin)
        super().__init__(plugin, is_connected=is_connected)

    def _store(self, plugin: FakedPlugin) -> None:
        store, timelogs = self._outside, self._file.outside.timelogs
        plugin.ports = replace(plugin.ports, store=store, beside=store, timelogs=timelogs)
        plugin.use = bind(plugin.ports)

    def begin(self, schedule: Schedule) -> Scheduler:
        start = self._worlds.start
        if start is None:
            self._worlds.start = Start(self._file.rows(), self.facts(), self.edited)
        elif not self.is_stored:
            assert _comparable(self.facts()) == _comparable(start.facts)
            self._file.put(start.rows)
            self.is_stored = True
            self._store(self.plugin)
            self.plugin.use = with_undo_pages(self.plugin.use, UNDONE_AT_ONCE)
            self.edited = start.edited
        self._file.scheduler = super().begin(schedule)
        return self._file.scheduler

    def state(self) -> Sequence[object]:
        rows = dict(self._file.rows())
        # Nobody has a lease any more, so that its number, which is made up, makes no difference.
        leases = self._file.outside.metadata.tables[f"{PREFIX}leases"]
        rows[leases.name] = [
            tuple(
                value
                for column, value in zip(leases.columns, row, strict=True)
                if column.name != "fence"
            )
            for row in rows[leases.name]
        ]
        kept = self.plugin, self.grants, self.broken, self.edited, self.has_halted
        return [*kept, self.at_first, self._last, rows]

    def ports(self, clock: Clock) -> Ports:
        store, timelogs = self._inside, self._file.inside.timelogs
        return replace(super().ports(clock), store=store, beside=store, timelogs=timelogs)

    def switched(self, process: str) -> None:
        super().switched(process)
        self.look()

    def tokens(self) -> Tokens | None:
        return self._once("tokens", self._tokens) if self.is_stored else super().tokens()

    def pending(self) -> Collection[Tokens]:
        return self._once("pending", self._pending) if self.is_stored else super().pending()

    def facts(self) -> Facts:
        return self._once("facts", self._facts) if self.is_stored else super().facts()

    def _once(self, name: str, read: Callable[[], T]) -> T:
        """Read it, unless nobody has committed, and no time has passed, since it was read."""
        now = self._file.version(), self.plugin.clock.now()
        if name not in self._seen or self._seen[name][0] != now:
            self._seen[name] = now, read()
        seen: T = self._seen[name][1]
        return seen

    def _tokens(self) -> Tokens | None:
        with self._outside.transaction() as tx:
            connection = tx.connections.for_studio(STUDIO)
            try:
                return tx.connections.tokens(connection).tokens if connection else None
            except ReconnectNeeded:
                return None

    def _pending(self) -> Collection[Tokens]:
        asked = AuthorizationRequest(STUDIO, self.plugin.elin.id, hashed(SESSION))
        with self._outside.transaction() as tx:
            grant = tx.pending_grants.waiting(asked)
        return [grant.tokens] if grant else []

    def _facts(self) -> Facts:
        rows = self._file.outside.rows
        entries = rows(f"{PREFIX}entries", "entry_id", "run_id", "state")
        with self._outside.transaction() as tx:
            connection = tx.connections.for_studio(STUDIO)
            pairs = [*tx.pairs.projects(STUDIO), *tx.pairs.tasks(STUDIO)]
            found = [tx.runs.by_id(row.id) for row in rows(f"{PREFIX}runs", "id")]
        return Facts(
            connection=connection,
            tokens=self.tokens(),
            pairs={pair.harvest_id: pair.target_id for pair in pairs},
            runs={run.id: run for run in found if run is not None},
            ledger={row.entry_id: row.run_id for row in entries if row.run_id is not None},
            deleted=[row.entry_id for row in entries if row.state == EntryState.DELETED],
            events=[
                Change(
                    row.entry_id,
                    row.run_id,
                    EntryState(row.state_before),
                    EntryState(row.state),
                    row.happened_at,
                )
                for row in rows(f"{PREFIX}entry_events", *CHANGE)
            ],
            named={
                row.harvest_account_id
                for row in rows(f"{PREFIX}harvest_items", "harvest_account_id")
            },
            timelogs={row.entry_id: tuple(row) for row in rows("timelogs", *TIMELOG)},
        )


def _comparable(facts: Facts) -> Facts:
    """Return the facts without an order, and of timelogs only which there are."""
    deleted, events = frozenset(facts.deleted), frozenset(facts.events)
    timelogs = dict.fromkeys(facts.timelogs)
    return replace(facts, deleted=deleted, events=events, timelogs=timelogs)
