"""The ports for Workroom, the host: four protocols that a host implements.

Ids are the host's own, as opaque text of up to 64 characters; `studio_id` is a studio's. The tests
in `workroom_harvest.testing` check a host's four objects.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from workroom_harvest.domain.entries import NewTimelog


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a studio. One without an `email` can only be a fallback owner."""

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
    """A Workroom activity type. `hourly_rate` is in the studio's currency."""

    id: str
    name: str
    hourly_rate: Decimal
    is_billable: bool
    is_archived: bool = False


class People(Protocol):
    """The members of studios, and who is signed in."""

    def current_member(self) -> Member | None:
        """Return who is signed in, as a member of the studio in use, or None if nobody is."""

    def active_members(self, studio_id: str) -> Sequence[Member]:
        """Return everybody who is a member of the studio now."""

    def member(self, studio_id: str, member_id: str) -> Member | None:
        """Return the studio's active member of that id, or None if there is none."""

    def time_zone(self, studio_id: str) -> str | None:
        """Return the IANA name of the studio's time zone, or None if the host keeps none."""


class Access(Protocol):
    """What a studio's plan and a member's role allow."""

    def is_pro(self, studio_id: str) -> bool:
        """Return whether the studio's plan includes integrations."""

    def may_manage_integrations(self, studio_id: str, member_id: str) -> bool:
        """Return whether the member is an Admin or the Designer of the studio."""


class Catalogue(Protocol):
    """What can be mapped to. Archived objects are included, because pairs outlive them."""

    def projects(self, studio_id: str) -> Sequence[Project]:
        """Return the studio's own projects, in the order in which a dropdown lists them."""

    def activity_types(self, studio_id: str) -> Sequence[ActivityType]:
        """Return the studio's own activity types, in the order in which a dropdown lists them."""


class Timelogs(Protocol):
    """The host's timelogs, to which imported entries are added."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Add up to 2,000 timelogs, and return how many were added: all of them.

        If not all can be added, add none and raise. Where the host can tell which ones it refuses,
        it raises `TimelogsRefused` with the cause for each; after any other error the plugin finds
        them by itself, by adding parts of the list.

        The host writes in the caller's transaction, on the session of the caller, inside a
        savepoint. It must not commit, roll back or use another session; savepoints that it opens
        and closes itself are allowed. The plugin checks its transaction afterwards, and stops the
        import if it is no longer the same or if the number differs. Timelogs must be in the same
        database as the plugin's own tables, because two databases cannot be committed as one.
        """
