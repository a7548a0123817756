"""A contract for a host's four objects, to be run by the host's own tests with pytest.

    from workroom_harvest.testing import Host, HostContract, Written

    class TestWorkroom(HostContract):
        @pytest.fixture
        def host(self, app):
            with app.app_context():
                yield Host(people=..., access=..., catalogue=..., timelogs=..., ...)

Each test claims what the plugin relies on, as the protocols' docstrings say it. The fixture gives a
fresh database, within an app context and outside of any request: that is how workers ask.
"""

from workroom_harvest.testing.access import AccessContract
from workroom_harvest.testing.catalogue import CatalogueContract
from workroom_harvest.testing.host import Host, Written
from workroom_harvest.testing.people import PeopleContract
from workroom_harvest.testing.timelogs import TimelogsContract

__all__ = ["Host", "HostContract", "Written"]


class HostContract(PeopleContract, AccessContract, CatalogueContract, TimelogsContract):
    """What the plugin relies on."""
