"""What the use cases rely on in `Runs` for the history of a studio, and for runs that go on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.contract.stored import (
    LATER,
    NIGHT,
    OTHER,
    OTHER_RUN,
    RUN,
    STUDIO,
    add,
    listed,
    record,
    record_imported,
)
from tests.support.factories import NOON, run
from workroom_harvest.domain.continuing import continued
from workroom_harvest.domain.decisions import Skip
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.ports.store.ledger import DayPlace, Earlier, ImportedEntry
from workroom_harvest.domain.ports.store.runs import RunPage, RunPlace
from workroom_harvest.domain.skipped import PageResult, SkipReason
from workroom_harvest.domain.window import Days


class RunHistoryContract:
    """Runs that are over are listed, and may hold their studio again."""

    def test_a_studios_runs_are_listed_newest_first(self, store: Store) -> None:
        """`page` lists every run of the studio once, those of an instant in an order of their own.

        Each page says where the next one begins, and the last one says nothing.
        """
        times = (NOON, LATER, LATER, LATER, LATER + timedelta(days=1))
        runs = [run(created_at=at).cancel(at) for at in times]
        add(store, *runs, run(studio_id=OTHER, created_at=LATER))
        order = sorted(runs, key=lambda one: (one.created_at, one.id), reverse=True)
        with store.transaction() as tx:
            first = tx.runs.page(STUDIO, most=2)
            assert first == RunPage(order[:2], RunPlace(order[1].created_at, order[1].id))
            second = tx.runs.page(STUDIO, most=2, after=first.next)
            assert second == RunPage(order[2:4], RunPlace(order[3].created_at, order[3].id))
            assert tx.runs.page(STUDIO, most=2, after=second.next) == RunPage(order[4:], None)
            assert tx.runs.page(STUDIO, most=5) == RunPage(order, None)
            assert tx.runs.page("nobody", most=2) == RunPage([], None)

    def test_what_a_run_imported_is_listed_by_id(self, store: Store) -> None:
        """`imported_page` lists what this run imported, with what was written, behind an id."""
        with store.transaction() as tx:
            record_imported(tx, 3, 1, 2)
            record_imported(tx, 4, run_id=OTHER_RUN)
            record_imported(tx, 5, studio_id=OTHER)
            record(tx, Skip(listed(6), SkipReason.TIMER_RUNNING))
            page = tx.ledger.imported_page(STUDIO, RUN, most=2)
            assert [one.entry_id for one in page] == [1, 2]
            assert page[0] == ImportedEntry(1, 1, NIGHT, 60, 10, 20, 1)
            rest = tx.ledger.imported_page(STUDIO, RUN, most=2, after=2)
            assert [one.entry_id for one in rest] == [3]

    def test_those_with_a_timelog_are_found_by_their_ids(self, store: Store) -> None:
        """`imported_among` has what was written of these entries, and nothing of what waits."""
        with store.transaction() as tx:
            record_imported(tx, 1, 2)
            record_imported(tx, 3, studio_id=OTHER)
            record(tx, Skip(listed(4), SkipReason.TIMER_RUNNING))
            found = tx.ledger.imported_among(STUDIO, [1, 3, 4, 5])
            assert list(found) == [ImportedEntry(1, 1, NIGHT, 60, 10, 20, 1)]
            assert list(tx.ledger.imported_among(STUDIO, [])) == []

    def test_what_a_run_found_imported_before_is_listed_by_day(self, store: Store) -> None:
        """`earlier_page` lists what other runs had imported of the days until then, page by page.

        What waits, what came in later and what is of another account or studio is not among it.
        """
        with store.transaction() as tx:
            record_imported(tx, 3, 1, 2, run_id=OTHER_RUN)
            record_imported(tx, 4)
            record_imported(tx, 5, run_id=OTHER_RUN, studio_id=OTHER)
            record(tx, Skip(listed(6), SkipReason.TIMER_RUNNING))
            now = tx.now() + timedelta(minutes=1)
            earlier = Earlier(STUDIO, 1, RUN, Days(NIGHT, NIGHT), now)
            page = tx.ledger.earlier_page(earlier, most=2)
            assert list(page) == [ImportedEntry(n, 1, NIGHT, 60, 10, 20, 1) for n in (1, 2)]
            rest = tx.ledger.earlier_page(earlier, most=2, after=DayPlace(NIGHT, 2))
            assert [one.entry_id for one in rest] == [3]
            others = [
                replace(earlier, harvest_account_id=2),
                replace(earlier, until=now - timedelta(days=1)),
                replace(earlier, days=Days(NIGHT - timedelta(days=9), NIGHT - timedelta(days=1))),
            ]
            counts = [tx.ledger.count_earlier(one) for one in (earlier, *others)]
            assert counts == [3, 0, 0, 0]
            assert tx.ledger.count_earlier(replace(earlier, harvest_account_id=None)) == 3

    def test_a_run_that_goes_on_holds_its_studio_again(
        self, store: Store, refusal: type[Exception]
    ) -> None:
        """A run that is continued is the studio's live one, unless there is another, at its page.

        One that was stopped keeps its page, too.
        """
        half = run().start(NOON).add(PageResult(1, ()), cursor="next")
        add(store, half)
        with store.transaction() as tx:
            tx.runs.stop(STUDIO, Message(Code.DISCONNECTED), LATER)
            found = tx.runs.by_id(half.id)
            assert found is not None
            assert found.progress == half.progress
            tx.runs.save(continued(found, LATER))
            assert tx.runs.live(STUDIO) == continued(found, LATER)
            assert not tx.runs.add(run())
            tx.runs.save(found)
            tx.runs.add(run())
            tx.commit()
        with pytest.raises(refusal), store.transaction() as tx:
            tx.runs.save(continued(found, LATER))
