"""The use case that returns a studio's time zone, and its calendar day by that."""

from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from zoneinfo import ZoneInfo

from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.host import People


@dataclass(frozen=True)
class Today:
    """Find out which calendar day it is for a studio."""

    people: People
    clock: Clock

    def __call__(self, studio_id: str) -> date:
        """Return today's date in the studio's time zone, by which the default period is counted."""
        return self.clock.now().astimezone(self.zone(studio_id)).date()

    def zone(self, studio_id: str) -> tzinfo:
        """Return the studio's zone: UTC if the host names none, or one that does not exist."""
        name = self.people.time_zone(studio_id)
        try:
            return ZoneInfo(name) if name else UTC
        except (KeyError, ValueError, OSError):
            # OSError is raised for the name of a folder of zones, such as America.
            return UTC
