"""The hours of some days add up: Harvest's are Workroom's and the named differences."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.host import FakeWorkroom
from tests.fakes.plugin import CABIN, DRAWINGS, JUNE, PLANS, STUDIO, VILLA, FakedPlugin
from tests.fakes.wiring import faked_plugin
from tests.use_cases.importing.test_undo import AddingOnly
from workroom_harvest.domain.entries import Duration, FoundTimelog
from workroom_harvest.domain.errors import NotConnected, StoreUnavailable
from workroom_harvest.domain.hours import Amount, Difference
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.auditing.show_hours import HoursOfDays, NamedBalance
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges
from workroom_harvest.domain.use_cases.shared.find_timelogs import MOST_LOOKED_UP
from workroom_harvest.domain.window import Days

FIRST = date(2026, 6, 1)
HALF = Days(FIRST, date(2026, 6, 15))


def shown(plugin: FakedPlugin, days: Days = JUNE) -> HoursOfDays:
    """Return the hours of the days."""
    return plugin.use.show_hours(STUDIO, days)


def minutes(rows: Any) -> dict[str, tuple[int, int]]:
    """Return Harvest's and Workroom's minutes by name."""
    return {one.name: (one.balance.harvest_minutes, one.balance.workroom_minutes) for one in rows}


def unmap(plugin: FakedPlugin, project: int) -> None:
    """Clear the mapping of a project."""
    plugin.map(MappingChanges((Choice(project, None),), ()))


def test_the_hours_of_an_import_are_the_same_on_both_sides(connected: FakedPlugin) -> None:
    """After an import of everything Harvest's minutes are Workroom's, by Workroom's names."""
    connected.log(2, hours=Decimal("1.33"))
    connected.log(1, project_id=CABIN)
    connected.import_days()
    found = shown(connected)
    assert minutes(found.projects) == {"Cabin": (60, 60), "Villa": (160, 160)}
    assert found.total.harvest_hundredths == 366
    assert found.total.differences == {}
    assert (found.unread, found.frozen) == ([], Amount())


def test_what_waits_stands_under_harvests_name(connected: FakedPlugin) -> None:
    """What is not mapped is shown by the name that Harvest has for it, or by its id."""
    connected.log(1, project_id=99, project_name="Garden")
    connected.import_days()
    found = shown(connected)
    assert minutes(found.projects) == {"Garden": (60, 0)}
    assert found.total.differences == {SkipReason.PROJECT_NOT_MAPPED: Amount(1, 60)}
    with connected.store.transaction() as tx:
        tx.harvest_items.forget(STUDIO)
        tx.commit()
    assert minutes(shown(connected).projects) == {"99": (60, 0)}


def test_a_person_whom_harvest_does_not_name_has_hours_too(connected: FakedPlugin) -> None:
    """The hours of entries without a user stand under an empty name."""
    connected.log(1, user_id=None, user_name="", is_running=True)
    connected.import_days()
    assert minutes(shown(connected).people) == {"": (60, 0)}


def test_whom_harvest_does_not_name_has_no_name(connected: FakedPlugin) -> None:
    """Hours of which Harvest names no user stand in a row without a name."""
    connected.log(1, user_id=None, user_name="", project_id=99)
    connected.import_days()
    assert minutes(shown(connected).people) == {"": (60, 0)}


def test_days_that_were_never_read_are_named(connected: FakedPlugin) -> None:
    """Without an import of all days nothing is claimed about the others."""
    assert shown(connected).as_of is None
    assert shown(connected).unread == [JUNE]
    run = connected.import_days(HALF)
    found = shown(connected)
    assert found.unread == [Days(date(2026, 6, 16), JUNE.last)]
    assert found.as_of == run.started_at


def test_the_hours_are_as_of_the_oldest_reading(connected: FakedPlugin) -> None:
    """The hours are as of the oldest of the last readings of their days."""
    connected.import_days(HALF)
    connected.tick()
    later = connected.import_days(Days(date(2026, 6, 10), JUNE.last))
    assert shown(connected, Days(date(2026, 6, 10), JUNE.last)).as_of == later.started_at
    as_of = shown(connected).as_of
    assert as_of is not None
    assert later.started_at is not None
    assert as_of < later.started_at


def test_an_entry_that_moved_is_a_difference_of_both_periods(connected: FakedPlugin) -> None:
    """An entry that Harvest has on another day than Workroom is named on both days."""
    (one,) = connected.log(1)
    connected.import_days()
    connected.log(1, id=one.id, spent_on=date(2026, 6, 20))
    connected.import_days()
    assert shown(connected).total.differences == {}
    assert shown(connected, HALF).total.differences == {Difference.TO_OTHER_DATES: Amount(1, -60)}
    late = Days(date(2026, 6, 16), JUNE.last)
    assert shown(connected, late).total.differences == {Difference.FROM_OTHER_DATES: Amount(1, 60)}


def test_hours_of_another_harvest_account_are_frozen(connected: FakedPlugin) -> None:
    """Entries of the account before are not counted while another is connected, and named."""
    connected.log(2)
    connected.import_days()
    connected.harvest.account(2, "Second")
    connected.connect(2)
    found = shown(connected)
    assert (found.total.harvest_minutes, found.total.workroom_minutes) == (0, 0)
    assert found.frozen == Amount(2, 120)
    assert found.unread == [JUNE]
    connected.connect(1)
    assert shown(connected).total.harvest_minutes == 120


def test_without_a_connection_there_are_no_hours(plugin: FakedPlugin) -> None:
    """Without a connected account it is not known which hours are meant."""
    with pytest.raises(NotConnected):
        shown(plugin)


ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.integers(1, 6),
            "spent_on": st.integers(1, 28).map(lambda day: date(2026, 6, day)),
            "hours": st.integers(0, 400).map(lambda hundredths: Decimal(hundredths) / 100),
            "project_id": st.sampled_from([VILLA, CABIN, 99]),
            "task_id": st.sampled_from([DRAWINGS, PLANS, 98]),
            "user_id": st.sampled_from([1, 2, 3]),
            "is_running": st.booleans(),
        }
    ),
    max_size=5,
)


@settings(max_examples=60)
@given(steps=st.lists(st.tuples(ENTRIES, st.sampled_from(["", "unmap", "map"])), max_size=4))
def test_in_any_history_the_hours_add_up(steps: list[tuple[list[dict[str, Any]], str]]) -> None:
    """After any edits, mappings and imports each balance adds up, over any of the days."""
    plugin = faked_plugin(page_size=3)
    plugin.connect()
    plugin.map()
    for entries, choice in steps:
        for fields in entries:
            plugin.log(1, **fields)
        if choice == "unmap":
            unmap(plugin, VILLA)
        elif choice == "map":
            plugin.map()
        plugin.import_days()
    now = plugin.account.entries.values()
    logs = plugin.timelogs().values()
    for days in (JUNE, HALF, Days(FIRST, FIRST)):
        found = shown(plugin, days)
        said = [one for one in now if days.first <= one.spent_on <= days.last]
        written = [one for one in logs if days.first <= one.spent_on <= days.last]
        assert found.total.harvest_minutes == sum(one.minutes for one in said)
        assert found.total.workroom_minutes == sum(one.duration.total_minutes for one in written)
        for rows in (found.projects, found.people, [NamedBalance("", found.total)]):
            for row in rows:
                amounts = row.balance.differences.values()
                named = sum(amount.minutes for amount in amounts)
                assert row.balance.harvest_minutes == row.balance.workroom_minutes + named


def test_what_somebody_edited_in_workroom_is_named(connected: FakedPlugin) -> None:
    """Where the host can be asked, the hours are those that stand there, and edits are named."""
    connected.log(3)
    connected.import_days()
    longer, deleted, _ = sorted(connected.timelogs())
    with connected.store.transaction() as tx:
        log = replace(connected.timelogs()[longer], duration=Duration(3, 0))
        connected.workroom.change_many(STUDIO, [log])
        connected.workroom.remove_many(STUDIO, [deleted])
        tx.commit()
    found = shown(connected)
    assert (found.total.harvest_minutes, found.total.workroom_minutes) == (180, 240)
    assert found.total.differences == {
        Difference.EDITED: Amount(1, -120),
        Difference.DELETED: Amount(1, 60),
    }
    assert found.is_as_it_stands


class Empty(FakeWorkroom):
    """A host whose look-up finds nothing."""

    def find_many(self, *_: object) -> Sequence[FoundTimelog]:
        return ()


class Broken(FakeWorkroom):
    """A host whose look-up fails."""

    def find_many(self, *_: object) -> Sequence[FoundTimelog]:
        raise ValueError("the look-up is broken")


class Silent(Broken):
    """A host whose look-up finds the database away."""

    def find_many(self, *_: object) -> Sequence[FoundTimelog]:
        raise StoreUnavailable


def test_a_look_up_that_tells_nothing_changes_nothing(connected: FakedPlugin) -> None:
    """A look-up that fails, or finds none of many, is not believed; without one none is made."""
    connected.log(20)
    connected.import_days()
    for host in (Empty(connected.database), Broken(connected.database), AddingOnly()):
        found = connected.rewire(timelogs=host).show_hours(STUDIO, JUNE)
        assert not found.is_as_it_stands
        assert (found.total.workroom_minutes, found.total.differences) == (1200, {})
    with pytest.raises(StoreUnavailable):
        connected.rewire(timelogs=Silent(connected.database)).show_hours(STUDIO, JUNE)


def test_many_timelogs_are_looked_up_in_parts(connected: FakedPlugin) -> None:
    """The host is asked for at most so many timelogs at once."""
    asked: list[int] = []

    class Counting(FakeWorkroom):
        def find_many(
            self, studio_id: str, entry_ids: Sequence[int], for_update: bool
        ) -> Sequence[FoundTimelog]:
            asked.append(len(entry_ids))
            return super().find_many(studio_id, entry_ids, for_update)

    connected.log(MOST_LOOKED_UP + 1)
    connected.import_days()
    use = connected.rewire(timelogs=Counting(connected.database))
    assert use.show_hours(STUDIO, JUNE).is_as_it_stands
    assert asked == [MOST_LOOKED_UP, 1]
