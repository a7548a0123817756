"""The contract of removing timelogs."""

import pytest

from workroom_harvest.testing.correctable import (
    FIRST,
    NEVER_LOCKED,
    all_as_found,
    found,
    many,
    many_others,
    offered,
    refused,
    says,
    several,
    stamps,
)
from workroom_harvest.testing.host import Host
from workroom_harvest.testing.timelogs import FULL_PAGE


class RemovingContract:
    """The tests of `CorrectableTimelogs.remove_many`."""

    def test_what_is_removed_is_gone_and_nothing_else(self, host: Host) -> None:
        """Timelogs that are removed are no longer found, all others stand as they were.

        They can be added again, under the same stamps.
        """
        timelogs = offered(host)
        logs = several(host)
        gone, rest = logs[:2], logs[2:]
        before = host.stamps()
        host.begin()
        host.timelogs.add_many(host.studio_id, logs)
        assert says(timelogs.remove_many(host.studio_id, stamps(gone)), len(gone))
        assert found(host, stamps(logs)) == all_as_found(rest)
        assert host.stamps() == sorted([*before, *stamps(rest)])
        host.timelogs.add_many(host.studio_id, gone)
        assert found(host, stamps(logs)) == all_as_found(logs)
        host.rollback()

    def test_a_locked_timelog_is_not_removed(self, host: Host) -> None:
        """A locked timelog is refused by an exception, alone and among others.

        What the host removed before it is undone by the caller's savepoint.
        """
        timelogs = offered(host)
        lock = host.lock
        if lock is None:
            pytest.skip(NEVER_LOCKED)
        logs = many(host, 3)
        for part in ([FIRST + 1], stamps(logs)):
            host.begin()
            host.timelogs.add_many(host.studio_id, logs)
            lock(FIRST + 1)
            assert refused(timelogs.remove_many, host.studio_id, part)
            host.rollback()

    def test_what_is_not_there_is_not_removed(self, host: Host) -> None:
        """A stamp without a timelog is refused by an exception, alone and among others."""
        timelogs = offered(host)
        for part in ([FIRST + 1], [FIRST, FIRST + 1]):
            host.begin()
            host.timelogs.add_many(host.studio_id, [host.timelog(FIRST)])
            assert refused(timelogs.remove_many, host.studio_id, part)
            host.rollback()

    def test_timelogs_of_another_studio_are_not_removed(self, host: Host) -> None:
        """The studio's own timelog is removed, even where another studio has its stamp."""
        timelogs = offered(host)
        theirs = many_others(host, 2)
        host.begin()
        host.timelogs.add_many(host.studio_id, many(host, 1))
        host.timelogs.add_many(host.other_studio_id, theirs)
        assert says(timelogs.remove_many(host.studio_id, [FIRST]), 1)
        assert found(host, [FIRST]) == []
        assert found(host, stamps(theirs), host.other_studio_id) == all_as_found(theirs)
        assert refused(timelogs.remove_many, host.studio_id, [FIRST + 1])
        host.rollback()

    def test_a_full_page_is_removed_at_once(self, host: Host) -> None:
        """Two thousand timelogs can be removed in one call."""
        timelogs = offered(host)
        logs = many(host, FULL_PAGE + 1)
        host.begin()
        host.timelogs.add_many(host.studio_id, logs[:FULL_PAGE])
        host.timelogs.add_many(host.studio_id, logs[FULL_PAGE:])
        assert says(timelogs.remove_many(host.studio_id, stamps(logs[:FULL_PAGE])), FULL_PAGE)
        left = [*found(host, stamps(logs[:FULL_PAGE])), *found(host, stamps(logs[FULL_PAGE:]))]
        assert left == all_as_found(logs[FULL_PAGE:])
        host.rollback()

    def test_removing_leaves_the_callers_transaction_open(self, host: Host) -> None:
        """`remove_many` neither commits nor rolls back nor uses another session.

        What was written before it is there until the caller's rollback, and is gone then.
        """
        timelogs = offered(host)
        before = host.stamps()
        host.begin()
        host.timelogs.add_many(host.studio_id, many(host, 2))
        assert says(timelogs.remove_many(host.studio_id, [FIRST]), 1)
        assert host.stamps() == sorted([*before, FIRST + 1])
        host.rollback()
        assert host.stamps() == before
