"""What the two cards say, and what whoever runs the plugin is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Never

import pytest

from tests.fakes.host import FakeWorkroom
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.support.factories import NOON
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.ports.store import Resealed
from workroom_harvest.domain.use_cases.operating.check_host import CheckHost


def test_an_unconnected_studio_has_nothing_to_show(plugin: FakedPlugin) -> None:
    """But when the next night is."""
    found = plugin.use.show_overview(STUDIO)
    assert (found.connection, found.connected_by) == (None, None)
    assert (found.latest_run, found.latest_night) == (None, None)
    assert found.next_night == datetime(2026, 6, 16, 2, tzinfo=UTC)


def test_both_cards_come_from_the_database_alone(connected: FakedPlugin) -> None:
    """Harvest is down, and the queue is away."""
    connected.use.set_automated_sync(STUDIO, True)
    connected.log()
    connected.tick(timedelta(days=1))
    connected.work()
    connected.clock.advance(timedelta(minutes=1))
    by_hand = connected.import_days()
    connected.harvest.is_down = connected.queue.is_away = True
    found = connected.use.show_overview(STUDIO)
    assert (found.connection, found.connected_by) == (connected.connection(), "Elin")
    assert (found.latest_run, found.latest_night) == (by_hand, connected.runs()[0])


def test_a_designer_who_left_is_no_longer_named(connected: FakedPlugin) -> None:
    """Then there is no fallback owner."""
    del connected.workroom.studio(STUDIO).members["elin"]
    assert connected.use.show_overview(STUDIO).connected_by is None


def test_after_a_disconnect_the_past_is_not_shown(connected: FakedPlugin) -> None:
    """Nor a former connection's after reconnecting."""
    connected.use.set_automated_sync(STUDIO, True)
    connected.tick(timedelta(days=1))
    connected.work()
    connected.use.disconnect(STUDIO)
    gone = connected.use.show_overview(STUDIO)
    assert (gone.latest_run, gone.latest_night) == (None, None)
    connected.connect()
    back = connected.use.show_overview(STUDIO)
    assert (back.latest_run, back.latest_night) == (None, None)


def test_when_all_is_well_every_finding_says_so(plugin: FakedPlugin) -> None:
    """In the order of the way of an import."""
    plugin.workers.tick = NOON
    findings = plugin.use.run_health_checks()
    assert [finding.name for finding in findings] == [
        "Settings",
        "Database",
        "Workroom",
        "Worker",
        "Scheduler",
        "Harvest ID",
        "Harvest API",
    ]
    assert all(finding.is_well for finding in findings)
    assert "next tick 2026-06-15 12:00 UTC" in findings[4].sentence


def _unwell(plugin: FakedPlugin) -> set[str]:
    return {finding.name for finding in plugin.use.run_health_checks() if not finding.is_well}


def test_each_trouble_is_found_and_none_raises(plugin: FakedPlugin) -> None:
    """One by one."""
    plugin.workers.tick = NOON
    plugin.store.has_tables = False
    assert _unwell(plugin) == {"Database"}
    plugin.database.is_away = True
    assert _unwell(plugin) == {"Database", "Workroom"}
    plugin.store.has_tables, plugin.database.is_away = True, False
    plugin.workers.count, plugin.workers.tick = 0, None
    assert _unwell(plugin) == {"Worker", "Scheduler"}
    plugin.workers.is_away = plugin.harvest.is_down = True
    assert _unwell(plugin) == {"Worker", "Scheduler", "Harvest ID", "Harvest API"}


@pytest.mark.parametrize("alive", [0, 2])
def test_a_redis_that_refuses_writes_is_told_and_not_taken_for_absent_workers(
    plugin: FakedPlugin, alive: int
) -> None:
    """Who lives says so by writing, so that nothing is known of anybody."""
    plugin.workers.count, plugin.workers.tick = alive, NOON if alive else None
    plugin.workers.refusal = "Redis refuses writes: its memory is full."
    sentences = {
        one.name: one.sentence for one in plugin.use.run_health_checks() if not one.is_well
    }
    assert sentences == dict.fromkeys(("Worker", "Scheduler"), plugin.workers.refusal)


def _workroom(plugin: FakedPlugin) -> tuple[bool, str]:
    found = next(one for one in plugin.use.run_health_checks() if one.name == "Workroom")
    return found.is_well, found.sentence


def test_the_host_is_asked_for_a_studio_that_is_connected(plugin: FakedPlugin) -> None:
    """Without one there is nothing to ask for."""
    assert _workroom(plugin) == (True, "no studio is connected that it could be asked for")
    plugin.connect()
    is_well, sentence = _workroom(plugin)
    assert is_well
    assert sentence.startswith(f"answers for studio {STUDIO}; Timelogs.add_many is tried by an imp")
    assert plugin.timelogs() == {}


class Failing(FakeWorkroom):
    """Everything fails that is named; anything else is answered."""

    fails: frozenset[str] = frozenset()

    def __getattribute__(self, name: str) -> Any:
        if name in type(self).fails:
            return self._fail
        return super().__getattribute__(name)

    def _fail(self, *_: object) -> Never:
        raise LookupError("no such thing\nwith a second line")


METHODS = {
    "People": ("current_member", "active_members", "member", "time_zone"),
    "Access": ("is_pro", "may_manage_integrations"),
    "Catalogue": ("projects", "activity_types"),
}


@pytest.mark.parametrize(
    "method", [f"{part}.{name}" for part, names in METHODS.items() for name in names]
)
def test_each_method_of_the_hosts_that_fails_is_named(connected: FakedPlugin, method: str) -> None:
    """With what it says, of one line; the others are asked all the same."""
    kind = type("Failing", (Failing,), {"fails": frozenset({method.partition(".")[2]})})
    host = kind(connected.database)
    host.studios = connected.workroom.studios
    check = CheckHost(connected.store, host, host, host)
    studio, problems = check()
    assert studio == STUDIO
    assert problems == [f"{method} fails with LookupError: no such thing"]
    run_health_checks = replace(connected.use.run_health_checks, check_host=check)
    found = next(one for one in run_health_checks() if one.name == "Workroom")
    assert not found.is_well
    assert f"{method} fails with LookupError: no such thing (asked for studio" in found.sentence


@pytest.mark.parametrize(
    ("zone", "said"), [("America", "IsADirectoryError"), ("Mars/Base", "ZoneInfoNotFoundError")]
)
def test_a_zone_that_is_none_is_said(connected: FakedPlugin, zone: str, said: str) -> None:
    """A folder of zones is none, either."""
    connected.workroom.studio(STUDIO).time_zone = zone
    is_well, sentence = _workroom(connected)
    assert not is_well
    assert f"People.time_zone fails with {said}" in sentence


def test_an_answer_of_another_kind_is_said(connected: FakedPlugin) -> None:
    """Nobody would take it for what it should be."""
    connected.workroom.studio(STUDIO).projects = ["Villa"]  # type: ignore[list-item]  # because it is wrong
    assert "Catalogue.projects answers something else than it should" in _workroom(connected)[1]


def test_sealing_anew_counts_the_connections(connected: FakedPlugin) -> None:
    """And names the studios that have to reconnect before an old key is retired."""
    assert connected.use.rotate_token_keys() == Resealed(1)
    connected.store.is_sealed_shut = True
    assert connected.use.rotate_token_keys() == Resealed(0, [STUDIO])


def test_a_database_that_is_away_is_said(plugin: FakedPlugin) -> None:
    """The door shows it."""
    plugin.database.is_away = True
    with pytest.raises(StoreUnavailable):
        plugin.use.show_overview(STUDIO)
