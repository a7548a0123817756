"""The bench of the fake Harvest."""

from datetime import datetime

from tests.contract.benches import (
    ACCOUNT,
    CABIN,
    CHANGED,
    DRAWINGS,
    EMAILS,
    NEIGHBOUR,
    VILLA,
    Bench,
)
from tests.fakes.clock import FakeClock
from tests.fakes.harvest import FakeHarvest
from tests.fakes.harvest_faults import Fault, nonsense, transient
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.errors import (
    Forbidden,
    HarvestError,
    RequestRejected,
    ResourceMissing,
    TokenRefused,
)
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.harvest import HarvestApi, HarvestOAuth

ERRORS: dict[str, HarvestError] = {
    "401": TokenRefused(),
    "403": Forbidden(status=403),
    "404": ResourceMissing(status=404),
    "422": RequestRejected(status=422),
    "429": transient(15.0),
    **dict.fromkeys(("500", "503"), transient()),
    "html": nonsense(),
}


class FakeBench(Bench):
    """The fake Harvest with the bench's two accounts."""

    def __init__(self) -> None:
        self.clock: Clock = FakeClock()
        self.harvest = FakeHarvest(self.clock)
        self.oauth: HarvestOAuth = self.harvest
        self.api: HarvestApi = self.harvest
        self.harvest.account(NEIGHBOUR.id, NEIGHBOUR.name)
        self.account = self.harvest.account(ACCOUNT.id, ACCOUNT.name)
        self.account.emails |= EMAILS
        self.account.projects = {one.id: one for one in (VILLA, CABIN)}
        self.account.tasks = {DRAWINGS.id: DRAWINGS}

    def consent(self) -> str:
        return self.harvest.consent(ACCOUNT.id)

    def put(self, entry: HarvestEntry, changed_at: datetime = CHANGED) -> None:
        self.account.put(entry, changed_at)

    def withdraw(self) -> None:
        self.harvest.withdraw()

    def expire(self) -> None:
        self.harvest.expire()

    def be_member(self) -> None:
        self.harvest.role = Sight.SELF
        self.account.assigned = {VILLA.id}

    def be_manager(self) -> None:
        self.harvest.role = Sight.TEAM

    def fail(self, call: str, kind: str, *, page: int = 0) -> None:
        self.harvest.faults.append(Fault(call, ERRORS[kind], page))

    def go_down(self) -> None:
        self.harvest.is_down = True

    def offer_no_revocation(self) -> None:
        self.harvest.offers_revocation = False
