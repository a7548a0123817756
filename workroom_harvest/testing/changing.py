"""The contract of changing timelogs."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from workroom_harvest.domain.entries import Duration, NewTimelog
from workroom_harvest.testing.correctable import (
    FIRST,
    NEVER_LOCKED,
    all_as_found,
    as_found,
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


class ChangingContract:
    """The tests of `CorrectableTimelogs.change_many`."""

    def test_each_field_is_changed_and_nothing_else(self, host: Host) -> None:
        """Each value can be changed by itself and with all others; no other timelog changes."""
        timelogs = offered(host)
        logs = several(host)
        host.begin()
        host.timelogs.add_many(host.studio_id, logs)
        for changed in _variants(host, logs[0]):
            assert says(timelogs.change_many(host.studio_id, [changed]), 1)
            assert found(host, stamps(logs)) == all_as_found([changed, *logs[1:]])
            assert says(timelogs.change_many(host.studio_id, [logs[0]]), 1)
            assert found(host, stamps(logs)) == all_as_found(logs)
        assert sum(one.stamp == FIRST for one in host.written()) == 1
        host.rollback()

    def test_a_locked_timelog_is_not_changed(self, host: Host) -> None:
        """A locked timelog is refused by an exception, alone and among others.

        What the host wrote before it is undone by the caller's savepoint.
        """
        timelogs = offered(host)
        lock = host.lock
        if lock is None:
            pytest.skip(NEVER_LOCKED)
        logs = many(host, 3)
        wanted = [replace(log, title="Changed") for log in logs]
        for part in (wanted[1:2], wanted):
            host.begin()
            host.timelogs.add_many(host.studio_id, logs)
            lock(FIRST + 1)
            assert refused(timelogs.change_many, host.studio_id, part)
            host.rollback()

    def test_what_is_not_there_is_not_changed(self, host: Host) -> None:
        """A stamp without a timelog is refused by an exception, alone and among others."""
        timelogs = offered(host)
        there, absent = (replace(log, title="Changed") for log in many(host, 2))
        for part in ([absent], [there, absent]):
            host.begin()
            host.timelogs.add_many(host.studio_id, [host.timelog(FIRST)])
            assert refused(timelogs.change_many, host.studio_id, part)
            host.rollback()

    def test_timelogs_of_another_studio_are_not_changed(self, host: Host) -> None:
        """A change reaches the studio's own timelog, even where another studio has its stamp."""
        timelogs = offered(host)
        ours, theirs = host.timelog(FIRST), many_others(host, 2)
        changed = replace(ours, title="Changed")
        host.begin()
        host.timelogs.add_many(host.studio_id, [ours])
        host.timelogs.add_many(host.other_studio_id, theirs)
        assert says(timelogs.change_many(host.studio_id, [changed]), 1)
        assert found(host, [FIRST]) == [as_found(changed)]
        assert found(host, stamps(theirs), host.other_studio_id) == all_as_found(theirs)
        assert refused(timelogs.change_many, host.studio_id, [replace(ours, entry_id=FIRST + 1)])
        host.rollback()

    def test_a_full_page_is_changed_at_once(self, host: Host) -> None:
        """Two thousand timelogs can be changed in one call."""
        timelogs = offered(host)
        logs = many(host, FULL_PAGE)
        changed = [replace(log, title=f"Changed {log.entry_id}") for log in logs]
        host.begin()
        host.timelogs.add_many(host.studio_id, logs)
        assert says(timelogs.change_many(host.studio_id, changed), FULL_PAGE)
        assert found(host, stamps(logs)) == all_as_found(changed)
        host.rollback()

    def test_changing_leaves_the_callers_transaction_open(self, host: Host) -> None:
        """`change_many` neither commits nor rolls back nor uses another session.

        What was written before it is there until the caller's rollback, and is gone then.
        """
        timelogs = offered(host)
        before = host.stamps()
        changed = host.timelog(FIRST, title="Changed")
        host.begin()
        host.timelogs.add_many(host.studio_id, many(host, 2))
        assert says(timelogs.change_many(host.studio_id, [changed]), 1)
        assert found(host, [FIRST]) == [as_found(changed)]
        assert host.stamps() == sorted([*before, FIRST, FIRST + 1])
        host.rollback()
        assert host.stamps() == before


def _variants(host: Host, log: NewTimelog) -> list[NewTimelog]:
    """Return the timelog with each value changed by itself, and with all of them changed."""
    values: list[dict[str, Any]] = [
        {"project_id": host.archived_project_id},
        {"activity_type_id": host.archived_activity_type_id},
        {"member_id": host.plain_member_id},
        {"spent_on": date(2024, 2, 29)},
        {"duration": Duration(26, 1)},
        {"title": "Möten\n" * 2_000},
        {"billable": False},
    ]
    together = {name: value for one in values for name, value in one.items()}
    return [replace(log, **changes) for changes in (*values, together)]
