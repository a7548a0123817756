"""What the use cases rely on in the `Ledger`."""

import pytest

from tests.contract.stored import LIFETIME, OTHER, STUDIO, lease, timelog
from workroom_harvest.domain.ports.store import Store


class LedgerContract:
    """The ledger knows which Harvest entries a studio has imported, and by which run."""

    def test_known_are_those_that_were_imported_with_their_run(self, store: Store) -> None:
        """`known` returns the runs of this studio's imported entries.

        It takes two thousand ids at once, of more than 32 bits.
        """
        ids = [2**40 + number for number in range(2000)]
        with store.transaction() as tx:
            tx.ledger.add_many(STUDIO, "r" * 32, [timelog(one) for one in ids[:-1]])
            tx.ledger.add_many(OTHER, "s" * 32, [timelog(ids[-1])])
            assert tx.ledger.known(STUDIO, ids) == dict.fromkeys(ids[:-1], "r" * 32)
            assert tx.ledger.known(OTHER, ids) == {ids[-1]: "s" * 32}
            assert tx.ledger.known(STUDIO, []) == {}

    def test_what_a_run_did_not_import_after_all_is_taken_out(self, store: Store) -> None:
        """`remove` deletes entries of this studio and this run, and no others."""
        with store.transaction() as tx:
            tx.ledger.add_many(STUDIO, "r" * 32, [timelog(1), timelog(2)])
            tx.ledger.add_many(STUDIO, "s" * 32, [timelog(3)])
            tx.ledger.add_many(OTHER, "r" * 32, [timelog(1)])
            tx.ledger.remove(STUDIO, "r" * 32, [1, 3, 4])
            tx.ledger.remove(STUDIO, "r" * 32, [])
            assert tx.ledger.known(STUDIO, [1, 2, 3]) == {2: "r" * 32, 3: "s" * 32}
            assert tx.ledger.known(OTHER, [1]) == {1: "r" * 32}

    def test_what_a_run_imported_is_counted(self, store: Store) -> None:
        """`count` returns how many entries of this studio this run imported."""
        with store.transaction() as tx:
            tx.ledger.add_many(STUDIO, "r" * 32, [timelog(1), timelog(2)])
            tx.ledger.add_many(STUDIO, "s" * 32, [timelog(3)])
            tx.ledger.add_many(OTHER, "r" * 32, [timelog(1)])
            assert tx.ledger.count(STUDIO, "r" * 32) == 2
            assert tx.ledger.count(STUDIO, "t" * 32) == 0

    def test_a_second_time_is_refused(self, store: Store, refusal: type[Exception]) -> None:
        """An entry that is known already is refused, together with all that are added beside it."""
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            tx.ledger.add_many(STUDIO, "r" * 32, [timelog(1)])
            with pytest.raises(refusal), tx.savepoint():
                tx.ledger.add_many(STUDIO, "s" * 32, [timelog(2), timelog(1), timelog(3)])
            tx.commit()
        with store.transaction() as tx:
            assert tx.ledger.known(STUDIO, [1, 2, 3]) == {1: "r" * 32}

    def test_nothing_to_add_is_fine(self, store: Store) -> None:
        """Adding nothing is allowed, since all entries of a page may be skipped."""
        with store.transaction() as tx:
            tx.ledger.add_many(STUDIO, "r" * 32, [])
            assert tx.ledger.known(STUDIO, [1]) == {}
