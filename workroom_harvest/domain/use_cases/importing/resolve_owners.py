"""The step that finds out who the owners of entries are."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.errors import Forbidden
from workroom_harvest.domain.owners import Owners
from workroom_harvest.domain.ports.harvest import HarvestApi
from workroom_harvest.domain.ports.host import People
from workroom_harvest.domain.text import folded
from workroom_harvest.domain.use_cases.shared.harvest_calls import HarvestCalls


@dataclass(frozen=True)
class ResolveOwners:
    """Read Harvest's users and the studio's active members."""

    people: People
    api: HarvestApi
    calls: HarvestCalls

    def __call__(self, connection: Connection, keep_alive: Callable[[], None]) -> Owners:
        """Return the owners. `keep_alive` is called before each attempt.

        Where Harvest forbids its list of users, every user is unknown. Only a 403 is taken for
        that, because a wrong owner would stay for good; any other error is raised, as by
        `HarvestCalls.call`.
        """
        emails: Mapping[int, str] = {}
        with suppress(Forbidden):
            emails = self.calls.call(connection, lambda key: self.api.emails(key, keep_alive))
        members = self.people.active_members(connection.studio_id)
        fallback = self.people.member(connection.studio_id, connection.connected_by)
        # Of two members with the same address, the first in the host's order gets the entries.
        addresses = {folded(member.email or ""): member.id for member in reversed(members)}
        return Owners(emails, addresses, fallback.id if fallback else None)
