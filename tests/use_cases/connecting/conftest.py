"""A studio whose Admin consented to another Harvest account, and is asked about it."""

import pytest

from tests.fakes.plugin import FakedPlugin
from tests.use_cases.connecting.question import SECOND, THIRD
from workroom_harvest.domain.pending_grant import PendingGrant


@pytest.fixture
def asked(connected: FakedPlugin) -> FakedPlugin:
    """Return a connected plugin whose Elin consented to a second account, and is asked about it."""
    connected.harvest.account(SECOND, "Second")
    connected.harvest.account(THIRD, "Third")
    assert isinstance(connected.consent(SECOND), PendingGrant)
    return connected
