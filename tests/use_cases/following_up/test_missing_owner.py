"""That the designer who connected can no longer be found is to be done before it is needed."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from tests.fakes.plugin import CABIN, JUNE, STUDIO, FakedPlugin
from tests.support.factories import finished, nightly
from tests.use_cases.following_up.helpers import NOT_CABIN, OF_CABIN, stored
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.ports.host import Member, People
from workroom_harvest.domain.todo import OwnerMissing


@pytest.fixture
def left(connected: FakedPlugin) -> FakedPlugin:
    """Return a plugin whose Elin connected, and then left the studio."""
    del connected.workroom.studio(STUDIO).members["elin"]
    return connected


class Meanwhile(People):
    """A host in which something happens while it looks for a member."""

    def __init__(self, plugin: FakedPlugin, action: Callable[[], object]) -> None:
        self._workroom = plugin.workroom
        self._action = action

    def current_member(self) -> Member | None:
        """Return who is signed in."""
        return self._workroom.current_member()

    def active_members(self, studio_id: str) -> Sequence[Member]:
        """Return everybody."""
        return self._workroom.active_members(studio_id)

    def member(self, studio_id: str, member_id: str) -> Member | None:
        """Look for the member while the action happens."""
        found = self._workroom.member(studio_id, member_id)
        self._action()
        return found

    def time_zone(self, studio_id: str) -> str | None:
        """Return the studio's time zone."""
        return self._workroom.time_zone(studio_id)


class Silent(People):
    """A host that does not tell who its members are."""

    def current_member(self) -> Member | None:
        """Fail."""
        raise OSError

    def active_members(self, studio_id: str) -> Sequence[Member]:
        """Fail."""
        raise OSError(studio_id)

    def member(self, studio_id: str, member_id: str) -> Member | None:
        """Fail."""
        raise OSError(studio_id, member_id)

    def time_zone(self, studio_id: str) -> str | None:
        """Fail."""
        raise OSError(studio_id)


def test_it_is_to_be_done_once_somebody_looks(left: FakedPlugin) -> None:
    """Whoever looks at the list finds it there, and counted, though no entry fell back."""
    assert left.connection().todo_count == 0
    assert list(left.use.show_todo(STUDIO).items) == [OwnerMissing()]
    assert left.connection().todo_count == 1


def test_a_quiet_run_notices_it(left: FakedPlugin) -> None:
    """A night that found nothing counts it, and so does one that listed something."""
    left.workroom.asker = None
    for entries in (0, 1):
        left.log(entries)
        run = finished(nightly(connection_id=left.connection().id))
        left.use.perform_import.steps.count_todo.after(run)
        assert stored(left) == 1


def test_a_quiet_run_leaves_an_empty_list_as_it_is(connected: FakedPlugin) -> None:
    """A night that found nothing counts nothing while the designer is there."""
    connected.lose("commit")
    run = finished(nightly(connection_id=connected.connection().id))
    connected.use.perform_import.steps.count_todo.after(run)
    with pytest.raises(StoreUnavailable):
        connected.request()


def test_it_stays_counted_whatever_else_is_counted(left: FakedPlugin) -> None:
    """What a save and a left out project count adds to it."""
    left.use.show_todo(STUDIO)
    left.log(project_id=CABIN)
    left.map(NOT_CABIN)
    assert left.connection().todo_count == 1
    left.log()
    run = left.use.request_import(STUDIO, "jonas", JUNE).run
    left.work()
    assert left.shown(run).progress.total == 2
    assert stored(left) == 2
    left.use.leave_out(STUDIO, "jonas", OF_CABIN)
    assert stored(left) == 1


def test_it_is_gone_once_somebody_else_is_connected(left: FakedPlugin) -> None:
    """Another person who connects ends it at once, and so does the designer who comes back."""
    elin = left.elin
    left.use.show_todo(STUDIO)
    left.workroom.studio(STUDIO).members["elin"] = elin
    assert list(left.use.show_todo(STUDIO).items) == []
    assert left.connection().todo_count == 0
    del left.workroom.studio(STUDIO).members["elin"]
    left.use.show_todo(STUDIO)
    left.connect(member=left.workroom.studio(STUDIO).members["jonas"])
    assert (left.connection().todo_count, left.connection().connected_by) == (0, "jonas")


def test_a_host_that_does_not_tell_costs_nothing(left: FakedPlugin) -> None:
    """Where the host does not tell its members, the list is read as it was known last."""
    left.use.show_todo(STUDIO)
    silent = left.rewire(people=Silent())
    assert list(silent.show_todo(STUDIO).items) == [OwnerMissing()]
    silent.perform_import.steps.count_todo(STUDIO)
    assert left.connection().todo_count == 1


def test_a_person_who_connects_meanwhile_is_not_missing(left: FakedPlugin) -> None:
    """Who connects while the former designer is looked for is not taken for missing."""
    jonas = left.workroom.studio(STUDIO).members["jonas"]
    count = left.use.perform_import.steps.count_todo
    people = Meanwhile(left, lambda: left.connect(member=jonas))
    replace(count, people=people)(STUDIO)
    assert left.connection().connected_by == "jonas"
    assert left.connection().todo_count == 0
