"""The studio's own day, by which an import's default days are counted."""

from dataclasses import dataclass
from datetime import UTC, date
from zoneinfo import ZoneInfo

from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.host import People


@dataclass(frozen=True)
class Today:
    """The studio's own calendar day."""

    people: People
    clock: Clock

    def __call__(self, studio_id: str) -> date:
        """Today in the studio's zone where the host tells a zone that exists, else in UTC."""
        name = self.people.time_zone(studio_id)
        try:
            zone = ZoneInfo(name) if name else UTC
        except (KeyError, ValueError, OSError):
            # OSError for the name of a folder of zones, such as America.
            zone = UTC
        return self.clock.now().astimezone(zone).date()
