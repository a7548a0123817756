"""The host's four objects are asked once each, and what fails is named."""

from dataclasses import replace
from typing import Any, Never

import pytest

from tests.fakes.host import FakeWorkroom
from tests.fakes.plugin import STUDIO, FakedPlugin
from workroom_harvest.domain.use_cases.operating.check_host import CheckHost


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
