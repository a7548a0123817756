"""The contract that a host's own tests run fails for a wrong host and passes for a right one."""

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
from tests.hosts import correcting, objects, transactions
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
WRONG = {**objects.WRONG, **correcting.WRONG}
TESTS = [name for name, _ in inspect.getmembers(HostContract) if name.startswith("test_")]
UNSEEN = {LeavesASavepointOpen, EndsOurSavepoint}


class AddsOnly(WorkroomTimelogs):
    """Timelogs that can be added, and no more."""

    find_many = change_many = remove_many = None  # type: ignore[assignment]  # because it withdraws them


@pytest.fixture
def host(app: Flask) -> Iterator[Host]:
    """Give the demo's host, which is right, and roll back afterwards."""
    with app.app_context():
        yield workroom_host()
        db.session.rollback()


def made_of(host: Host, kind: type) -> Host:
    """Return the host with an object of this kind in place of the demo's."""
    changes: dict[str, Any] = {
        part: kind() for part, right in PARTS.items() if issubclass(kind, right)
    }
    return replace(host, **changes)


def fails(host: Host, name: str) -> bool:
    """Return whether this test of the contract fails for the host."""
    try:
        getattr(HostContract(), name)(host)
    except Exception:
        return True
    finally:
        db.session.rollback()
    return False


@pytest.mark.parametrize("kind", WRONG, ids=lambda kind: kind.__name__)
def test_a_wrong_host_fails_the_contract(host: Host, kind: type) -> None:
    """Each wrong host fails the test of the contract that `WRONG` names for it."""
    assert fails(made_of(host, kind), WRONG[kind].__name__)


@pytest.mark.parametrize("kind", RIGHT, ids=lambda kind: kind.__name__)
def test_a_host_that_is_right_in_its_own_way_passes(host: Host, kind: type) -> None:
    """Each host that is right in an unusual way passes all tests of the contract."""
    assert [name for name in TESTS if fails(made_of(host, kind), name)] == []


def test_every_test_of_the_contract_fails_for_some_host() -> None:
    """Each test of the contract fails for at least one wrong host."""
    assert {test.__name__ for test in WRONG.values()} == set(TESTS)


def test_every_host_that_a_run_stops_fails_the_contract() -> None:
    """Each host that a run stops fails the contract, save those in `UNSEEN`.

    Only the plugin's own transaction can notice what those do.
    """
    assert set(transactions.WRONG) - WRONG.keys() == UNSEEN


def test_a_host_without_corrections_is_not_asked_for_them(host: Host) -> None:
    """For a host that cannot be looked up, the tests of that are skipped, and no others."""
    skipped = set()
    for name in TESTS:
        try:
            getattr(HostContract(), name)(replace(host, timelogs=AddsOnly()))
        except pytest.skip.Exception:
            skipped.add(name)
        db.session.rollback()
    assert skipped == {test.__name__ for test in correcting.WRONG.values()}
