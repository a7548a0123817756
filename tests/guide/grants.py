"""Changes of the grants at the local Harvest."""

from tests.support.servers import LocalHarvest


def revoke_grants(harvest: LocalHarvest) -> None:
    """Revoke every grant, as a person can in their Harvest profile."""
    harvest.state.by_access.clear()
    harvest.state.by_refresh.clear()
