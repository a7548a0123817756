"""The days of the demo's studios, whose midnight comes before UTC's."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def studio_today() -> date:
    """Return today where the demo's studios are, which is tomorrow in UTC for an hour or two."""
    return datetime.now(ZoneInfo("Europe/Stockholm")).date()
