"""What the use cases rely on in a transaction, whatever keeps the rows."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

import pytest

from tests.contract.stored import LIFETIME, STUDIO, broken, lease, timelog
from tests.support.factories import connection
from workroom_harvest.domain.errors import HostMisbehaved, RowsRefused
from workroom_harvest.domain.ports.store import Store, Transaction

METHOD = r"Timelogs\.add_many"


class Borrower(Protocol):
    """What a host could do with a transaction: its database, or the session of its own."""

    def commit(self) -> None: ...
    def rollback(self) -> None: ...


def commit_all_the_same(borrower: Borrower) -> None:
    """And catch what is said of it."""
    with suppress(HostMisbehaved):
        borrower.commit()


def roll_back(borrower: Borrower, error: Exception | None) -> None:
    """And break, perhaps."""
    borrower.rollback()
    if error:
        raise error


@contextmanager
def host_writes(tx: Transaction, rows: int = 1) -> Iterator[None]:
    """As a page's transaction is host_writes to the host."""
    with tx.savepoint(), tx.host_writes("Timelogs.add_many", rows):
        yield


class TransactionContract:
    """All or nothing, and nothing unless `commit` is called."""

    def test_the_tables_are_there(self, store: Store) -> None:
        """So `ready` says."""
        assert store.ready()

    def test_leaving_without_a_commit_undoes(self, store: Store) -> None:
        """Nothing lasts by itself."""
        with store.transaction() as tx:
            tx.connections.put(connection())
        with store.transaction() as tx:
            assert tx.connections.for_studio(STUDIO) is None

    def test_an_error_undoes_and_goes_on(self, store: Store) -> None:
        """The caller sees it."""
        with pytest.raises(KeyError), store.transaction() as tx:
            broken(lambda: tx.connections.put(connection()))
        with store.transaction() as tx:
            assert tx.connections.for_studio(STUDIO) is None

    def test_a_commit_lasts_and_what_follows_it_does_not(self, store: Store) -> None:
        """Until the next commit."""
        with store.transaction() as tx:
            tx.connections.put(connection())
            tx.commit()
            tx.connections.drop(STUDIO)
        with store.transaction() as tx:
            assert tx.connections.for_studio(STUDIO) == connection()

    def test_a_transaction_sees_what_it_wrote(self, store: Store) -> None:
        """Before it commits."""
        with store.transaction() as tx:
            tx.connections.put(connection())
            assert tx.connections.for_studio(STUDIO) == connection()

    def test_a_savepoint_is_undone_when_its_body_raises(self, store: Store) -> None:
        """Alone: what was written before it stays, and the error goes on."""
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            with pytest.raises(KeyError), tx.savepoint():
                broken(lambda: tx.ledger.add_many(STUDIO, "r" * 32, [timelog(1)]))
            with tx.savepoint():
                tx.ledger.add_many(STUDIO, "r" * 32, [timelog(2)])
            tx.commit()
        with store.transaction() as tx:
            assert tx.ledger.known(STUDIO, [1, 2]) == {2: "r" * 32}
            assert tx.leases.acquire(STUDIO, LIFETIME) is None

    def test_what_a_constraint_refuses_of_a_hosts_rows_has_a_cause(self, store: Store) -> None:
        """In the domain's words, of one line; it costs no more than the savepoint."""
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            tx.ledger.add_many(STUDIO, "r" * 32, [timelog(1)])
            with pytest.raises(RowsRefused) as refused, host_writes(tx):
                tx.ledger.add_many(STUDIO, "s" * 32, [timelog(2), timelog(1)])
            tx.commit()
        assert refused.value.cause
        assert "\n" not in refused.value.cause
        with store.transaction() as tx:
            assert tx.ledger.known(STUDIO, [1, 2]) == {1: "r" * 32}

    def test_any_other_error_of_the_hosts_goes_on_as_it_is(self, store: Store) -> None:
        """It may pass."""
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            with pytest.raises(KeyError), host_writes(tx):
                broken(lambda: tx.ledger.add_many(STUDIO, "r" * 32, [timelog(1)]))

    def test_a_host_may_not_commit_what_it_was_lent(self, store: Store, borrower: Borrower) -> None:
        """It is refused, whatever the host makes of that; nothing lasts."""
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            tx.ledger.add_many(STUDIO, "r" * 32, [timelog(1)])
            with pytest.raises(HostMisbehaved, match=METHOD), host_writes(tx):
                commit_all_the_same(borrower)
        with store.transaction() as tx:
            assert tx.ledger.known(STUDIO, [1]) == {}

    @pytest.mark.parametrize("error", [None, KeyError("beside it")])
    def test_a_rollback_of_what_was_lent_is_noticed(
        self, store: Store, borrower: Borrower, error: Exception | None
    ) -> None:
        """Also where the host breaks besides."""
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            with pytest.raises(HostMisbehaved, match=METHOD), host_writes(tx):
                roll_back(borrower, error)
        with store.transaction() as tx:
            assert tx.leases.acquire(STUDIO, LIFETIME) is None

    def test_a_host_that_wrote_nothing_is_noticed_at_the_commit(self, store: Store) -> None:
        """Whatever it said; nothing lasts."""
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            with tx.savepoint():
                tx.ledger.add_many(STUDIO, "r" * 32, [timelog(1)])
                with tx.host_writes("Timelogs.add_many", 1):
                    pass
            with pytest.raises(HostMisbehaved, match=METHOD):
                tx.commit()
        with store.transaction() as tx:
            assert tx.ledger.known(STUDIO, [1]) == {}
