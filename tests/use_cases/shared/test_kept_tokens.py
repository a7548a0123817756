"""A pair of tokens that Harvest issued is kept, whatever happens around its refresh."""

import contextlib

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.harvest_faults import Fault, transient
from tests.fakes.plugin import FakedPlugin
from tests.use_cases.shared.harvest import DUE, call, refreshes
from workroom_harvest.domain.errors import ReconnectNeeded, StoreUnavailable, TransientHarvestError
from workroom_harvest.domain.use_cases.shared.harvest_calls import CLAIM, KEEP_TRIES


@pytest.mark.parametrize(
    ("single_use", "moment", "after", "lives"),
    [
        (True, "commit", 0, True),
        (True, "asked refresh", 0, True),
        (True, "answered refresh", 0, False),
        (True, "commit", 1, False),
        (True, "committed", 1, True),
        (False, "answered refresh", 0, True),
        (False, "commit", 1, True),
    ],
)
def test_a_crash_around_a_refresh(
    connected: FakedPlugin, single_use: bool, moment: str, after: int, lives: bool
) -> None:
    """A crash costs the connection only where single-use tokens were answered and not committed."""
    connected.harvest.single_use_refresh = single_use
    connected.clock.advance(DUE)
    connected.moments.kill(moment, after=after)
    with pytest.raises(Crash):
        call(connected)
    connected.moments.revive()
    if lives:
        assert call(connected)
    else:
        with pytest.raises(ReconnectNeeded):
            call(connected)
    assert connected.connection().works is lives


@pytest.mark.parametrize("single_use", [True, False])
def test_a_pair_that_lands_late_ends_the_reconnect_that_another_noted(
    connected: FakedPlugin, single_use: bool
) -> None:
    """A pair that is stored late ends the reconnect that another process noted meanwhile."""
    connected.harvest.single_use_refresh = single_use
    connected.clock.advance(DUE)
    told: list[bool] = []

    def freeze() -> None:
        connected.clock.advance(2 * CLAIM)
        with contextlib.suppress(ReconnectNeeded):
            call(connected)
        told.append(not connected.connection().works)

    connected.once("answered refresh", freeze)
    assert call(connected)
    assert told == [single_use]
    assert connected.connection().works
    assert connected.harvest.calls["revoke"] == 0


@pytest.mark.parametrize("moment", ["commit", "committed"])
def test_a_pair_outlives_a_database_that_is_away_for_a_moment(
    connected: FakedPlugin, moment: str
) -> None:
    """A new pair is stored though the database fails for a moment or its answer is lost."""
    connected.harvest.single_use_refresh = True
    connected.clock.advance(DUE)
    # The first commit is the claim's.
    connected.lose(moment, times=3 if moment == "commit" else 1, after=1)
    assert call(connected) == "access-2"
    assert (refreshes(connected), connected.harvest.grants) == (1, 1)
    assert connected.connection().works


def test_a_database_that_stays_away_is_said(connected: FakedPlugin) -> None:
    """A database that stays away is raised as such, and Harvest is not asked again."""
    connected.clock.advance(DUE)
    connected.lose("commit", times=KEEP_TRIES, after=1)
    with pytest.raises(StoreUnavailable):
        call(connected)
    assert refreshes(connected) == 1


def test_trouble_is_told_as_such_where_the_claim_cannot_be_given_back(
    connected: FakedPlugin,
) -> None:
    """A failed refresh is raised as Harvest's even where its claim has to run out by itself."""
    connected.clock.advance(DUE)
    connected.harvest.faults.append(Fault("refresh", transient()))
    connected.lose("commit", after=1)
    with pytest.raises(TransientHarvestError):
        call(connected)
    assert call(connected) == "access-2"
