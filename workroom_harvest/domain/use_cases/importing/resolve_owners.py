"""The step that finds out who the owners of entries are."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from workroom_harvest.domain.errors import Forbidden
from workroom_harvest.domain.owners import Owners
from workroom_harvest.domain.ports.host import People
from workroom_harvest.domain.text import folded
from workroom_harvest.domain.use_cases.shared.harvest_session import HarvestSession


@dataclass(frozen=True)
class ResolveOwners:
    """Read Harvest's users and the studio's active members."""

    people: People

    def __call__(self, harvest: HarvestSession) -> Owners:
        """Return the owners.

        Where Harvest forbids its list of users, every user is unknown. Only a 403 is taken for
        that, because a wrong owner would stay for good; any other error is raised, as by
        `HarvestCalls.call`.
        """
        emails: Mapping[int, str] = {}
        with suppress(Forbidden):
            emails = harvest.emails()
        connection = harvest.connection
        members = self.people.active_members(connection.studio_id)
        fallback = self.people.member(connection.studio_id, connection.connected_by)
        # Of two members with the same address, the first in the host's order gets the entries.
        addresses = {folded(member.email or ""): member.id for member in reversed(members)}
        return Owners(emails, addresses, fallback.id if fallback else None)
