"""The lines of `flask harvest doctor`, which are English: whoever reads them runs Workroom."""

from collections.abc import Mapping

from workroom_harvest.domain.use_cases.operating.run_health_checks import Component, HealthCheck
from workroom_harvest.web.presenters.sentences import sentence

NAMES: Mapping[Component, str] = {
    Component.SETTINGS: "Settings",
    Component.DATABASE: "Database",
    Component.HOST: "Workroom",
    Component.WORKER: "Worker",
    Component.SCHEDULER: "Scheduler",
    Component.HARVEST_ID: "Harvest ID",
    Component.HARVEST_API: "Harvest API",
}
"""The name of each component."""


def health_line(check: HealthCheck) -> str:
    """Return the component's name and its state, with what to do if it is not well."""
    said = "; ".join(map(sentence, check.messages))
    if check.component is Component.HOST and not check.is_well:
        asked = f" (asked for studio {check.studio_id})" if check.studio_id else ""
        said = f"{said}{asked}. Mend what was given to WorkroomHarvest."
    return f"{NAMES[check.component]}: {said}"
