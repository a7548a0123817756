"""The plugin over the fakes, wired as the extension wires it over the real adapters."""

from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

from tests.fakes.background import LateBackground
from tests.fakes.clock import CountingIds, FakeClock, FakeRandom
from tests.fakes.crash_points import Moments
from tests.fakes.database import FakeDatabase
from tests.fakes.events import FakeEvents
from tests.fakes.harvest import FakeHarvest
from tests.fakes.harvest_account import FakeAccount
from tests.fakes.host import FakeWorkroom
from tests.fakes.lasting import FakeLasting
from tests.fakes.plugin import CABIN, DRAWINGS, PLANS, STUDIO, VILLA, FakedPlugin
from tests.fakes.queue import FakeQueue, FakeWorkers
from tests.fakes.store import FakeStore
from tests.fakes.timesheet import FakeTimesheet
from workroom_harvest.domain.ports import Ports
from workroom_harvest.domain.ports.harvest import HarvestItem
from workroom_harvest.domain.ports.host import ActivityType, Member, Project


class Transactional(Protocol):
    """What knows whether a transaction is open."""

    @property
    def is_open(self) -> bool: ...


def faked_plugin(page_size: int = 2000) -> FakedPlugin:
    """Return a plugin that nobody has connected, with a seeded studio and Harvest account."""
    moments, clock = Moments(), FakeClock()
    database = FakeDatabase(moments, clock)
    store, queue, workers = FakeStore(database), FakeQueue(moments), FakeWorkers()
    harvest, workroom = FakeHarvest(clock, moments, page_size=page_size), FakeWorkroom(database)
    events = FakeEvents(database)
    moments.watchers.append(no_call_inside_a_transaction(database))
    ports = Ports(
        store=store,
        beside=store,
        queue=queue,
        workers=workers,
        oauth=harvest,
        glance_oauth=harvest,
        api=harvest,
        page_api=harvest,
        people=workroom,
        access=workroom,
        catalogue=workroom,
        timelogs=workroom,
        events=events,
        clock=clock,
        random=FakeRandom(),
        background=LateBackground(),
        ids=CountingIds(),
        lookback_days=60,
        keep_runs_days=400,
    )
    elin, account = _seed_studio(workroom, harvest)
    workroom.asker = elin
    return FakedPlugin(
        moments,
        clock,
        database,
        store,
        queue,
        workers,
        harvest,
        workroom,
        ports,
        events,
        FakeLasting(database, workroom),
        FakeTimesheet(database),
        elin,
        account,
    )


def _seed_studio(workroom: FakeWorkroom, harvest: FakeHarvest) -> tuple[Member, FakeAccount]:
    elin = workroom.hire(STUDIO, "elin", may_manage=True)
    workroom.hire(STUDIO, "jonas", may_manage=True)
    workroom.hire(STUDIO, "mira")
    studio = workroom.studio(STUDIO)
    studio.projects = [Project("villa", "Villa"), Project("cabin", "Cabin")]
    studio.activity_types = [
        ActivityType("drawings", "Drawings", Decimal(90), True),
        ActivityType("plans", "Plans", Decimal(80), True),
    ]
    account = harvest.account(1, "Harvest")
    account.emails = {1: "Mira@studio.example", 2: "elin@studio.example", 3: "x@other.example"}
    account.projects = {VILLA: HarvestItem(VILLA, "Villa"), CABIN: HarvestItem(CABIN, "Cabin")}
    account.tasks = {
        DRAWINGS: HarvestItem(DRAWINGS, "Drawings"),
        PLANS: HarvestItem(PLANS, "Plans"),
    }
    return elin, account


def no_call_inside_a_transaction(database: Transactional) -> Callable[[str], None]:
    """Return a watcher that fails where Harvest or Redis is called inside a transaction."""

    def watch(moment: str) -> None:
        calls = ("asked", "answered", "revoke", "enqueue")
        assert not (moment.startswith(calls) and database.is_open), moment

    return watch
