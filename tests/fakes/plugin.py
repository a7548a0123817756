"""A plugin over the fakes: what people and processes do with it, and what is there then."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from tests.fakes.clock import FakeClock
from tests.fakes.connections import ConnectionRow
from tests.fakes.crash_points import Moments
from tests.fakes.database import FakeDatabase
from tests.fakes.events import FakeEvents
from tests.fakes.harvest import FakeHarvest
from tests.fakes.harvest_account import FakeAccount
from tests.fakes.host import FakeWorkroom
from tests.fakes.lasting import STUDIO as STUDIO
from tests.fakes.lasting import Lasting
from tests.fakes.leases import LeaseRow
from tests.fakes.queue import FakeQueue, FakeWorkers
from tests.fakes.store import FakeStore
from tests.fakes.timesheet import Timesheet
from tests.support.factories import entry
from workroom_harvest.domain.connection import Connection, ConnectionChange
from workroom_harvest.domain.entries import HarvestEntry, NewTimelog
from workroom_harvest.domain.entry_record import EntryRecord
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.pending_grant import PendingGrant
from workroom_harvest.domain.ports import Ports
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkippedEntry
from workroom_harvest.domain.use_cases import UseCases, bind
from workroom_harvest.domain.use_cases.connecting.finish_authorization import AuthorizationResponse
from workroom_harvest.domain.use_cases.connecting.open_connection import NewConnection
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges
from workroom_harvest.domain.use_cases.scheduling.dispatch_due import Dispatched
from workroom_harvest.domain.use_cases.shared.harvest_calls import HarvestCalls
from workroom_harvest.domain.waiting import WaitingGroup
from workroom_harvest.domain.window import Days

SOON = timedelta(seconds=30)
SESSION = "a browser session"
BACK = "https://workroom.example/callback"
JUNE = Days(date(2026, 6, 1), date(2026, 6, 30))
VILLA, CABIN, DRAWINGS, PLANS = 10, 11, 20, 21
MAPPED = MappingChanges(
    (Choice(VILLA, "villa"), Choice(CABIN, "cabin")),
    (Choice(DRAWINGS, "drawings"), Choice(PLANS, "plans")),
)


@dataclass
class FakedPlugin:
    """A studio with Elin (Admin), Jonas (Designer) and Mira, and a Harvest account beside it."""

    moments: Moments
    clock: FakeClock
    database: FakeDatabase
    store: FakeStore
    queue: FakeQueue
    workers: FakeWorkers
    harvest: FakeHarvest
    workroom: FakeWorkroom
    ports: Ports
    events: FakeEvents
    lasting: Lasting
    timesheet: Timesheet
    elin: Member
    account: FakeAccount

    @cached_property
    def use(self) -> UseCases:
        """Return every use case over the fakes."""
        return bind(self.ports)

    def rewire(self, **ports: Any) -> UseCases:
        """Return the use cases of a process that has those ports in place of the fakes."""
        return bind(replace(self.ports, **ports))

    @property
    def calls(self) -> HarvestCalls:
        """Return the calls to Harvest as a worker makes them."""
        return self.use.perform_import.steps.calls

    # What people do.

    def connect(
        self, *accounts: int, member: Member | None = None, session: str = SESSION
    ) -> tuple[Connection, ConnectionChange]:
        """Connect through Harvest's consent screen, and take another account where asked."""
        consented = self.consent(*accounts, member=member, session=session)
        if isinstance(consented, PendingGrant):
            return self.use.confirm_account(member or self.elin, session)
        return consented

    def consent(
        self, *accounts: int, member: Member | None = None, session: str = SESSION
    ) -> NewConnection | PendingGrant:
        """Come back from Harvest's consent screen, where those accounts were allowed."""
        member, state = member or self.elin, self.set_out(member, session)
        code = self.harvest.consent(*(accounts or (self.account.id,)))
        return self.use.finish_authorization(
            member, session, BACK, AuthorizationResponse(state, code, None, None)
        )

    def set_out(self, member: Member | None = None, session: str = SESSION) -> str:
        """Go to Harvest's consent screen, and return the state that comes back from it."""
        url = self.use.start_authorization(member or self.elin, session, BACK)
        return url.partition("state=")[2].partition("&")[0]

    def map(self, changes: MappingChanges = MAPPED) -> None:
        """Look at the table and save mappings, by default of both projects and both tasks."""
        self.use.show_mappings(STUDIO)
        self.use.save_mappings(STUDIO, changes)

    def log(self, count: int = 1, **fields: Any) -> list[HarvestEntry]:
        """Log so many entries in Harvest, and return them."""
        return [self.account.put(entry(**fields)) for _ in range(count)]

    def request(self, period: Days = JUNE) -> ImportRun:
        """Click *Import from Harvest*, and return the run."""
        return self.use.request_import(STUDIO, self.elin.id, period).run

    def import_days(self, period: Days = JUNE) -> ImportRun:
        """Click, let the workers work, and return the run as it is then."""
        run = self.request(period)
        self.work()
        return self.shown(run)

    def request_waiting(self, group: WaitingGroup) -> ImportRun:
        """Click *Import* at a group of what waits, and return the run."""
        return self.use.request_waiting_import(STUDIO, self.elin.id, group).run

    def import_waiting(self, group: WaitingGroup) -> ImportRun:
        """Click there, let the workers work, and return the run as it is then."""
        run = self.request_waiting(group)
        self.work()
        return self.shown(run)

    def preview_days(self, period: Days = JUNE) -> ImportRun:
        """Click *Preview*, let the workers work, and return the preview as it is then."""
        run = self.use.request_preview(STUDIO, self.elin.id, period).run
        self.work()
        return self.shown(run)

    def import_from(self, preview: ImportRun, period: Days = JUNE) -> ImportRun:
        """Click *Import* in a preview, let the workers work, and return the run as it is then."""
        run = self.use.request_import(STUDIO, self.elin.id, period, preview.id).run
        self.work()
        return self.shown(run)

    # What processes do.

    def work(self) -> None:
        """Let a worker take runs until the queue is empty, and no click comes back soon."""
        for _ in range(2000):
            run_id = self.queue.take() or self._take_later()
            if run_id is None:
                return
            self.use.perform_import(run_id)
        raise AssertionError("the queue does not get empty")

    def _take_later(self) -> str | None:
        """Wait for an import by hand that is to be enqueued within half a minute, and take it."""
        now = self.clock.now()
        due = min((at for at, _, first in self.queue.later if first), default=now + SOON)
        if due >= now + SOON:
            return None
        self.clock.advance(max(due - now, timedelta()))
        self.queue.come_due(self.clock.now())
        return self.queue.take()

    def tick(self, after: timedelta = timedelta(minutes=1)) -> Dispatched:
        """Let time pass, a minute by default, and let the scheduler look."""
        self.clock.advance(after)
        self.queue.come_due(self.clock.now())
        self.use.drop_expired_grants()
        return self.use.dispatch_due()

    def settle(self) -> None:
        """Let workers and scheduler go on until no run lives, for a day at most."""
        for _ in range(1500):
            self.work()
            if self.live() is None:
                return
            self.tick()
        raise AssertionError("a run lives for ever")

    # What goes wrong.

    def lose(self, moment: str, times: int = 1, after: int = 0) -> None:
        """Let the database fail at so many such moments, once so many have passed.

        At `commit` nothing is stored; at `committed` all is, and only the answer is lost.
        """
        reached: list[str] = []

        def watch(name: str) -> None:
            if name == moment:
                reached.append(name)
                if after < len(reached) <= after + times:
                    raise StoreUnavailable

        self.moments.watchers.append(watch)

    def once(self, moment: str, action: Callable[[], object]) -> None:
        """Let something happen at the first such moment."""
        self.moments.at(moment, action)

    # What there is.

    def shown(self, run: ImportRun) -> ImportRun:
        """Return the run as the page shows it now."""
        return self.use.show_run(STUDIO, run.id)

    def live(self) -> ImportRun | None:
        """Return the studio's live run."""
        return next((run for run in self.runs() if not run.is_over), None)

    def runs(self) -> list[ImportRun]:
        """Return every run in the order of their making."""
        return self.lasting.runs()

    def row(self) -> ConnectionRow | None:
        """Return the studio's connection with its tokens."""
        return self.database.committed("connections").get(STUDIO)

    def connection(self) -> Connection:
        """Return the studio's connection, which has to be there."""
        row = self.row()
        assert row is not None
        return row.connection

    def lease(self) -> LeaseRow | None:
        """Return the studio's lease."""
        return self.database.committed("leases").get(STUDIO)

    def pairs(self) -> dict[int, str]:
        """Return the targets of Harvest's projects and tasks by Harvest id."""
        return self.lasting.pairs()

    def records(self) -> dict[int, EntryRecord]:
        """Return what the ledger knows of the studio's entries, by entry id."""
        return {number: row.record for number, row in self.lasting.ledger().items()}

    def imported_ids(self) -> set[int]:
        """Return the entries that the ledger takes for imported."""
        return {number for number, record in self.records().items() if record.state.has_timelog}

    def skipped(self, run: ImportRun) -> list[SkippedEntry]:
        """Return the entries that the page lists as skipped by the run."""
        return [one for each in self.use.list_skipped(run).values() for one in each]

    def timelogs(self) -> dict[int, NewTimelog]:
        """Return the studio's timelogs by stamp."""
        return self.lasting.timelogs()
