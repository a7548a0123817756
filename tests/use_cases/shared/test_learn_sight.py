"""What the grant sees is asked for, kept, and never silently less."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.harvest_faults import Fault, nonsense, transient
from tests.fakes.plugin import STUDIO, FakedPlugin
from workroom_harvest.domain.connection import ConnectionChange, Sight
from workroom_harvest.domain.errors import Forbidden, HarvestError, ResourceMissing, TokenRefused
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus

DAY = timedelta(days=1)
TONIGHT = datetime(2026, 6, 16, 2, tzinfo=UTC)


@pytest.fixture
def team(connected: FakedPlugin) -> FakedPlugin:
    """Return a plugin whose Elin logged two entries and Mira three."""
    connected.log(2, user_id=2, user_name="Elin")
    connected.log(3, user_id=1, user_name="Mira")
    connected.harvest.own_id = 2
    return connected


def night(plugin: FakedPlugin, moment: datetime) -> ImportRun:
    """Let the night of that moment run, and return its run."""
    plugin.clock.jump(moment)
    plugin.use.dispatch_due()
    plugin.settle()
    return plugin.runs()[-1]


def asked(plugin: FakedPlugin, action: Callable[[], object]) -> dict[str, int]:
    """Return how often each call was made to Harvest during the action."""
    before = plugin.harvest.calls.copy()
    action()
    return dict(plugin.harvest.calls - before)


def test_connecting_asks_what_the_grant_sees(plugin: FakedPlugin) -> None:
    """Connecting asks what the grant sees, and stores it."""
    plugin.harvest.role = Sight.TEAM
    connection, _ = plugin.connect()
    assert (connection.sees, connection.saw, connection.sees_less) == (
        Sight.TEAM,
        Sight.TEAM,
        False,
    )
    assert plugin.connection() == connection


@pytest.mark.parametrize(
    "error",
    [transient(), nonsense(), TokenRefused(), Forbidden(status=403), ResourceMissing(status=404)],
)
def test_no_answer_to_that_costs_nobody_the_connection(
    plugin: FakedPlugin, error: HarvestError
) -> None:
    """Where Harvest does not say, the connection is stored, and the first run asks again."""
    plugin.harvest.faults.append(Fault("sight", error, times=2))
    connection, change = plugin.connect()
    assert (change, connection.sees) == (ConnectionChange.NEW, None)
    assert plugin.connection() == connection
    assert plugin.harvest.grants == 1
    plugin.harvest.faults.clear()
    plugin.map()
    plugin.import_days()
    assert plugin.connection().sees is Sight.EVERYONE


def test_a_reconnect_by_somebody_with_fewer_rights_is_known(team: FakedPlugin) -> None:
    """A reconnect with fewer rights is known for it, until one with more follows."""
    team.harvest.role = Sight.SELF
    connection, change = team.connect()
    assert (change, connection.sees_less) == (ConnectionChange.SAME_ACCOUNT, True)
    assert (connection.sees, connection.saw) == (Sight.SELF, Sight.EVERYONE)
    team.harvest.role = Sight.EVERYONE
    connection, _ = team.connect()
    assert not connection.sees_less


def test_what_was_seen_before_ends_with_the_account(team: FakedPlugin) -> None:
    """What was seen before is forgotten with another account, and with a Disconnect."""
    team.harvest.account(2, "Second")
    team.harvest.role = Sight.SELF
    connection, change = team.connect(2)
    assert (change, connection.saw) == (ConnectionChange.OTHER_ACCOUNT, Sight.SELF)
    team.harvest.role = Sight.TEAM
    team.connect(2)
    team.use.disconnect(STUDIO)
    team.harvest.role = Sight.SELF
    connection, _ = team.connect(2)
    assert not connection.sees_less


def test_a_smaller_success_is_told(team: FakedPlugin) -> None:
    """A run that sees less than before brings less in, and says so."""
    assert not team.import_days().progress.sees_less
    team.harvest.role = Sight.SELF
    run = team.import_days()
    assert (run.status, run.progress.total, run.progress.sees_less) == (RunStatus.FINISHED, 2, True)
    assert (run.progress.sees, run.progress.saw) == (Sight.SELF, Sight.EVERYONE)
    assert team.connection().sees_less
    team.harvest.role = Sight.EVERYONE
    assert not team.import_days().progress.sees_less
    assert not team.connection().sees_less


def test_a_night_that_saw_less_is_asked_for_again(team: FakedPlugin) -> None:
    """A night asks again for the time of nights that saw less, so that nothing is lost."""
    team.use.set_automated_sync(STUDIO, True)
    assert night(team, TONIGHT).progress.imported == 5
    team.log(3, user_id=1, user_name="Mira")
    team.harvest.role = Sight.SELF
    for number in (1, 2, 3):
        assert night(team, TONIGHT + number * DAY).progress.imported == 0
    team.harvest.role = Sight.EVERYONE
    assert night(team, TONIGHT + 4 * DAY).progress.imported == 3
    # This is the one night of the week that reads all.
    assert night(team, TONIGHT + 5 * DAY).progress.imported == 0
    assert night(team, TONIGHT + 6 * DAY).progress.total == 0


def test_a_quiet_night_is_two_requests_and_one_with_new_entries_three(team: FakedPlugin) -> None:
    """A night asks for sight and entries, and for addresses only where there is something new."""
    team.use.set_automated_sync(STUDIO, True)
    team.harvest.page_size = 2000
    first = asked(team, lambda: night(team, TONIGHT))
    assert first == {"sight": 1, "entries": 1, "emails": 1}
    assert asked(team, lambda: night(team, TONIGHT + 3 * DAY)) == {"sight": 1, "entries": 1}


@pytest.mark.parametrize("role", [Sight.EVERYONE, None])
def test_a_run_asks_once_whatever_it_takes(team: FakedPlugin, role: Sight | None) -> None:
    """A run asks once what it sees, also in many time slices and without an answer."""
    team.log(6)
    team.harvest.role = role

    def be_slow(name: str) -> None:
        if name == "answered entries":
            team.clock.advance(timedelta(seconds=16))

    team.moments.watchers.append(be_slow)
    for page in (1, 2):
        team.harvest.faults.append(Fault("entries", transient(), page=page, times=2))
    assert asked(team, team.import_days)["sight"] == 1


@pytest.mark.parametrize("error", [transient(), transient(15), nonsense()])
def test_trouble_with_that_question_is_trouble_with_harvest(
    team: FakedPlugin, error: HarvestError
) -> None:
    """A failure of that question is tried again like any other of Harvest's."""
    team.harvest.faults.append(Fault("sight", error, times=2))
    run = team.import_days()
    assert (run.progress.imported, run.progress.sees) == (5, Sight.EVERYONE)


def test_a_refusal_to_say_is_no_reason_to_stop(team: FakedPlugin) -> None:
    """A refusal of that question leaves it unknown, and the run goes on."""
    team.harvest.faults.append(Fault("sight", Forbidden(status=403), times=-1))
    run = team.import_days()
    assert (run.status, run.progress.imported, run.progress.sees, run.progress.sees_less) == (
        RunStatus.FINISHED,
        5,
        None,
        False,
    )
