"""What the tests of nights in trouble share: an outage, and a night that rests."""

from datetime import timedelta

from tests.fakes.plugin import FakedPlugin
from tests.use_cases.scheduling.helpers import MINUTE
from workroom_harvest.domain.run import ImportRun, RunKind


def pass_time(plugin: FakedPlugin, length: timedelta) -> None:
    """Let that time pass, with a tick and a free worker each minute."""
    for _ in range(round(length / MINUTE)):
        plugin.tick()
        plugin.work()


def begin(plugin: FakedPlugin) -> ImportRun:
    """Return tonight's run after its first time slice."""
    pass_time(plugin, MINUTE)
    (night,) = (run for run in plugin.runs() if run.request.kind is RunKind.NIGHTLY)
    return night


def go_down(plugin: FakedPlugin) -> None:
    """Let Harvest be unreachable from now on."""
    plugin.harvest.is_down = True


def come_back(plugin: FakedPlugin) -> None:
    """Let Harvest answer again."""
    plugin.harvest.is_down = False
