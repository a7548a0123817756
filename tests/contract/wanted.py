"""What the use cases rely on in `Wanted`."""

from dataclasses import replace
from datetime import timedelta

from tests.contract.stored import (
    LATER,
    OTHER,
    OTHER_RUN,
    RUN,
    STUDIO,
    imported,
    listed,
    record,
)
from workroom_harvest.domain.decisions import Skip
from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.messages import quoted
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.wanted import Click, Span
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason
from workroom_harvest.domain.waiting import WaitingKey

NOT_MAPPED, API_ERROR = SkipReason.PROJECT_NOT_MAPPED, SkipReason.HARVEST_API_ERROR
VILLA, CABIN = WaitingKey(10, 20, NOT_MAPPED), WaitingKey(11, 20, NOT_MAPPED)
UNREADABLE = WaitingKey(None, None, API_ERROR)
DAY = listed(1).spent_on


def wait(tx: Transaction, studio_id: str = STUDIO) -> None:
    """Let three entries of the villa wait, one of the cabin, and one that cannot be read."""
    record(
        tx,
        Skip(listed(1), NOT_MAPPED, quoted("why")),
        Skip(replace(listed(2), spent_on=DAY - timedelta(days=9)), NOT_MAPPED),
        Skip(listed(3), NOT_MAPPED),
        Skip(listed(4, project_id=11), NOT_MAPPED),
        Skip(UnreadableEntry(5, quoted("no hours")), API_ERROR),
        imported(listed(6)),
        studio_id=studio_id,
    )


def click(tx: Transaction, run_id: str = RUN, account_id: int = 1) -> Click:
    """Return a click of now."""
    return Click(STUDIO, account_id, run_id, tx.now())


def skip(tx: Transaction, run_id: str, reason: SkipReason, *ids: int) -> None:
    """Let a run skip these entries."""
    skipped = [SkippedEntry(reason, one) for one in ids]
    tx.skipped_entries.add_many(STUDIO, run_id, [*skipped, SkippedEntry(API_ERROR, None)], {})


class WantedContract:
    """An import of what waits finds what it takes, and records what is gone."""

    def test_what_waits_is_counted_with_its_days(self, store: Store) -> None:
        """Under each key stand the number of entries and their first and last day."""
        with store.transaction() as tx:
            wait(tx)
            wait(tx, OTHER)
            assert tx.wanted.spans(click(tx)) == {
                VILLA: Span(3, DAY - timedelta(days=9), DAY),
                CABIN: Span(1, DAY, DAY),
                UNREADABLE: Span(1, None, None),
            }
            assert tx.wanted.spans(click(tx, account_id=2)) == {}
            assert tx.wanted.spans(replace(click(tx), at=LATER - timedelta(days=20_000))) == {}

    def test_what_the_run_skipped_is_not_wanted_again(self, store: Store) -> None:
        """What the run has skipped is not wanted any more; what another run skipped is."""
        with store.transaction() as tx:
            wait(tx)
            skip(tx, RUN, NOT_MAPPED, 1, 4)
            skip(tx, OTHER_RUN, NOT_MAPPED, 2, 3)
            now = click(tx)
            assert tx.wanted.keys(now, [1, 2, 4, 5, 6, 7]) == {2: VILLA, 5: UNREADABLE}
            assert {key: one.entries for key, one in tx.wanted.spans(now).items()} == {
                VILLA: 2,
                UNREADABLE: 1,
            }
            assert tx.wanted.keys(now, []) == {}

    def test_those_that_were_not_found_before_come_last(self, store: Store) -> None:
        """Entries come by their ids with their notes, those that a run did not find at the end."""
        with store.transaction() as tx:
            wait(tx)
            skip(tx, OTHER_RUN, SkipReason.GONE, 1, 2)
            skip(tx, "c" * 32, NOT_MAPPED, 3)
            tx.entry_notes.put_many(STUDIO, {3: "Plans"})
            found = tx.wanted.first(click(tx), [VILLA, UNREADABLE], 3)
            assert [one.entry_id for one in found] == [3, 5, 1]
            assert [one.note for one in found] == ["Plans", "", ""]
            assert (found[2].key, found[2].spent_on, found[2].minutes) == (VILLA, DAY, 60)
            assert list(tx.wanted.first(click(tx), [], 3)) == []
            assert list(tx.wanted.first(click(tx), [VILLA], 0)) == []
