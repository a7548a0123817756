"""What becomes of a grant at Harvest."""

from tests.support.servers import LocalHarvest


def forget(harvest: LocalHarvest) -> None:
    """Somebody withdraws every grant, in their Harvest profile."""
    harvest.state.by_access.clear()
    harvest.state.by_refresh.clear()
