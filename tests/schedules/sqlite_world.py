"""The same world over the real store, on an SQLite file."""

from collections.abc import Collection
from dataclasses import replace

from tests.fakes.plugin import SESSION, STUDIO
from tests.schedules.facts import Change, Facts
from tests.schedules.schedule import Schedule
from tests.schedules.scheduler import Scheduler
from tests.schedules.sqlite_file import SqliteFile
from tests.schedules.studio import faked
from tests.schedules.world import World
from workroom_harvest.adapters.sql.tables import PREFIX
from workroom_harvest.domain.connection import AuthorizationRequest, Tokens
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.errors import ReconnectNeeded
from workroom_harvest.domain.ports import Ports
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.use_cases import bind
from workroom_harvest.domain.use_cases.connecting.start_authorization import hashed

CHANGE = ("entry_id", "run_id", "state_before", "state", "happened_at")
TIMELOG = ("entry_id", "project_id", "minutes", "title")


class SqliteWorld(World):
    """A studio in an SQLite file, all else in memory; whoever looks on does so from outside."""

    def __init__(self, file: SqliteFile, *, is_connected: bool = True) -> None:
        file.clear()
        plugin = faked()
        self._file = file
        self._inside = file.inside.store(plugin.clock)
        self._outside = file.outside.store(plugin.clock)
        store, timelogs = self._outside, file.outside.timelogs
        plugin.ports = replace(plugin.ports, store=store, beside=store, timelogs=timelogs)
        plugin.use = bind(plugin.ports)
        super().__init__(plugin, is_connected=is_connected)

    def begin(self, schedule: Schedule) -> Scheduler:
        self._file.scheduler = super().begin(schedule)
        return self._file.scheduler

    def ports(self, clock: Clock) -> Ports:
        store, timelogs = self._inside, self._file.inside.timelogs
        return replace(super().ports(clock), store=store, beside=store, timelogs=timelogs)

    def switched(self, process: str) -> None:
        super().switched(process)
        self.look()

    def tokens(self) -> Tokens | None:
        with self._outside.transaction() as tx:
            connection = tx.connections.for_studio(STUDIO)
            try:
                return tx.connections.tokens(connection).tokens if connection else None
            except ReconnectNeeded:
                return None

    def pending(self) -> Collection[Tokens]:
        asked = AuthorizationRequest(STUDIO, self.plugin.elin.id, hashed(SESSION))
        with self._outside.transaction() as tx:
            grant = tx.pending_grants.waiting(asked)
        return [grant.tokens] if grant else []

    def facts(self) -> Facts:
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
