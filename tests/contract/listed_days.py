"""What the use cases rely on in `ListedDays`."""

from dataclasses import replace
from datetime import date

from tests.contract.stored import OTHER, OTHER_RUN, RUN, STUDIO, imported, listed, record, source
from workroom_harvest.domain.decisions import Skip
from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.messages import quoted
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.window import Days

FIRST, SECOND, THIRD = (date(2026, 6, day) for day in (1, 2, 3))
DAYS = Days(FIRST, SECOND)
NOT_MAPPED = SkipReason.PROJECT_NOT_MAPPED


def know(tx: Transaction) -> None:
    """Record three entries on the first day, one of each other account and studio, and others."""
    on_first = [imported(replace(listed(one), spent_on=FIRST)) for one in (1, 2)]
    record(tx, *on_first, Skip(replace(listed(3), spent_on=FIRST), NOT_MAPPED))
    record(tx, imported(replace(listed(4), spent_on=SECOND)))
    record(tx, imported(replace(listed(5), spent_on=THIRD)))
    record(tx, Skip(UnreadableEntry(6, quoted("no date")), SkipReason.HARVEST_API_ERROR))
    record(tx, *on_first, studio_id=OTHER)
    other = imported(replace(listed(7), spent_on=FIRST))
    tx.ledger.add_many(replace(source([other]), harvest_account_id=2), [other])


class ListedDaysContract:
    """Entries are counted by day: those that a run was shown, and those that are known."""

    def test_a_run_counts_what_it_is_shown(self, store: Store) -> None:
        """Counts of the same day add up, the latest day comes first, and each run has its own."""
        with store.transaction() as tx:
            tx.listed_days.add(STUDIO, RUN, {FIRST: 2, SECOND: 1})
            tx.listed_days.add(STUDIO, RUN, {FIRST: 3})
            tx.listed_days.add(STUDIO, RUN, {})
            tx.listed_days.add(STUDIO, OTHER_RUN, {THIRD: 1})
            assert list(tx.listed_days.of(STUDIO, RUN).items()) == [(SECOND, 1), (FIRST, 5)]
            assert tx.listed_days.of(OTHER, RUN) == {}

    def test_counts_can_be_replaced(self, store: Store) -> None:
        """Other numbers take the place of a run's counts, or none, and other runs keep theirs."""
        with store.transaction() as tx:
            tx.listed_days.add(STUDIO, RUN, {FIRST: 2, SECOND: 1})
            tx.listed_days.add(STUDIO, OTHER_RUN, {THIRD: 1})
            tx.listed_days.replace(STUDIO, RUN, {FIRST: 1})
            assert tx.listed_days.of(STUDIO, RUN) == {FIRST: 1}
            tx.listed_days.replace(STUDIO, RUN, {})
            assert tx.listed_days.of(STUDIO, RUN) == {}
            assert tx.listed_days.of(STUDIO, OTHER_RUN) == {THIRD: 1}

    def test_what_harvest_has_is_known_by_day(self, store: Store) -> None:
        """All that the account has on these days is counted, whether it waits or was imported."""
        with store.transaction() as tx:
            know(tx)
            tx.timelog_marks.mark_deleted(STUDIO, OTHER_RUN, [2])
            assert tx.listed_days.known(STUDIO, 1, DAYS) == {FIRST: 3, SECOND: 1}
            assert sorted(tx.listed_days.known_on(STUDIO, 1, FIRST)) == [1, 2, 3]
            assert tx.listed_days.known(STUDIO, 2, DAYS) == {FIRST: 1}

    def test_what_is_gone_is_not_in_harvest(self, store: Store) -> None:
        """What is gone does not count as had by Harvest; what still has a timelog is an orphan."""
        with store.transaction() as tx:
            know(tx)
            tx.timelog_marks.mark_gone(STUDIO, OTHER_RUN, [1, 2, 3, 5, 7])
            assert tx.listed_days.known(STUDIO, 1, DAYS) == {SECOND: 1}
            assert tx.listed_days.known_on(STUDIO, 1, FIRST) == []
            assert tx.listed_days.orphans(STUDIO, 1, DAYS, most=9) == [1, 2]
            assert tx.listed_days.orphans(STUDIO, 1, DAYS, most=1) == [1]
            assert tx.listed_days.count_orphans(STUDIO, 1, DAYS) == 2
            assert tx.listed_days.count_orphans(OTHER, 1, DAYS) == 0
