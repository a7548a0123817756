"""workroom_harvest imports Harvest time entries into Workroom as timelogs.

Each public name is loaded when it is first used, so that the domain can be imported without Flask
and without a database driver.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workroom_harvest.adapters import signals
    from workroom_harvest.domain.entries import (
        Duration,
        FoundTimelog,
        HarvestStatus,
        NewTimelog,
    )
    from workroom_harvest.domain.errors import SettingsError, TimelogsRefused
    from workroom_harvest.domain.ports.correctable_timelogs import CorrectableTimelogs
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
    from workroom_harvest.web.host_widgets import harvest_status
    from workroom_harvest.web.presenters.menu import MenuStatus

__all__ = [
    "Access",
    "ActivityType",
    "Catalogue",
    "CorrectableTimelogs",
    "Duration",
    "FoundTimelog",
    "HarvestStatus",
    "Member",
    "MenuStatus",
    "NewTimelog",
    "People",
    "Project",
    "SettingsError",
    "Timelogs",
    "TimelogsRefused",
    "WorkroomHarvest",
    "harvest_status",
    "signals",
]

_HOMES = {
    **dict.fromkeys(("Duration", "FoundTimelog", "HarvestStatus", "NewTimelog"), "domain.entries"),
    **dict.fromkeys(("SettingsError", "TimelogsRefused"), "domain.errors"),
    "CorrectableTimelogs": "domain.ports.correctable_timelogs",
    **dict.fromkeys(
        ("Access", "ActivityType", "Catalogue", "Member", "People", "Project", "Timelogs"),
        "domain.ports.host",
    ),
    "WorkroomHarvest": "extension",
    "MenuStatus": "web.presenters.menu",
    "harvest_status": "web.host_widgets",
}


def __getattr__(name: str) -> Any:
    """Return the public name from the module that defines it, or the module `signals`.

    Raise `AttributeError` for any other name.
    """
    if name == "signals":
        return import_module(f"{__name__}.adapters.signals")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
