"""What the use cases rely on in `Waiting`, `LeftOut` and `EntryNotes`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
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
    source,
)
from workroom_harvest.domain.decisions import Skip
from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.messages import quoted
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.waiting import Position, WaitingEntry
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason
from workroom_harvest.domain.waiting import GroupKind, Tally, WaitingGroup, WaitingKey

ACCOUNT, ELSEWHERE = 1, 2
NOT_MAPPED, API_ERROR = SkipReason.PROJECT_NOT_MAPPED, SkipReason.HARVEST_API_ERROR
VILLA, CABIN = WaitingKey(10, 20, NOT_MAPPED), WaitingKey(11, 20, NOT_MAPPED)
UNREADABLE = WaitingKey(None, None, API_ERROR)
PROBLEM = quoted("no hours")
EARLY = date(2026, 6, 1)


def wait(tx: Transaction, studio_id: str = STUDIO) -> None:
    """Let two entries of the villa wait, one of the cabin, and one that cannot be read."""
    record(
        tx,
        Skip(listed(1, hours=Decimal("1.51")), NOT_MAPPED),
        Skip(listed(2), NOT_MAPPED, quoted("why")),
        Skip(UnreadableEntry(5, PROBLEM), API_ERROR, PROBLEM, is_lasting=True),
        Skip(listed(4, project_id=11, user_id=None), NOT_MAPPED),
        imported(listed(6)),
        studio_id=studio_id,
    )


def ids(entries: Sequence[WaitingEntry]) -> list[int]:
    """Return the entries' ids in their order."""
    return [one.entry_id for one in entries]


class WaitingContract:
    """What waits is counted by its key and listed in order, and notes and choices are kept."""

    def test_what_waits_is_counted_by_project_task_and_reason(self, store: Store) -> None:
        """`tallies` has the entries, minutes and oldest day of each key, of this account alone.

        What was imported is not among it; what cannot be read counts as no minutes. Those that no
        further try brings in are counted, too.
        """
        with store.transaction() as tx:
            assert tx.waiting.tallies(STUDIO, ACCOUNT) == {}
            wait(tx)
            record(tx, Skip(listed(1, project_id=12), NOT_MAPPED), studio_id=OTHER)
            assert tx.waiting.tallies(STUDIO, ACCOUNT) == {
                VILLA: Tally(2, 151, NIGHT),
                CABIN: Tally(1, 60, NIGHT),
                UNREADABLE: Tally(1, 0, None, lasting=1),
            }
            assert tx.waiting.tallies(STUDIO, ELSEWHERE) == {}

    def test_what_a_run_skipped_is_counted_by_project_task_and_reason(self, store: Store) -> None:
        """`skipped_by` has the entries and minutes of each key, by the run's own reasons.

        What came in since is among it, and nothing of other runs, studios or accounts.
        """
        skipped = [SkippedEntry.of(listed(one), NOT_MAPPED) for one in (1, 2, 4)]
        unknown = SkippedEntry(API_ERROR, None)
        with store.transaction() as tx:
            assert tx.waiting.skipped_by(STUDIO, ACCOUNT, RUN) == {}
            wait(tx)
            wait(tx, OTHER)
            came_in = [imported(listed(1))]
            tx.ledger.update_many(source(came_in), came_in)
            tx.skipped_entries.add_many(STUDIO, RUN, [*skipped, unknown], {})
            tx.skipped_entries.add_many(STUDIO, OTHER_RUN, skipped[:1], {})
            assert tx.waiting.skipped_by(STUDIO, ACCOUNT, RUN) == {
                VILLA: Tally(2, 120),
                CABIN: Tally(1, 60),
            }
            assert tx.waiting.skipped_by(STUDIO, ELSEWHERE, RUN) == {}
            assert tx.waiting.skipped_by(OTHER, ACCOUNT, RUN) == {}

    def test_what_comes_in_waits_no_more(self, store: Store) -> None:
        """An entry that is imported is neither counted nor listed any more."""
        with store.transaction() as tx:
            record(tx, Skip(listed(1), NOT_MAPPED))
            came_in = [imported(listed(1))]
            tx.ledger.update_many(source(came_in), came_in)
            assert tx.waiting.tallies(STUDIO, ACCOUNT) == {}
            assert list(tx.waiting.entries(STUDIO, ACCOUNT, [VILLA], most=9)) == []

    def test_waiting_entries_come_back_as_harvest_listed_them(self, store: Store) -> None:
        """`entries` has what is known of the entries with one of the keys, with their notes."""
        with store.transaction() as tx:
            wait(tx)
            tx.entry_notes.put_many(STUDIO, {1: "Plans", 4: "Roof"})
            tx.entry_notes.put_many(OTHER, {2: "of another studio"})
            entries = tx.waiting.entries
            assert list(entries(STUDIO, ACCOUNT, [VILLA, UNREADABLE], most=9)) == [
                WaitingEntry(1, VILLA, NIGHT, 91, 1, "Plans"),
                WaitingEntry(2, VILLA, NIGHT, 60, 1, "", quoted("why")),
                WaitingEntry(5, UNREADABLE, None, None, None, "", PROBLEM),
            ]
            assert list(entries(STUDIO, ACCOUNT, [CABIN], most=9)) == [
                WaitingEntry(4, CABIN, NIGHT, 60, None, "Roof")
            ]
            assert list(entries(STUDIO, ACCOUNT, [], most=9)) == []
            assert list(entries(STUDIO, ELSEWHERE, [VILLA], most=9)) == []
            assert list(entries(OTHER, ACCOUNT, [VILLA], most=9)) == []

    def test_waiting_entries_are_listed_by_day_and_id_from_a_place(self, store: Store) -> None:
        """Entries are ordered by day, then id, without a day last, and go on at a place."""
        days = {7: NIGHT, 8: EARLY, 9: NIGHT - timedelta(days=1), 2**40: EARLY}
        with store.transaction() as tx:
            skips = [
                Skip(replace(listed(number), spent_on=day), NOT_MAPPED)
                for number, day in days.items()
            ]
            record(tx, *skips, Skip(UnreadableEntry(3, PROBLEM), API_ERROR, PROBLEM))
            record(tx, Skip(UnreadableEntry(1, PROBLEM), API_ERROR, PROBLEM))
            keys, entries = [VILLA, UNREADABLE], tx.waiting.entries
            order = [8, 2**40, 9, 7, 1, 3]
            found = entries(STUDIO, ACCOUNT, keys, most=9)
            assert ids(found) == order
            for index, one in enumerate(found):
                rest = entries(STUDIO, ACCOUNT, keys, most=2, after=one.position)
                assert ids(rest) == order[index + 1 : index + 3]
            first = Position(EARLY, 0)
            assert ids(entries(STUDIO, ACCOUNT, keys, most=1, after=first)) == [8]

    def test_notes_are_replaced_restored_and_deleted_by_entry(self, store: Store) -> None:
        """Two thousand notes are stored at once, replaced and deleted, of this studio alone.

        Where there is one already, none is restored.
        """
        many = {number: f"note {number} \U0001f3e0" for number in range(1, 2001)}
        with store.transaction() as tx:
            record(tx, *(Skip(listed(number), NOT_MAPPED) for number in (1, 2, 3)))
            record(tx, Skip(listed(1), NOT_MAPPED), studio_id=OTHER)
            tx.entry_notes.put_many(STUDIO, {})
            tx.entry_notes.put_many(STUDIO, many)
            tx.entry_notes.put_many(STUDIO, {1: "another"})
            tx.entry_notes.put_many(OTHER, {1: "theirs"})
            tx.entry_notes.restore_many(STUDIO, {})
            tx.entry_notes.restore_many(STUDIO, {1: "as before"})
            assert _notes(tx) == {1: "another", 2: many[2], 3: many[3]}
            tx.entry_notes.remove_many(STUDIO, [])
            tx.entry_notes.remove_many(STUDIO, [2, 99])
            assert _notes(tx) == {1: "another", 2: "", 3: many[3]}
            tx.entry_notes.forget(STUDIO)
            assert _notes(tx) == {1: "", 2: "", 3: ""}
            tx.entry_notes.restore_many(STUDIO, {1: "as before", 2: many[2]})
            assert _notes(tx) == {1: "as before", 2: many[2], 3: ""}
            assert _notes(tx, OTHER) == {1: "theirs"}

    def test_what_is_left_out_belongs_to_an_account(self, store: Store) -> None:
        """A project or task is left out of its account until it is taken back or forgotten."""
        villa, same_task = WaitingGroup(GroupKind.PROJECT, 10), WaitingGroup(GroupKind.TASK, 10)
        with store.transaction() as tx:
            left_out = tx.left_out
            for group in (villa, same_task, villa):
                left_out.add(STUDIO, ACCOUNT, group, "elin")
            left_out.add(STUDIO, ELSEWHERE, villa, "elin")
            left_out.add(OTHER, ACCOUNT, villa, "olof")
            assert left_out.of(STUDIO, ACCOUNT) == {villa, same_task}
            left_out.remove(STUDIO, ACCOUNT, [])
            left_out.remove(STUDIO, ACCOUNT, [villa, WaitingGroup(GroupKind.TASK, 99)])
            assert left_out.of(STUDIO, ACCOUNT) == {same_task}
            assert left_out.of(STUDIO, ELSEWHERE) == {villa}
            left_out.forget(STUDIO)
            assert not left_out.of(STUDIO, ACCOUNT)
            assert not left_out.of(STUDIO, ELSEWHERE)
            assert left_out.of(OTHER, ACCOUNT) == {villa}


def _notes(tx: Transaction, studio_id: str = STUDIO) -> dict[int, str]:
    entries = tx.waiting.entries(studio_id, ACCOUNT, [VILLA], most=9)
    return {one.entry_id: one.note for one in entries}
