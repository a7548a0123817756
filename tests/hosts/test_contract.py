"""The contract that a host's own tests run finds out what is wrong with a host."""

import inspect
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from demo.workroom.harvest_host import (
    WorkroomAccess,
    WorkroomCatalogue,
    WorkroomPeople,
    WorkroomTimelogs,
)
from demo.workroom.models import db
from tests.hosts import transactions
from tests.hosts.objects import WRONG
from tests.hosts.rolling_back import EndsOurSavepoint, LeavesASavepointOpen
from tests.hosts.unusual import RIGHT
from tests.support.hosts import workroom_host
from workroom_harvest.testing import Host, HostContract

PARTS: dict[str, type] = {
    "people": WorkroomPeople,
    "access": WorkroomAccess,
    "catalogue": WorkroomCatalogue,
    "timelogs": WorkroomTimelogs,
}
TESTS = [name for name, _ in inspect.getmembers(HostContract) if name.startswith("test_")]
UNSEEN = {LeavesASavepointOpen, EndsOurSavepoint}


@pytest.fixture
def host(app: Flask) -> Iterator[Host]:
    """The demo's, which is right."""
    with app.app_context():
        yield workroom_host()
        db.session.rollback()


def made_of(host: Host, kind: type) -> Host:
    """The host with an object of that kind in the place of the demo's."""
    changes: dict[str, Any] = {
        part: kind() for part, right in PARTS.items() if issubclass(kind, right)
    }
    return replace(host, **changes)


def fails(host: Host, name: str) -> bool:
    """Whether that test of the contract does, run as pytest would."""
    try:
        getattr(HostContract(), name)(host)
    except Exception:
        return True
    finally:
        db.session.rollback()
    return False


@pytest.mark.parametrize("kind", WRONG, ids=lambda kind: kind.__name__)
def test_a_wrong_host_is_found_out(host: Host, kind: type) -> None:
    """By the test that says so."""
    assert fails(made_of(host, kind), WRONG[kind].__name__)


@pytest.mark.parametrize("kind", RIGHT, ids=lambda kind: kind.__name__)
def test_a_host_that_is_right_in_its_own_way_passes(host: Host, kind: type) -> None:
    """All of it."""
    assert [name for name in TESTS if fails(made_of(host, kind), name)] == []


def test_every_test_of_the_contract_finds_somebody_out() -> None:
    """None is there for nothing."""
    assert {test.__name__ for test in WRONG.values()} == set(TESTS)


def test_every_host_that_is_stopped_is_found_out_before() -> None:
    """But where only the plugin's own transaction can see it."""
    assert set(transactions.WRONG) - WRONG.keys() == UNSEEN
