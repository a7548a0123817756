"""What a run's steps work with while a page is turned, or some questions are asked."""

from collections.abc import Callable
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.decisions import MappingSnapshot
from workroom_harvest.domain.owners import Owners
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper
from workroom_harvest.domain.use_cases.shared.harvest_session import HarvestSession


@dataclass(frozen=True)
class Turn:
    """The lease under which a run's steps write, and the world as it is at this turn.

    `owners` is called only where an entry is wanted, and may raise `HarvestError`. Questions are
    asked until `ends` by the monotonic clock.
    """

    lease: LeaseKeeper
    connection: Connection
    mappings: MappingSnapshot
    harvest: HarvestSession
    owners: Callable[[], Owners]
    ends: float

    @property
    def account_id(self) -> int:
        """Return the id of the connected Harvest account."""
        return self.connection.harvest_account.id
