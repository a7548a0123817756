"""What the use cases rely on in the `Ledger`."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.contract.stored import (
    HASH,
    LIFETIME,
    OTHER,
    OTHER_RUN,
    RUN,
    STUDIO,
    imported,
    lease,
    listed,
    record,
    record_imported,
    runs_of,
    source,
)
from workroom_harvest.domain.decisions import Changed, Decision, Import, Noted, Skip, Unchanged
from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.entry_record import EntryRecord, EntryState, fingerprint
from workroom_harvest.domain.errors import LeaseLost
from workroom_harvest.domain.messages import Code, Message, quoted
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.ports.store.ledger import Refusal
from workroom_harvest.domain.skipped import SkipReason

PRINT = fingerprint(listed(1), HASH)
NOT_MAPPED, FAILED = SkipReason.PROJECT_NOT_MAPPED, SkipReason.SAVE_FAILED
WAITS = EntryRecord(EntryState.WAITING, said=PRINT, reason=NOT_MAPPED, harvest_account_id=1)
IS_IMPORTED = EntryRecord(EntryState.IMPORTED, RUN, PRINT, PRINT, harvest_account_id=1)


class LedgerContract:
    """The ledger knows what became of each entry that Harvest listed for a studio."""

    def test_known_are_those_that_were_recorded_with_their_run(self, store: Store) -> None:
        """`known` returns what is recorded of this studio's entries.

        It takes two thousand ids at once, of more than 32 bits.
        """
        ids = [2**40 + number for number in range(2000)]
        with store.transaction() as tx:
            record_imported(tx, *ids[:-1])
            record_imported(tx, ids[-1], run_id=OTHER_RUN, studio_id=OTHER)
            assert runs_of(tx, ids) == dict.fromkeys(ids[:-1], RUN)
            assert runs_of(tx, ids, OTHER) == {ids[-1]: OTHER_RUN}
            assert tx.ledger.known(STUDIO, []) == {}

    def test_an_entry_is_remembered_as_imported_or_as_waiting(self, store: Store) -> None:
        """What was imported has its run and its fingerprints; what waits has its reason.

        Of an entry that cannot be read nothing is known but the reason.
        """
        problem = Message(Code.ENTRY_UNREADABLE, {"where": "hours"})
        unreadable = UnreadableEntry(3, problem)
        with store.transaction() as tx:
            record(
                tx,
                imported(listed(1)),
                Skip(listed(2), NOT_MAPPED),
                Skip(unreadable, SkipReason.HARVEST_API_ERROR, problem, is_lasting=True),
            )
            assert tx.ledger.known(STUDIO, [1, 2, 3, 4]) == {
                1: IS_IMPORTED,
                2: WAITS,
                3: replace(WAITS, said=None, reason=SkipReason.HARVEST_API_ERROR),
            }

    def test_what_a_run_imported_is_counted(self, store: Store) -> None:
        """`imported_by` returns how many entries of this studio this run imported, and minutes."""
        with store.transaction() as tx:
            record_imported(tx, 1, 2)
            record(tx, Skip(listed(3), NOT_MAPPED))
            record_imported(tx, 4, run_id=OTHER_RUN)
            record_imported(tx, 1, studio_id=OTHER)
            assert tx.ledger.imported_by(STUDIO, RUN) == (2, 120)
            assert tx.ledger.imported_by(STUDIO, "c" * 32) == (0, 0)

    def test_a_second_time_is_refused(self, store: Store, refusal: type[Exception]) -> None:
        """An entry that is known already is refused, together with all that are added beside it."""
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            record_imported(tx, 1)
            with pytest.raises(refusal), tx.savepoint():
                record_imported(tx, 2, 1, 3, run_id=OTHER_RUN)
            tx.commit()
        with store.transaction() as tx:
            assert runs_of(tx, [1, 2, 3]) == {1: RUN}

    def test_nothing_to_record_is_fine(self, store: Store) -> None:
        """Recording nothing is allowed, since a page may have nothing new."""
        with store.transaction() as tx:
            tx.ledger.add_many(source([]), [])
            tx.ledger.update_many(source([]), [])
            tx.ledger.refuse(STUDIO, RUN, {})
            assert tx.ledger.known(STUDIO, [1]) == {}

    def test_what_waits_comes_in_or_waits_for_another_reason(self, store: Store) -> None:
        """An entry that waits can be imported, or wait for another reason, with new values."""
        later = listed(2, hours=Decimal(2))
        decisions: list[Import | Skip] = [
            imported(listed(1)),
            Skip(later, SkipReason.TIMER_RUNNING),
        ]
        with store.transaction() as tx:
            record(tx, *(Skip(listed(number), NOT_MAPPED) for number in (1, 2, 3)))
            tx.ledger.update_many(source(decisions), decisions)
            assert tx.ledger.known(STUDIO, [1, 2, 3]) == {
                1: IS_IMPORTED,
                2: replace(WAITS, said=fingerprint(later, HASH), reason=SkipReason.TIMER_RUNNING),
                3: WAITS,
            }

    def test_what_another_process_imported_is_not_imported_again(self, store: Store) -> None:
        """An import of an entry that no longer waits raises `LeaseLost`, and nothing is stored."""
        with store.transaction() as tx:
            record(tx, Skip(listed(1), NOT_MAPPED))
            record_imported(tx, 2)
            tx.commit()
        decisions = [imported(listed(1)), imported(listed(2))]
        with pytest.raises(LeaseLost), store.transaction() as tx:
            tx.ledger.update_many(source(decisions, OTHER_RUN), decisions)
        with store.transaction() as tx:
            assert tx.ledger.known(STUDIO, [1, 2]) == {1: WAITS, 2: IS_IMPORTED}

    def test_what_was_imported_is_found_changed_and_as_it_was(self, store: Store) -> None:
        """An imported entry can be found changed, and as it was again; what was written stays."""
        other = listed(1, hours=Decimal(2))
        with store.transaction() as tx:
            record_imported(tx, 1)
            tx.ledger.update_many(source([Changed(other)]), [Changed(other)])
            changed = replace(IS_IMPORTED, state=EntryState.CHANGED, said=fingerprint(other, HASH))
            assert tx.ledger.known(STUDIO, [1]) == {1: changed}
            same = Unchanged(listed(1))
            tx.ledger.update_many(source([same], OTHER_RUN), [same])
            assert tx.ledger.known(STUDIO, [1]) == {1: IS_IMPORTED}
            assert tx.ledger.imported_by(STUDIO, RUN) == (1, 60)

    def test_what_was_deleted_may_be_there_again(self, store: Store) -> None:
        """A deleted timelog that is found is imported or changed again, as an event of the run."""
        changed = listed(2, notes="New")
        with store.transaction() as tx:
            record_imported(tx, 1, 2)
            tx.timelog_marks.mark_deleted(STUDIO, RUN, [1, 2])
            again: list[Decision] = [Unchanged(listed(1)), Changed(changed)]
            tx.ledger.update_many(source(again, OTHER_RUN), again)
            known = tx.ledger.known(STUDIO, [1, 2])
            assert [known[1].state, known[2].state] == [EntryState.IMPORTED, EntryState.CHANGED]
            assert [one.run_id for one in tx.entry_stories.events(STUDIO, 1)] == [RUN, OTHER_RUN]

    def test_what_is_noted_stays_what_it_is(self, store: Store) -> None:
        """Harvest's word is noted of what has no timelog; its state and its reason stay."""
        noted = [Noted(listed(number, hours=Decimal(5))) for number in (1, 2, 3)]
        with store.transaction() as tx:
            record(tx, Skip(listed(1), NOT_MAPPED))
            record_imported(tx, 2, 3)
            tx.timelog_marks.mark_deleted(STUDIO, RUN, [2])
            tx.ledger.update_many(source(noted, OTHER_RUN), noted)
            known = tx.ledger.known(STUDIO, [1, 2, 3])
            print_now = fingerprint(noted[0].entry, HASH)
            assert known[1] == replace(WAITS, said=print_now)
            assert (known[2].state, known[2].said) == (EntryState.DELETED, print_now)
            assert known[3] == IS_IMPORTED
            assert tx.entry_stories.events(STUDIO, 1) == []

    def test_what_the_host_refused_waits(self, store: Store) -> None:
        """`refuse` lets entries of this studio's run wait as *Save failed*, and no others."""
        why = Refusal(quoted("the month is closed"), is_lasting=True)
        with store.transaction() as tx:
            record_imported(tx, 1, 2)
            record_imported(tx, 3, run_id=OTHER_RUN)
            record_imported(tx, 1, studio_id=OTHER)
            tx.ledger.refuse(STUDIO, RUN, {1: why, 3: why, 4: None})
            waits = replace(WAITS, reason=FAILED)
            assert tx.ledger.known(STUDIO, [1])[1] == waits
            assert runs_of(tx, [2, 3, 4]) == {2: RUN, 3: OTHER_RUN}
            assert runs_of(tx, [1], OTHER) == {1: RUN}
            tx.ledger.refuse(STUDIO, RUN, {2: None})
            assert tx.ledger.known(STUDIO, [2])[2] == waits
            tallies = tx.waiting.tallies(STUDIO, 1)
            assert [(one.entries, one.lasting) for one in tallies.values()] == [(2, 1)]

    def test_each_studio_has_a_key_of_its_own_for_good(self, store: Store) -> None:
        """A studio's key for hashes is made once, is its own, and survives new sealing."""
        with store.transaction() as tx:
            assert tx.ledger.hash_key(STUDIO) is None
            key = tx.ledger.make_hash_key(STUDIO)
            assert tx.ledger.make_hash_key(STUDIO) == tx.ledger.hash_key(STUDIO) == key
            assert tx.ledger.make_hash_key(OTHER) != key
            tx.ledger.reseal_hash_keys()
            assert tx.ledger.hash_key(STUDIO) == key
