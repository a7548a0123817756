"""The use case that returns a studio's calendar day, by which the default period is counted."""

from dataclasses import dataclass
from datetime import UTC, date
from zoneinfo import ZoneInfo

from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.host import People


@dataclass(frozen=True)
class Today:
    """Find out which calendar day it is for a studio."""

    people: People
    clock: Clock

    def __call__(self, studio_id: str) -> date:
        """Return today's date in the studio's time zone.

        If the host names no zone, or one that does not exist, it is the date in UTC.
        """
        name = self.people.time_zone(studio_id)
        try:
            zone = ZoneInfo(name) if name else UTC
        except (KeyError, ValueError, OSError):
            # OSError is raised for the name of a folder of zones, such as America.
            zone = UTC
        return self.clock.now().astimezone(zone).date()
