"""workroom_harvest imports Harvest time entries into Workroom as timelogs."""

from workroom_harvest.domain.entries import Duration, NewTimelog
from workroom_harvest.domain.errors import SettingsError, TimelogsRefused
from workroom_harvest.domain.ports.host import (
    Access,
    ActivityType,
    Catalogue,
    Member,
    People,
    Project,
    Timelogs,
)
from workroom_harvest.extension import WorkroomHarvest

__all__ = [
    "Access",
    "ActivityType",
    "Catalogue",
    "Duration",
    "Member",
    "NewTimelog",
    "People",
    "Project",
    "SettingsError",
    "Timelogs",
    "TimelogsRefused",
    "WorkroomHarvest",
]
