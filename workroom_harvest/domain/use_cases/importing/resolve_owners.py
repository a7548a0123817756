"""Whose timelog an entry becomes: what has to be known for it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.decisions import Owners
from workroom_harvest.domain.errors import Forbidden
from workroom_harvest.domain.ports.harvest import HarvestApi
from workroom_harvest.domain.ports.host import People
from workroom_harvest.domain.text import folded
from workroom_harvest.domain.use_cases.shared.harvest_calls import HarvestCalls


@dataclass(frozen=True)
class ResolveOwners:
    """Harvest's users beside the studio's active members."""

    people: People
    api: HarvestApi
    calls: HarvestCalls

    def __call__(self, connection: Connection, keep_alive: Callable[[], None]) -> Owners:
        """The owners; raises `HarvestError`.

        Where Harvest forbids its list of users everybody is unknown. Only a 403 says that it does:
        the wrong owner would be written down for good.
        """
        emails: Mapping[int, str] = {}
        with suppress(Forbidden):
            emails = self.calls.call(connection, lambda key: self.api.emails(key, keep_alive))
        members = self.people.active_members(connection.studio_id)
        fallback = self.people.member(connection.studio_id, connection.connected_by)
        # Of two with one address the first, as the host lists them.
        addresses = {folded(member.email or ""): member.id for member in reversed(members)}
        return Owners(emails, addresses, fallback.id if fallback else None)
