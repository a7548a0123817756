"""The contract of Access."""

from workroom_harvest.testing.host import Host


class AccessContract:
    """What plans and roles allow."""

    def test_pro_is_said_of_studios_on_pro_alone(self, host: Host) -> None:
        """True or False, and nothing that passes for one of them."""
        assert host.access.is_pro(host.studio_id) is True
        assert host.access.is_pro(host.other_studio_id) is True
        assert host.access.is_pro(host.studio_id_without_pro) is False

    def test_managers_manage_their_own_studio_alone(self, host: Host) -> None:
        """Admin and Designer; no plain member, no former one, no other studio's."""
        may = host.access.may_manage_integrations
        assert may(host.studio_id, host.manager_id) is True
        assert may(host.other_studio_id, host.other_manager_id) is True
        assert may(host.studio_id, host.plain_member_id) is False
        assert may(host.studio_id, host.former_manager_id) is False
        assert may(host.studio_id, host.other_manager_id) is False
        assert may(host.other_studio_id, host.manager_id) is False
