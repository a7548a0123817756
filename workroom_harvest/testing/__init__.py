"""The contract of a host's four objects, which the host's own tests run with pytest.

    from workroom_harvest.testing import Host, HostContract, Written

    class TestWorkroom(HostContract):
        @pytest.fixture
        def host(self, app):
            with app.app_context():
                yield Host(people=..., access=..., catalogue=..., timelogs=..., ...)

Each test claims one thing that the plugin relies on; the protocols' docstrings say the same. The
fixture gives a host with a fresh database, within an app context and outside of a request, which is
how workers call it.
"""

from workroom_harvest.testing.access import AccessContract
from workroom_harvest.testing.catalogue import CatalogueContract
from workroom_harvest.testing.changing import ChangingContract
from workroom_harvest.testing.finding import FindingContract
from workroom_harvest.testing.host import Host, Written
from workroom_harvest.testing.people import PeopleContract
from workroom_harvest.testing.removing import RemovingContract
from workroom_harvest.testing.timelogs import TimelogsContract

__all__ = ["Host", "HostContract", "Written"]


class HostContract(
    PeopleContract,
    AccessContract,
    CatalogueContract,
    TimelogsContract,
    FindingContract,
    ChangingContract,
    RemovingContract,
):
    """The tests of everything that the plugin relies on in a host.

    Those of `CorrectableTimelogs` are skipped for a host that does not offer it.
    """
