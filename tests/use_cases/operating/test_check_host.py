"""The host's four objects are asked once each, and what fails is named."""

from collections.abc import Sequence
from typing import Any, Never

import pytest

from tests.fakes.host import FakeWorkroom
from tests.fakes.plugin import STUDIO, FakedPlugin
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.use_cases import UseCases
from workroom_harvest.domain.use_cases.operating.run_health_checks import Component, HealthCheck


def _host(use: UseCases) -> HealthCheck:
    return next(one for one in use.run_health_checks() if one.component is Component.HOST)


def test_the_host_is_asked_for_a_studio_that_is_connected(plugin: FakedPlugin) -> None:
    """The host is asked for a connected studio, and for none without a connection."""
    nobody = [Message(Code.CHECK_WITHOUT_STUDIO)]
    assert _host(plugin.use) == HealthCheck(Component.HOST, True, nobody)
    plugin.connect()
    answers = [Message(Code.CHECK_HOST_ANSWERS, {"studio": STUDIO})]
    assert _host(plugin.use) == HealthCheck(Component.HOST, True, answers, STUDIO)
    assert plugin.timelogs() == {}


class Failing(FakeWorkroom):
    """A host of which the methods named in `fails` raise an error of two lines."""

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
    "Timelogs": ("find_many",),
}


@pytest.mark.parametrize(
    "method", [f"{part}.{name}" for part, names in METHODS.items() for name in names]
)
def test_each_method_of_the_hosts_that_fails_is_named(connected: FakedPlugin, method: str) -> None:
    """A failing method is named with the first line that it says, and is the only one named."""
    kind = type("Failing", (Failing,), {"fails": frozenset({method.partition(".")[2]})})
    host = kind(connected.database)
    host.studios = connected.workroom.studios
    use = connected.rewire(people=host, access=host, catalogue=host, timelogs=host)
    failure = {"method": method, "error": "LookupError", "said": "no such thing"}
    found = [Message(Code.HOST_FAILS, failure)]
    assert _host(use) == HealthCheck(Component.HOST, False, found, STUDIO)


def test_what_a_host_cannot_offer_is_said_once_and_is_no_fault(plugin: FakedPlugin) -> None:
    """A host whose timelogs cannot be looked up is well, and says what is not offered."""

    class AddsOnly:
        """Timelogs that can be added, and no more."""

        add_many = plugin.workroom.add_many

    use = plugin.rewire(timelogs=AddsOnly())
    limit = Message(Code.CHECK_NOT_CORRECTABLE)
    alone = [Message(Code.CHECK_WITHOUT_STUDIO), limit]
    assert _host(use) == HealthCheck(Component.HOST, True, alone)
    plugin.connect()
    answers = [Message(Code.CHECK_HOST_ANSWERS, {"studio": STUDIO}), limit]
    assert _host(use) == HealthCheck(Component.HOST, True, answers, STUDIO)


def test_a_look_up_that_answers_something_else_is_said(connected: FakedPlugin) -> None:
    """A look-up that returns no sequence of found timelogs is told by its name."""

    class ByStamp(FakeWorkroom):
        """A host whose look-up returns the timelogs by stamp."""

        def find_many(self, studio_id: str, entry_ids: Sequence[int], for_update: bool) -> Any:
            return {}

    check = _host(connected.rewire(timelogs=ByStamp(connected.database)))
    assert check.messages == [Message(Code.HOST_ANSWERS_ODDLY, {"method": "Timelogs.find_many"})]


@pytest.mark.parametrize(
    ("zone", "error"), [("America", "IsADirectoryError"), ("Mars/Base", "ZoneInfoNotFoundError")]
)
def test_a_zone_that_is_none_is_said(connected: FakedPlugin, zone: str, error: str) -> None:
    """A name that is no time zone is told as a failure, also where it is a folder of zones."""
    connected.workroom.studio(STUDIO).time_zone = zone
    check = _host(connected.use)
    assert not check.is_well
    (problem,) = check.messages
    assert problem.code is Code.HOST_FAILS
    assert (problem.data["method"], problem.data["error"]) == ("People.time_zone", error)


def test_an_answer_of_another_kind_is_said(connected: FakedPlugin) -> None:
    """An answer of another kind than the port's is told by its method."""
    connected.workroom.studio(STUDIO).projects = ["Villa"]  # type: ignore[list-item]  # because it is wrong
    check = _host(connected.use)
    assert not check.is_well
    assert check.messages == [Message(Code.HOST_ANSWERS_ODDLY, {"method": "Catalogue.projects"})]


def test_a_database_that_goes_away_is_no_fault_of_the_hosts(connected: FakedPlugin) -> None:
    """The host is not blamed for a transaction that could not begin."""
    connected.lose("begin", after=2)
    check = _host(connected.use)
    assert not check.is_well
    assert check.messages == [Message(Code.CHECK_DATABASE_SILENT)]
