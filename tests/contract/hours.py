"""What the use cases rely on in `HoursLog`."""

from collections import Counter
from dataclasses import astuple, replace
from datetime import timedelta
from decimal import Decimal

from tests.contract.stored import (
    NIGHT,
    OTHER,
    OTHER_RUN,
    RUN,
    STUDIO,
    imported,
    listed,
    record,
    record_imported,
    source,
)
from workroom_harvest.domain.decisions import Changed, Decision, Skip
from workroom_harvest.domain.edited_hours import Handed
from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.hours import Amount, EntryHours
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.ledger import DayPlace
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.window import Days

DAY = Days(NIGHT, NIGHT)
LATER = NIGHT + timedelta(days=1)
IN = EntryHours(
    EntryState.IMPORTED,
    None,
    10,
    None,
    1,
    "villa",
    "elin",
    fell_back=False,
    is_said=True,
    is_written=True,
    entries=1,
    differing=0,
    said_minutes=60,
    hundredths=100,
    minutes=60,
)
WAITS = EntryHours(
    EntryState.WAITING,
    SkipReason.TIMER_RUNNING,
    10,
    20,
    1,
    None,
    None,
    fell_back=False,
    is_said=True,
    is_written=False,
    entries=1,
    differing=0,
    said_minutes=60,
    hundredths=100,
    minutes=0,
)


def summed(tx: Transaction, days: Days = DAY) -> set[tuple[object, ...]]:
    """Return the hours of the account, with the sums of those that are alike, as a fake may not."""
    sums: dict[tuple[object, ...], Counter[int]] = {}
    for one in tx.hours.of_account(STUDIO, 1, days):
        values = astuple(one)
        sums.setdefault(values[:10], Counter()).update(dict(enumerate(values[10:])))
    return {(*alike, *(total[place] for place in range(5))) for alike, total in sums.items()}


def expected(*groups: EntryHours) -> set[tuple[object, ...]]:
    """Return the groups as `summed` does."""
    return {astuple(one) for one in groups}


class HoursContract:
    """The hours of some days are summed over the entries and over their timelogs."""

    def test_entries_that_are_alike_are_summed(self, store: Store) -> None:
        """Imported and waiting entries of a day are summed by what is alike of them."""
        short = Skip(listed(3, hours=Decimal("0.33")), SkipReason.TIMER_RUNNING)
        other = Skip(listed(5, task_id=21), SkipReason.TIMER_RUNNING)
        with store.transaction() as tx:
            record_imported(tx, 1, 2)
            record(tx, short, Skip(listed(4), SkipReason.TIMER_RUNNING), other)
            assert summed(tx) == expected(
                replace(IN, entries=2, said_minutes=120, hundredths=200, minutes=120),
                replace(WAITS, entries=2, said_minutes=80, hundredths=133),
                replace(WAITS, task_id=21),
            )

    def test_a_changed_entry_has_harvests_minutes_and_its_timelogs(self, store: Store) -> None:
        """What changed differs by so many entries, even if the changes cancel each other out."""
        decisions: list[Decision] = [
            Changed(listed(1, hours=Decimal(2))),
            Changed(listed(2, hours=Decimal(0))),
            Changed(listed(3, notes="Other plans")),
        ]
        with store.transaction() as tx:
            record_imported(tx, 1, 2, 3)
            tx.ledger.update_many(source(decisions), decisions)
            changed = replace(IN, state=EntryState.CHANGED, entries=3, differing=2)
            assert summed(tx) == expected(
                replace(changed, said_minutes=180, hundredths=300, minutes=180)
            )

    def test_an_entry_that_moved_is_said_on_one_day_and_written_on_the_other(
        self, store: Store
    ) -> None:
        """An entry that Harvest moved to another day is on both days, on each by one side."""
        moved = Changed(replace(listed(1), spent_on=LATER))
        changed = replace(IN, state=EntryState.CHANGED)
        with store.transaction() as tx:
            record_imported(tx, 1)
            tx.ledger.update_many(source([moved]), [moved])
            assert summed(tx) == expected(replace(changed, is_said=False))
            assert summed(tx, Days(LATER, LATER)) == expected(replace(changed, is_written=False))
            assert summed(tx, Days(NIGHT, LATER)) == expected(changed)

    def test_what_is_gone_from_harvest_is_on_no_day(self, store: Store) -> None:
        """An entry that waited and is gone from Harvest has no hours any more, frozen or not."""
        with store.transaction() as tx:
            record(tx, Skip(listed(1), SkipReason.TIMER_RUNNING))
            assert tx.hours.of_others(STUDIO, 2, DAY) == Amount(1, 60)
            tx.timelog_marks.mark_gone(STUDIO, RUN, [1])
            assert summed(tx) == set()
            assert tx.hours.of_others(STUDIO, 2, DAY) == Amount()

    def test_what_one_side_lost_is_on_a_day_of_the_other(self, store: Store) -> None:
        """An orphaned timelog is Workroom's alone; what was deleted or undone is Harvest's."""
        no_log = replace(IN, target_id=None, member_id=None, is_written=False, minutes=0)
        with store.transaction() as tx:
            record_imported(tx, 1, 2, 3)
            tx.timelog_marks.mark_gone(STUDIO, OTHER_RUN, [1])
            tx.timelog_marks.mark_deleted(STUDIO, OTHER_RUN, [2])
            tx.timelog_marks.mark_removed(STUDIO, OTHER_RUN, [3])
            assert summed(tx) == expected(
                replace(IN, state=EntryState.ORPHANED, is_said=False),
                replace(no_log, state=EntryState.DELETED),
                replace(no_log, state=EntryState.UNDONE),
            )

    def test_written_timelogs_are_read_in_parts(self, store: Store) -> None:
        """Timelogs of some days come by Harvest's day and id; those that Harvest moved apart."""
        moved = Changed(replace(listed(2), spent_on=LATER))
        later = [imported(replace(listed(5), spent_on=LATER))]
        with store.transaction() as tx:
            record_imported(tx, 1, 2, 3, 4)
            record_imported(tx, 6, studio_id=OTHER)
            tx.ledger.add_many(source(later), later)
            tx.ledger.update_many(source([moved]), [moved])
            tx.timelog_marks.mark_deleted(STUDIO, OTHER_RUN, [3])
            page = tx.hours.timelogs_page(STUDIO, 1, DAY, most=1)
            assert page == [Handed(1, NIGHT, "villa", "elin", 60)]
            place = DayPlace(page[-1].said_on, page[-1].entry_id)
            rest = tx.hours.timelogs_page(STUDIO, 1, DAY, most=9, after=place)
            assert [one.entry_id for one in rest] == [4]
            apart = tx.hours.timelogs_page(STUDIO, 1, DAY, most=9, moved=True)
            assert [(one.entry_id, one.said_on) for one in apart] == [(2, LATER), (5, LATER)]
            assert tx.hours.timelogs_page(STUDIO, 2, DAY, most=9) == []

    def test_other_studios_accounts_and_days_do_not_count(self, store: Store) -> None:
        """Hours are those of one studio, one Harvest account and some days, as far as they tell."""
        problem = Message(Code.ENTRY_UNREADABLE, {"problem": "hours"})
        frozen = imported(listed(2))
        with store.transaction() as tx:
            record_imported(tx, 1, studio_id=OTHER)
            tx.ledger.add_many(replace(source([frozen]), harvest_account_id=2), [frozen])
            record(tx, Skip(UnreadableEntry(3, problem), SkipReason.HARVEST_API_ERROR))
            record_imported(tx, 4)
            before = Days(NIGHT - timedelta(days=9), NIGHT - timedelta(days=1))
            assert summed(tx) == expected(IN)
            assert summed(tx, before) == set()
            assert tx.hours.of_others(STUDIO, 1, DAY) == Amount(1, 60)
            assert tx.hours.of_others(STUDIO, 1, before) == Amount()
