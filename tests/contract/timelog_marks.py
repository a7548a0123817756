"""What the use cases rely on in `TimelogMarks`."""

from dataclasses import replace
from datetime import timedelta

from tests.contract.stored import (
    HASH,
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
from workroom_harvest.domain.decisions import Changed, Import, Skip, Unchanged
from workroom_harvest.domain.entry_record import EntryRecord, EntryState, fingerprint
from workroom_harvest.domain.entry_story import Standing, Written
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.messages import quoted
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.skipped import SkipReason

PRINT = fingerprint(listed(1), HASH)
NOT_MAPPED = SkipReason.PROJECT_NOT_MAPPED
WAITS = EntryRecord(EntryState.WAITING, said=PRINT, reason=NOT_MAPPED, harvest_account_id=1)


def states(tx: Transaction, *ids: int) -> list[EntryState]:
    """Return the states of these entries of the studio."""
    known = tx.ledger.known(STUDIO, ids)
    return [known[one].state for one in ids]


class TimelogMarksContract:
    """Entries lose their timelogs, or Harvest loses them, each by a mark with its event."""

    def test_what_was_written_is_known(self, store: Store) -> None:
        """The last written values of a timelog are known, and none of an entry that waits."""
        with store.transaction() as tx:
            record_imported(tx, 1)
            record(tx, Skip(listed(2), NOT_MAPPED))
            record_imported(tx, 3, studio_id=OTHER)
            found = tx.timelog_marks.written(STUDIO, [1, 2, 3])
            assert tx.timelog_marks.written(STUDIO, []) == {}
            now = tx.now()
        assert found.keys() == {1}
        assert abs(found[1].at - now) < timedelta(seconds=1)
        assert replace(found[1], at=now) == Written(
            RUN,
            now,
            "elin",
            "villa",
            "drawings",
            "elin",
            fell_back=False,
            spent_on=NIGHT,
            minutes=60,
            billable=True,
            title_hash=HASH(listed(1).title),
        )

    def test_what_is_gone_waits_for_nothing(self, store: Store) -> None:
        """An entry that waited, and is gone, has neither the reason nor the cause that it had."""
        with store.transaction() as tx:
            refused = quoted("the month is closed")
            record(tx, Skip(listed(1), SkipReason.SAVE_FAILED, refused, is_lasting=True))
            before = tx.entry_stories.entry(STUDIO, 1)
            tx.timelog_marks.mark_gone(STUDIO, OTHER_RUN, [1])
            after = tx.entry_stories.entry(STUDIO, 1)
            assert sum(one.lasting for one in tx.waiting.tallies(STUDIO, 1).values()) == 0
        assert before is not None
        assert (before.standing.reason, before.cause) == (SkipReason.SAVE_FAILED, refused)
        assert after is not None
        assert (after.standing, after.cause) == (Standing(EntryState.GONE), None)

    def test_what_a_run_wrote_is_read_in_pages(self, store: Store) -> None:
        """The timelogs of a run are read by id, without those that were deleted since."""
        with store.transaction() as tx:
            record_imported(tx, 1, 2, 3, 4)
            record_imported(tx, 5, run_id=OTHER_RUN)
            record_imported(tx, 6, studio_id=OTHER)
            tx.timelog_marks.mark_deleted(STUDIO, OTHER_RUN, [2])
            page = tx.timelog_marks.written_page
            assert list(page(STUDIO, 1, RUN, most=2)) == [1, 3]
            assert list(page(STUDIO, 1, RUN, most=2, after=3)) == [4]
            assert page(STUDIO, 2, RUN, most=2) == {}

    def test_what_is_gone_was_waiting_and_may_come_back(self, store: Store) -> None:
        """What waits can be gone, which is an event of the run, and comes in if it is listed."""
        waits = [Skip(listed(number), NOT_MAPPED) for number in (1, 2)]
        with store.transaction() as tx:
            record(tx, *waits, imported(listed(3)))
            record(tx, *waits, studio_id=OTHER)
            tx.timelog_marks.mark_gone(STUDIO, RUN, [1, 2, 4])
            tx.timelog_marks.mark_gone(STUDIO, RUN, [])
            known = tx.ledger.known(STUDIO, [1, 2, 3, 4])
            gone = EntryRecord(EntryState.GONE, said=PRINT, harvest_account_id=1)
            assert known == {1: gone, 2: replace(gone, said=known[2].said), 3: known[3]}
            assert tx.ledger.known(OTHER, [1])[1] == WAITS
            (event,) = tx.entry_stories.events(STUDIO, 1)
            assert (event.before.reason, event.after.state) == (NOT_MAPPED, EntryState.GONE)
            again: list[Import | Skip] = [imported(listed(1)), waits[1]]
            tx.ledger.update_many(source(again, OTHER_RUN), again)
            known = tx.ledger.known(STUDIO, [1, 2])
            assert [known[1].state, known[2].state] == [EntryState.IMPORTED, EntryState.WAITING]

    def test_a_timelog_whose_entry_is_gone_is_orphaned(self, store: Store) -> None:
        """A timelog stays when its entry is gone; listed again, the entry is as it was."""
        with store.transaction() as tx:
            record_imported(tx, 1, 2)
            tx.timelog_marks.mark_gone(STUDIO, OTHER_RUN, [1, 2])
            assert states(tx, 1, 2) == [EntryState.ORPHANED, EntryState.ORPHANED]
            assert tx.timelog_marks.written(STUDIO, [1, 2]).keys() == {1, 2}
            (event,) = tx.entry_stories.events(STUDIO, 1)
            assert (event.run_id, event.after.state) == (OTHER_RUN, EntryState.ORPHANED)
            again: list[Changed | Unchanged] = [
                Unchanged(listed(1)),
                Changed(listed(2, notes="New")),
            ]
            tx.ledger.update_many(source(again), again)
            assert states(tx, 1, 2) == [EntryState.IMPORTED, EntryState.CHANGED]

    def test_a_deleted_timelog_is_remembered(self, store: Store) -> None:
        """A deleted timelog leaves what was written known; the entry can be imported again."""
        with store.transaction() as tx:
            record_imported(tx, 1, 2)
            record(tx, Skip(listed(3), NOT_MAPPED))
            tx.timelog_marks.mark_deleted(STUDIO, OTHER_RUN, [1, 2, 3])
            tx.timelog_marks.mark_deleted(STUDIO, OTHER_RUN, [])
            assert states(tx, 1, 2, 3) == [
                EntryState.DELETED,
                EntryState.DELETED,
                EntryState.WAITING,
            ]
            assert tx.timelog_marks.written(STUDIO, [1])[1].run_id == RUN
            again: list[Import | Skip] = [imported(listed(1))]
            tx.ledger.update_many(source(again, OTHER_RUN), again)
            assert states(tx, 1) == [EntryState.IMPORTED]
            assert tx.timelog_marks.written(STUDIO, [1])[1].run_id == OTHER_RUN

    def test_a_removed_timelog_is_undone(self, store: Store) -> None:
        """An entry whose timelog a run removed is undone, and its former run has it no more."""
        with store.transaction() as tx:
            record_imported(tx, 1, 2)
            tx.timelog_marks.mark_removed(STUDIO, OTHER_RUN, [1])
            assert states(tx, 1, 2) == [EntryState.UNDONE, EntryState.IMPORTED]
            assert tx.ledger.imported_by(STUDIO, RUN).entries == 1
            (event,) = tx.entry_stories.events(STUDIO, 1)
            assert (event.run_id, event.after.state) == (OTHER_RUN, EntryState.UNDONE)

    def test_an_orphan_without_its_timelog_is_gone(self, store: Store) -> None:
        """What neither Harvest nor Workroom has any more is gone, however it was lost."""
        with store.transaction() as tx:
            record_imported(tx, 1, 2, 3, 4)
            marks = tx.timelog_marks
            marks.mark_gone(STUDIO, RUN, [1, 2])
            marks.mark_deleted(STUDIO, OTHER_RUN, [1])
            marks.mark_removed(STUDIO, OTHER_RUN, [2, 4])
            marks.mark_deleted(STUDIO, OTHER_RUN, [3])
            marks.mark_gone(STUDIO, "c" * 32, [3, 4])
            assert states(tx, 1, 2, 3, 4) == [EntryState.GONE] * 4
            assert marks.written(STUDIO, [1, 2, 3, 4]) == {}

    def test_a_deleted_timelog_that_is_there_again_without_its_entry_is_orphaned(
        self, store: Store
    ) -> None:
        """What was deleted, and is found although its entry is gone, is an orphan as it was."""
        with store.transaction() as tx:
            record_imported(tx, 1, 2)
            marks = tx.timelog_marks
            marks.mark_deleted(STUDIO, RUN, [1])
            marks.mark_found(STUDIO, OTHER_RUN, [1, 2])
            marks.mark_gone(STUDIO, OTHER_RUN, [1])
            assert states(tx, 1, 2) == [EntryState.ORPHANED, EntryState.IMPORTED]
            assert marks.written(STUDIO, [1, 2]).keys() == {1, 2}

    def test_a_run_that_finds_an_entry_changed_and_then_deleted_tells_both(
        self, store: Store
    ) -> None:
        """A run may find an entry changed, and mark it at one instant, told in that order."""
        with store.transaction() as tx:
            record_imported(tx, 1)
            changed = [Changed(listed(1, notes="New"))]
            tx.ledger.update_many(source(changed, OTHER_RUN), changed)
            tx.timelog_marks.mark_gone(STUDIO, OTHER_RUN, [1])
            tx.timelog_marks.mark_removed(STUDIO, OTHER_RUN, [1])
            told = [one.after.state for one in tx.entry_stories.events(STUDIO, 1)]
        assert told == [EntryState.CHANGED, EntryState.ORPHANED, EntryState.GONE]

    def test_who_lost_timelogs_fell_back_no_more(self, store: Store) -> None:
        """Timelogs of the designer who connected count among them while they are there."""
        whose = FellBack(1, "Mira", Cause.NO_MEMBER)
        with store.transaction() as tx:
            record(tx, *(replace(imported(listed(one)), fell_back=whose) for one in (1, 2, 3)))
            tx.timelog_marks.mark_deleted(STUDIO, RUN, [1])
            tx.timelog_marks.mark_removed(STUDIO, OTHER_RUN, [2])
            assert sum(tx.ledger.fell_back(STUDIO, 1).values()) == 1
