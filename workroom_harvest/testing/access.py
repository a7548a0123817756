"""The contract of `Access`."""

from workroom_harvest.testing.host import Host


class AccessContract:
    """The tests of what plans and roles allow."""

    def test_pro_is_said_of_studios_on_pro_alone(self, host: Host) -> None:
        """`is_pro` returns True or False, and no other value that counts as one of them."""
        assert host.access.is_pro(host.studio_id) is True
        assert host.access.is_pro(host.other_studio_id) is True
        assert host.access.is_pro(host.studio_id_without_pro) is False

    def test_managers_manage_their_own_studio_alone(self, host: Host) -> None:
        """Admins and the Designer may; plain members, former members and other studios' may not."""
        may = host.access.may_manage_integrations
        assert may(host.studio_id, host.manager_id) is True
        assert may(host.other_studio_id, host.other_manager_id) is True
        assert may(host.studio_id, host.plain_member_id) is False
        assert may(host.studio_id, host.former_manager_id) is False
        assert may(host.studio_id, host.other_manager_id) is False
        assert may(host.other_studio_id, host.manager_id) is False
