"""The contract of `Catalogue`."""

from collections.abc import Sequence
from decimal import Decimal

from workroom_harvest.domain.ports.host import ActivityType, Member, Project
from workroom_harvest.testing.host import Host


class CatalogueContract:
    """The tests of what can be mapped to."""

    def test_projects_are_the_studios_own(self, host: Host) -> None:
        """Another studio's projects are not listed, as they would be offered in a dropdown."""
        ours = host.catalogue.projects(host.studio_id)
        assert host.project_id in _ids(ours)
        assert host.other_project_id not in _ids(ours)
        others = host.catalogue.projects(host.other_studio_id)
        assert host.other_project_id in _ids(others)
        assert not {host.project_id, host.archived_project_id} & _ids(others)

    def test_activity_types_are_the_studios_own(self, host: Host) -> None:
        """Another studio's activity types are not listed, as they would bring its rates along."""
        ours = host.catalogue.activity_types(host.studio_id)
        assert host.activity_type_id in _ids(ours)
        assert host.other_activity_type_id not in _ids(ours)
        others = host.catalogue.activity_types(host.other_studio_id)
        assert host.other_activity_type_id in _ids(others)
        assert not {host.activity_type_id, host.archived_activity_type_id} & _ids(others)

    def test_archived_projects_are_there_and_flagged(self, host: Host) -> None:
        """Archived projects are listed as such, because mappings outlive them."""
        archived = {one.id: one.is_archived for one in host.catalogue.projects(host.studio_id)}
        assert archived[host.archived_project_id] is True
        assert archived[host.project_id] is False

    def test_archived_activity_types_are_there_and_flagged(self, host: Host) -> None:
        """Archived activity types are listed as such, because mappings outlive them."""
        types = host.catalogue.activity_types(host.studio_id)
        archived = {one.id: one.is_archived for one in types}
        assert archived[host.archived_activity_type_id] is True
        assert archived[host.activity_type_id] is False

    def test_rates_are_exact(self, host: Host) -> None:
        """Rates are finite decimals, as money is no binary float, and billable is True or False."""
        for kind in host.catalogue.activity_types(host.studio_id):
            assert isinstance(kind.hourly_rate, Decimal)
            assert kind.hourly_rate.is_finite()
            assert isinstance(kind.is_billable, bool)

    def test_ids_are_short_text(self, host: Host) -> None:
        """Ids are unique text of at most 64 characters, the length of the plugin's columns."""
        for things in (
            host.catalogue.projects(host.studio_id),
            host.catalogue.activity_types(host.studio_id),
            host.people.active_members(host.studio_id),
        ):
            ids = [one.id for one in things]
            assert all(isinstance(one, str) and 0 < len(one) <= 64 for one in ids)
            assert len(set(ids)) == len(ids)
            assert all(isinstance(one.name, str) and one.name for one in things)


def _ids(things: Sequence[Member] | Sequence[Project] | Sequence[ActivityType]) -> set[str]:
    return {one.id for one in things}
