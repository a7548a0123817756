"""What the tests of a run share: faults of Harvest, moments of a run, and its result."""

from collections.abc import Callable

from tests.fakes.harvest_faults import Fault
from tests.fakes.plugin import FakedPlugin
from workroom_harvest.domain.errors import Forbidden, HarvestError
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason

PAGES, PAGE_SIZE = 3, 3
FORBIDDEN = Forbidden(status=403)


def fail(plugin: FakedPlugin, error: HarvestError, *, page: int = 0, times: int = 1) -> None:
    """Let Harvest's list of entries fail with that error, on one page or any, so many times."""
    plugin.harvest.faults.append(Fault("entries", error, page, times))


def at(plugin: FakedPlugin, moment: str, action: Callable[[], object], *, nth: int = 1) -> None:
    """Let something happen when a moment is reached for the nth time."""
    plugin.moments.at(moment, action, nth=nth)


def result(run: ImportRun) -> tuple[RunStatus, int, dict[SkipReason, int]]:
    """Return the status, the imported count and the skipped counts of a run."""
    return run.status, run.progress.imported, dict(run.progress.skipped)
