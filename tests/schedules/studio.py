"""What there is in Workroom and in Harvest before a schedule begins."""

from tests.fakes.plugin import CABIN, MAPPED, STUDIO, VILLA, FakedPlugin
from tests.fakes.wiring import faked_plugin
from workroom_harvest.domain.ports.harvest import HarvestItem
from workroom_harvest.domain.ports.host import Project
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges

LAKE = 12
OTHER_ACCOUNT, OTHER_PROJECT, OTHER_TASK = 2, 30, 40
MAPPED_AT = {
    1: MappingChanges((*MAPPED.projects, Choice(LAKE, "lake")), MAPPED.tasks),
    OTHER_ACCOUNT: MappingChanges(
        (Choice(OTHER_PROJECT, "villa"),), (Choice(OTHER_TASK, "plans"),)
    ),
}
"""Everything that there is to map, by Harvest account."""


def faked() -> FakedPlugin:
    """Return the plugin over the fakes, with what there is in Harvest and Workroom."""
    plugin = faked_plugin(page_size=2)
    plugin.workroom.studio(STUDIO).projects.append(Project("lake", "Lake"))
    plugin.account.projects[LAKE] = HarvestItem(LAKE, "Lake")
    for number, project_id in enumerate((LAKE, VILLA, CABIN), start=1):
        plugin.log(id=number, project_id=project_id)
    other = plugin.harvest.account(OTHER_ACCOUNT, "Other")
    other.projects = {OTHER_PROJECT: HarvestItem(OTHER_PROJECT, "Theirs")}
    other.tasks = {OTHER_TASK: HarvestItem(OTHER_TASK, "Work")}
    other.put(plugin.log(id=9, project_id=OTHER_PROJECT, task_id=OTHER_TASK)[0])
    plugin.account.remove(9)
    return plugin
