"""A studio whose cabin was not mapped."""

import pytest

from tests.fakes.plugin import CABIN, PLANS, FakedPlugin
from tests.use_cases.following_up.helpers import VILLA_ONLY


@pytest.fixture
def late(plugin: FakedPlugin) -> FakedPlugin:
    """Return a plugin in which one entry of the villa came in, and four wait for mappings.

    Two of the cabin lack their project alone, one its task as well, and one of the villa its task.
    """
    plugin.connect()
    plugin.map(VILLA_ONLY)
    plugin.log(1)
    plugin.log(2, project_id=CABIN, project_name="Cabin")
    plugin.log(1, project_id=CABIN, project_name="Cabin", task_id=PLANS, task_name="Plans")
    plugin.log(1, task_id=PLANS, task_name="Plans")
    plugin.import_days()
    return plugin
