"""What the use cases rely on in `Corrections` and `ChosenEntries`."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

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
from tests.support.factories import NOON, run
from workroom_harvest.domain.correction import Chosen, CorrectionKind, Differing
from workroom_harvest.domain.decisions import Changed, Import, Skip
from workroom_harvest.domain.entry_record import EntryRecord, EntryState, fingerprint
from workroom_harvest.domain.entry_story import Said
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason

CHANGED, GONE = CorrectionKind.CHANGED, CorrectionKind.GONE
DELETED, OWNER = CorrectionKind.DELETED, CorrectionKind.OWNER
TWO_HOURS = Decimal(2)


def differ(tx: Transaction, studio_id: str = STUDIO) -> None:
    """Record entries of which 1 changed, 2 is gone, 3 was deleted, 4 fell back, and 5 waits."""
    record_imported(tx, 1, 2, 3, 6, studio_id=studio_id)
    fell_back = replace(imported(listed(4)), fell_back=FellBack(1, "Mira", Cause.NO_MEMBER))
    record(tx, fell_back, Skip(listed(5), SkipReason.TIMER_RUNNING), studio_id=studio_id)
    changed = [Changed(listed(1, hours=TWO_HOURS))]
    tx.ledger.update_many(source(changed, OTHER_RUN, studio_id), changed)
    tx.timelog_marks.mark_gone(studio_id, OTHER_RUN, [2])
    tx.timelog_marks.mark_deleted(studio_id, OTHER_RUN, [3])


def kinds(tx: Transaction, *users: int, most: int = 10, after: int = 0) -> list[tuple[int, str]]:
    """Return what is to be corrected of the studio, by id."""
    page = tx.corrections.page(STUDIO, 1, users, most=most, after=after)
    return [(one.entry_id, one.kind) for one in page]


class CorrectionsContract:
    """What differs is listed, rewritten and dismissed; what is chosen is kept until it is done."""

    def test_what_differs_is_counted_and_listed(self, store: Store) -> None:
        """Each kind is counted, and listed by id in pages, of one studio and one account."""
        with store.transaction() as tx:
            differ(tx)
            differ(tx, OTHER)
            assert tx.corrections.counts(STUDIO, 1) == {CHANGED: 1, GONE: 1, DELETED: 1}
            assert tx.corrections.counts(STUDIO, 1, [1]) == {
                CHANGED: 1,
                GONE: 1,
                DELETED: 1,
                OWNER: 1,
            }
            assert tx.corrections.counts(STUDIO, 2, [1]) == {}
            assert kinds(tx, 1) == [(1, CHANGED), (2, GONE), (3, DELETED), (4, OWNER)]
            assert kinds(tx, 1, most=2, after=1) == [(2, GONE), (3, DELETED)]
            assert kinds(tx, 2) == [(1, CHANGED), (2, GONE), (3, DELETED)]
            found = tx.corrections.among(STUDIO, 1, [3, 4, 5, 6, 7], [1])
            assert {number: one.kind for number, one in found.items()} == {3: DELETED, 4: OWNER}
            assert tx.corrections.among(STUDIO, 1, []) == {}
            assert set(tx.corrections.fallback_users(STUDIO, 1)) == {1}
            assert set(tx.corrections.fallback_users(STUDIO, 2)) == set()

    def test_whose_entries_fell_back_is_told_once_each(self, store: Store) -> None:
        """People are told, with one entry or many; an entry of nobody names none."""
        owners = [7, 3, None, 7, 5, 3, 7]
        entries = [listed(number, user_id=user) for number, user in enumerate(owners, 1)]
        whose = FellBack(None, "", Cause.UNKNOWN)
        with store.transaction() as tx:
            record(tx, *(replace(imported(one), fell_back=whose) for one in entries))
            record(tx, imported(listed(8, user_id=9)))
            record(tx, imported(listed(9, user_id=11)), studio_id=OTHER)
            assert set(tx.corrections.fallback_users(STUDIO, 1)) == {3, 5, 7}

    def test_both_sides_are_told(self, store: Store) -> None:
        """An entry has Harvest's last word, what was written, and the note that is kept."""
        anew = listed(1, hours=TWO_HOURS)
        with store.transaction() as tx:
            differ(tx)
            tx.entry_notes.put_many(STUDIO, {1: "New notes"})
            (found,) = tx.corrections.page(STUDIO, 1, most=1)
            written = tx.timelog_marks.written(STUDIO, [1])[1]
        said = Said(NIGHT, 200, 120, anew.project_id, anew.task_id, anew.user_id)
        before, after = fingerprint(listed(1), HASH), fingerprint(anew, HASH)
        assert found == Differing(
            1, CHANGED, said, anew.billable, False, after, written, before, "New notes"
        )

    def test_a_rewritten_timelog_keeps_its_import(self, store: Store) -> None:
        """A change of values is an event of its run; the import stays that of the first run."""
        anew = imported(listed(1, hours=TWO_HOURS))
        log = replace(anew.timelog, member_id="mira", title="New")
        with store.transaction() as tx:
            differ(tx)
            before = tx.timelog_marks.written(STUDIO, [1])[1]
            changes = [replace(anew, timelog=log)]
            tx.corrections.rewrite(source(changes, "c" * 32), changes)
            after = tx.timelog_marks.written(STUDIO, [1])[1]
            said = fingerprint(anew.entry, HASH)
            assert tx.ledger.known(STUDIO, [1])[1] == EntryRecord(
                EntryState.IMPORTED, RUN, said, said, harvest_account_id=1
            )
            assert tx.entry_stories.events(STUDIO, 1)[-1].run_id == "c" * 32
            assert kinds(tx) == [(2, GONE), (3, DELETED)]
        assert after == replace(before, member_id="mira", title_hash=HASH("New"))

    def test_only_what_stands_in_both_is_rewritten(self, store: Store) -> None:
        """What is gone or was deleted meanwhile is not rewritten."""
        changes: list[Import] = [imported(listed(number)) for number in (2, 3)]
        with store.transaction() as tx:
            differ(tx)
            tx.corrections.rewrite(source(changes), changes)
            tx.corrections.rewrite(source([]), [])
            assert kinds(tx) == [(1, CHANGED), (2, GONE), (3, DELETED)]

    def test_the_last_word_about_a_deleted_entry_is_kept(self, store: Store) -> None:
        """Harvest's values of a deleted entry are renewed, and it stays deleted; no other is."""
        anew = [listed(number, hours=TWO_HOURS) for number in (3, 6)]
        with store.transaction() as tx:
            differ(tx)
            tx.corrections.note_said(source([Changed(one) for one in anew]), anew)
            tx.corrections.note_said(source([]), [])
            known = tx.ledger.known(STUDIO, [3, 6])
        assert (known[3].state, known[3].said) == (EntryState.DELETED, fingerprint(anew[0], HASH))
        assert known[6].said == fingerprint(listed(6), HASH)

    def test_what_is_dismissed_is_left_out_until_harvest_says_more(self, store: Store) -> None:
        """A dismissed correction is left out until Harvest's word or what differs is another."""
        with store.transaction() as tx:
            differ(tx)
            differ(tx, OTHER)
            tx.corrections.dismiss(STUDIO, "elin", [1, 2, 4])
            tx.corrections.dismiss(STUDIO, "elin", [])
            assert kinds(tx, 1) == [(3, DELETED)]
            assert tx.corrections.counts(STUDIO, 1, [1]) == {DELETED: 1}
            assert len(tx.corrections.page(OTHER, 1, [1], most=10)) == 4
            again = [Changed(listed(1, hours=Decimal(3)))]
            tx.ledger.update_many(source(again), again)
            tx.timelog_marks.mark_deleted(STUDIO, OTHER_RUN, [4])
            assert kinds(tx, 1) == [(1, CHANGED), (3, DELETED), (4, DELETED)]

    def test_what_was_chosen_is_kept_until_it_is_settled(self, store: Store) -> None:
        """Chosen corrections of a run are found and counted until they are settled."""
        chosen = [Chosen(number, CHANGED, "shown") for number in (3, 1, 2)]
        with store.transaction() as tx:
            rows = tx.chosen_entries
            rows.add_many(STUDIO, RUN, chosen)
            rows.add_many(OTHER, OTHER_RUN, chosen)
            rows.add_many(STUDIO, RUN, [])
            assert rows.among(STUDIO, RUN, [1, 4]) == {1: chosen[1]}
            assert rows.among(OTHER, RUN, [1]) == {}
            assert rows.first(STUDIO, RUN, 2) == [chosen[1], chosen[2]]
            rows.settle(STUDIO, RUN, [1, 4])
            rows.settle(STUDIO, RUN, [])
            assert (rows.left(STUDIO, RUN), rows.left(OTHER, OTHER_RUN)) == (2, 3)
            assert rows.among(STUDIO, RUN, [1, 2]) == {2: chosen[2]}
            assert rows.first(STUDIO, RUN, 5) == [chosen[2], chosen[0]]

    def test_an_entry_is_chosen_once(self, store: Store, refusal: type[Exception]) -> None:
        """The key of run and entry refuses a second choice."""
        with store.transaction() as tx:
            tx.chosen_entries.add_many(STUDIO, RUN, [Chosen(1, CHANGED, "")])
            with pytest.raises(refusal):
                tx.chosen_entries.add_many(STUDIO, RUN, [Chosen(1, OWNER, "")])

    def test_what_was_chosen_goes_with_its_run(self, store: Store) -> None:
        """When an old run is deleted, so is what was chosen for it."""
        old = replace(run(), status=RunStatus.FINISHED, ended_at=NOON - timedelta(days=500))
        with store.transaction() as tx:
            tx.runs.add(old)
            tx.chosen_entries.add_many(STUDIO, old.id, [Chosen(1, CHANGED, "")])
            assert tx.runs.delete_old(NOON, 10) == 1
            assert tx.chosen_entries.left(STUDIO, old.id) == 0

    def test_people_are_recognised_by_a_hash(self, store: Store) -> None:
        """The hash of a person's e-mail address is kept with their name, until Disconnect."""
        with store.transaction() as tx:
            items = tx.harvest_items
            items.learn(STUDIO, 1, {(ItemKind.PERSON, 1): "Mira", (ItemKind.PERSON, 2): "Jonas"})
            items.learn_email_hashes(STUDIO, 1, {1: "hash", 3: "nobody"})
            assert items.email_hashes(STUDIO, 1, [1, 2, 3]) == {1: "hash"}
            assert items.email_hashes(STUDIO, 2, [1]) == {}
            items.learn(STUDIO, 1, {(ItemKind.PERSON, 1): "Mira"})
            items.learn_email_hashes(STUDIO, 1, {1: "another"})
            assert items.email_hashes(STUDIO, 1, [1]) == {1: "another"}
            assert items.names(STUDIO, 1, ItemKind.PERSON, [1]) == {1: "Mira"}
            items.forget(STUDIO)
            assert items.email_hashes(STUDIO, 1, [1]) == {}
