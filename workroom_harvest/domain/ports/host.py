"""What Workroom, the host, lends the plugin: four small objects.

Ids are the host's own as opaque text of up to 64 characters. `studio_id` names a studio. The
contract tests in `workroom_harvest.testing` check a host's four objects.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from workroom_harvest.domain.entries import NewTimelog


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who belongs to a studio; without an `email` only a fallback owner."""

    id: str
    studio_id: str
    name: str
    email: str | None


@dataclass(frozen=True, slots=True)
class Project:
    """A Workroom project."""

    id: str
    name: str
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class ActivityType:
    """A Workroom activity type with its hourly rate, in the studio's currency."""

    id: str
    name: str
    hourly_rate: Decimal
    is_billable: bool
    is_archived: bool = False


class People(Protocol):
    """Who is who in the host."""

    def current_member(self) -> Member | None:
        """Who is asking, in the studio that they are working in; None when nobody is signed in."""

    def active_members(self, studio_id: str) -> Sequence[Member]:
        """Everybody who belongs to the studio now."""

    def member(self, studio_id: str, member_id: str) -> Member | None:
        """The active member of that id in that studio, or None when there is none any more."""

    def time_zone(self, studio_id: str) -> str | None:
        """The studio's zone by its IANA name, or None where the host keeps none."""


class Access(Protocol):
    """What the host's plans and roles allow."""

    def is_pro(self, studio_id: str) -> bool:
        """Whether the studio is on a plan that includes integrations."""

    def may_manage_integrations(self, studio_id: str, member_id: str) -> bool:
        """Whether the member is the studio's Admin or Designer."""


class Catalogue(Protocol):
    """What a mapping can point to; archived ones included, since pairs outlive them."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        """The studio's projects, in the order in which a dropdown shows them."""

    def activity_types(self, studio_id: str) -> Sequence[ActivityType]:
        """The studio's activity types, in the order in which a dropdown shows them."""


class Timelogs(Protocol):
    """Where imported entries end up."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """How many it added: all of them in the caller's transaction, or none and an error.

        No commit, no rollback, no other session: the plugin checks its transaction afterwards, and
        stops the import where it is not the same, or where the number is another. Savepoints that
        the host opens and closes itself are its own affair.

        Called inside a savepoint, with up to 2000 at once. Where the host can tell which ones it
        refuses it raises `TimelogsRefused` with their causes; with any other error the plugin
        finds them itself, in parts that halve and double. They belong in the database of the
        plugin's own tables: two databases cannot be committed as one.
        """
