"""The contract of `Timelogs`."""

from dataclasses import replace
from datetime import date

from workroom_harvest.domain.entries import Duration, NewTimelog
from workroom_harvest.testing.host import Host, Written

FULL_PAGE = 2000
"""The most timelogs that the plugin adds at once."""


class TimelogsContract:
    """The tests of adding timelogs."""

    def test_what_is_added_is_there_field_by_field(self, host: Host) -> None:
        """Each timelog is stored under its stamp with every field as it was given."""
        first = host.timelog(2**40 + 1)
        added = [
            first,
            replace(first, entry_id=2**40 + 2, duration=Duration(0, 1), title="Möten på plats"),
            replace(first, entry_id=2**40 + 3, duration=Duration(26, 30), billable=False),
            replace(first, entry_id=2**40 + 4, duration=Duration(0, 0), title="7:59 <b>& more</b>"),
            replace(
                first,
                entry_id=2**40 + 5,
                member_id=host.plain_member_id,
                project_id=host.archived_project_id,
                activity_type_id=host.archived_activity_type_id,
                spent_on=date(2024, 2, 29),
            ),
        ]
        before = list(host.written())
        host.begin()
        assert host.timelogs.add_many(host.studio_id, added) == len(added)
        after = [one for one in host.written() if one not in before]
        assert sorted(after, key=lambda one: one.stamp) == [_as_written(log) for log in added]
        host.rollback()

    def test_it_says_how_many_it_added(self, host: Host) -> None:
        """`add_many` returns the number of timelogs that it added.

        If the number is another, the plugin stops the import.
        """
        host.begin()
        for count in (1, 3):
            logs = [host.timelog(2**40 + 10 * count + number) for number in range(count)]
            added = host.timelogs.add_many(host.studio_id, logs)
            assert type(added) is int
            assert added == count
        host.rollback()

    def test_it_leaves_the_callers_transaction_open(self, host: Host) -> None:
        """`add_many` neither commits nor rolls back nor uses another session.

        What it added is gone after the caller's rollback, and what was written before is there
        until then.
        """
        before = host.stamps()
        host.begin()
        host.timelogs.add_many(host.studio_id, [host.timelog(2**40 + 1)])
        host.timelogs.add_many(host.studio_id, [host.timelog(2**40 + 2)])
        assert host.stamps() == sorted([*before, 2**40 + 1, 2**40 + 2])
        host.rollback()
        assert host.stamps() == before

    def test_it_adds_all_or_raises(self, host: Host) -> None:
        """`add_many` raises if one timelog cannot be written, and leaves none out without an error.

        A host without such constraints may accept them; then all are stored.
        """
        good, bad = host.timelog(2**40 + 1), host.timelog(2**40 + 2)
        for odd in (
            replace(bad, project_id="0"),
            replace(bad, activity_type_id="0"),
            replace(bad, member_id="0"),
            good,
        ):
            before = host.stamps()
            host.begin()
            try:
                added = host.timelogs.add_many(host.studio_id, [good, odd])
                there = host.stamps()
            except Exception:  # noqa: S112 because any exception is a refusal
                continue
            finally:
                host.rollback()
            assert added == 2
            assert there == sorted([*before, good.entry_id, odd.entry_id])

    def test_a_full_page_is_taken_at_once(self, host: Host) -> None:
        """Two thousand timelogs can be added in one call."""
        logs = [host.timelog(2**40 + number) for number in range(FULL_PAGE)]
        before = host.stamps()
        host.begin()
        assert host.timelogs.add_many(host.studio_id, logs) == FULL_PAGE
        assert host.stamps() == sorted([*before, *(log.entry_id for log in logs)])
        host.rollback()

    def test_a_long_title_with_line_breaks_is_taken(self, host: Host) -> None:
        """A long title with line breaks is accepted; the host decides where it keeps which part."""
        long = host.timelog(2**40 + 1, title="a line\n" * 10_000)
        host.begin()
        assert host.timelogs.add_many(host.studio_id, [long]) == 1
        (written,) = [one for one in host.written() if one.stamp == long.entry_id]
        assert written.title.startswith("a line")
        host.rollback()


def _as_written(log: NewTimelog) -> Written:
    return Written(
        log.entry_id,
        log.project_id,
        log.activity_type_id,
        log.member_id,
        log.spent_on,
        log.duration.hours * 60 + log.duration.minutes,
        log.title,
        log.billable,
    )
