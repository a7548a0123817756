"""The contract of looking up timelogs."""

from dataclasses import replace

import pytest

from workroom_harvest.testing.correctable import (
    FIRST,
    NEVER_LOCKED,
    all_as_found,
    as_found,
    found,
    many,
    many_others,
    offered,
    several,
    stamps,
)
from workroom_harvest.testing.host import Host
from workroom_harvest.testing.timelogs import FULL_PAGE


class FindingContract:
    """The tests of `CorrectableTimelogs.find_many`."""

    def test_what_was_added_is_found_field_by_field(self, host: Host) -> None:
        """Each timelog is found as it was given, not locked, its title whole to the last blank.

        Otherwise it would count as edited in the host, and never be corrected.
        """
        offered(host)
        logs = several(host)
        host.begin()
        host.timelogs.add_many(host.studio_id, logs)
        assert found(host, stamps(logs)) == all_as_found(logs)
        assert found(host, [FIRST + 1]) == [as_found(logs[1])]
        host.rollback()

    def test_a_stamp_without_a_timelog_is_left_out(self, host: Host) -> None:
        """A stamp that no timelog has is left out, so that it is known to be gone."""
        timelogs = offered(host)
        host.begin()
        assert list(timelogs.find_many(host.studio_id, [], False)) == []
        host.timelogs.add_many(host.studio_id, [host.timelog(FIRST)])
        wanted = [FIRST, FIRST + 1, 2**62, 1]
        assert found(host, wanted) == [as_found(host.timelog(FIRST))]
        host.rollback()

    def test_timelogs_of_another_studio_are_not_found(self, host: Host) -> None:
        """A stamp is looked up in the studio that is asked for, even where two studios have it."""
        offered(host)
        ours, theirs = host.timelog(FIRST), many_others(host, 2)
        host.begin()
        host.timelogs.add_many(host.studio_id, [ours])
        host.timelogs.add_many(host.other_studio_id, theirs)
        assert found(host, stamps(theirs)) == [as_found(ours)]
        assert found(host, stamps(theirs), host.other_studio_id) == all_as_found(theirs)
        host.rollback()

    def test_a_locked_timelog_says_why(self, host: Host) -> None:
        """A locked timelog is found with a sentence why it is locked, and the others with None."""
        offered(host)
        if host.lock is None:
            pytest.skip(NEVER_LOCKED)
        logs = many(host, 2)
        host.begin()
        host.timelogs.add_many(host.studio_id, logs)
        host.lock(FIRST)
        locked, free = found(host, stamps(logs))
        assert isinstance(locked.locked, str)
        assert locked.locked.strip()
        assert replace(locked, locked=None) == as_found(logs[0])
        assert free == as_found(logs[1])
        host.rollback()

    def test_a_full_page_is_found_at_once(self, host: Host) -> None:
        """Two thousand timelogs can be looked up in one call."""
        offered(host)
        logs = many(host, FULL_PAGE)
        host.begin()
        host.timelogs.add_many(host.studio_id, logs)
        assert found(host, stamps(logs)) == all_as_found(logs)
        host.rollback()

    def test_finding_leaves_the_callers_transaction_open(self, host: Host) -> None:
        """`find_many` neither commits nor rolls back nor uses another session.

        What was written before it is there until the caller's rollback, and is gone then.
        """
        offered(host)
        before = host.stamps()
        host.begin()
        host.timelogs.add_many(host.studio_id, [host.timelog(FIRST)])
        assert found(host, [FIRST]) == [as_found(host.timelog(FIRST))]
        assert host.stamps() == sorted([*before, FIRST])
        host.rollback()
        assert host.stamps() == before
