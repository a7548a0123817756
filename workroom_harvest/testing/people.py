"""The contract of `People`."""

from zoneinfo import ZoneInfo

from workroom_harvest.testing.catalogue import _ids
from workroom_harvest.testing.host import Host


class PeopleContract:
    """The tests of members, and of who is signed in."""

    def test_active_members_are_the_studios_own(self, host: Host) -> None:
        """Another studio's members are not listed, as they would own this one's hours."""
        members = host.people.active_members(host.studio_id)
        assert {host.manager_id, host.plain_member_id} <= _ids(members)
        assert host.other_manager_id not in _ids(members)
        assert {member.studio_id for member in members} == {host.studio_id}
        others = host.people.active_members(host.other_studio_id)
        assert host.other_manager_id in _ids(others)
        assert not {host.manager_id, host.plain_member_id} & _ids(others)

    def test_a_former_member_is_no_longer_active(self, host: Host) -> None:
        """A former member is neither listed nor found by id, so nobody who left owns new hours."""
        assert host.former_manager_id not in _ids(host.people.active_members(host.studio_id))
        assert host.people.member(host.studio_id, host.former_manager_id) is None

    def test_a_member_is_found_by_id_in_their_own_studio_only(self, host: Host) -> None:
        """The member is the same as among the active ones, and unknown in another studio."""
        found = host.people.member(host.studio_id, host.manager_id)
        assert found is not None
        assert found in host.people.active_members(host.studio_id)
        assert host.people.member(host.other_studio_id, host.manager_id) is None
        assert host.people.member(host.studio_id, host.other_manager_id) is None

    def test_an_address_is_one_or_none(self, host: Host) -> None:
        """An e-mail address has an at sign or is missing, as owners are matched by it."""
        for member in host.people.active_members(host.studio_id):
            assert not member.email or "@" in member.email

    def test_nobody_is_signed_in_outside_of_a_request(self, host: Host) -> None:
        """Outside of a request `current_member` returns None and does not raise.

        Commands and workers call it, too.
        """
        assert host.people.current_member() is None

    def test_a_time_zone_has_an_iana_name_or_there_is_none(self, host: Host) -> None:
        """A time zone is an IANA name such as `Europe/Stockholm`, or None.

        An offset, a folder of zones or a name of the host's own is not allowed.
        """
        for studio_id in (host.studio_id, host.other_studio_id):
            zone = host.people.time_zone(studio_id)
            assert zone is None or ZoneInfo(zone).key == zone
