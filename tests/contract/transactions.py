"""What the use cases rely on in a transaction, whether its rows are in memory or in SQL."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

import pytest

from tests.contract.stored import (
    LIFETIME,
    OTHER_RUN,
    RUN,
    STUDIO,
    broken,
    lease,
    record_imported,
    runs_of,
)
from tests.support.factories import connection
from workroom_harvest.domain.errors import HostMisbehaved, RowsRefused
from workroom_harvest.domain.ports.store import Store, Transaction

METHOD = r"Timelogs\.add_many"


class Borrower(Protocol):
    """What a host can commit or roll back: the fake database, or the SQL session."""

    def commit(self) -> None: ...
    def rollback(self) -> None: ...


def commit_all_the_same(borrower: Borrower) -> None:
    """Commit as a host that suppresses the error which it gets for it."""
    with suppress(HostMisbehaved):
        borrower.commit()


def roll_back(borrower: Borrower, error: Exception | None) -> None:
    """Roll back as a host does, and raise the error if there is one."""
    borrower.rollback()
    if error:
        raise error


@contextmanager
def host_writes(tx: Transaction, rows: int = 1) -> Iterator[None]:
    """Open a savepoint in which the host writes, as the transaction of a page does."""
    with tx.savepoint(), tx.host_writes("Timelogs.add_many", rows):
        yield


class TransactionContract:
    """A transaction is stored by `commit` as a whole, and otherwise undone."""

    def test_the_tables_are_there(self, store: Store) -> None:
        """`ready` returns True where the plugin's tables exist."""
        assert store.ready()

    def test_leaving_without_a_commit_undoes(self, store: Store) -> None:
        """Leaving a transaction without a commit undoes it."""
        with store.transaction() as tx:
            tx.connections.put(connection())
        with store.transaction() as tx:
            assert tx.connections.for_studio(STUDIO) is None

    def test_an_error_undoes_the_transaction_and_is_raised(self, store: Store) -> None:
        """An error inside a transaction undoes it, and is raised to the caller."""
        with pytest.raises(KeyError), store.transaction() as tx:
            broken(lambda: tx.connections.put(connection()))
        with store.transaction() as tx:
            assert tx.connections.for_studio(STUDIO) is None

    def test_a_commit_lasts_and_what_follows_it_does_not(self, store: Store) -> None:
        """What follows a commit is undone unless there is another commit."""
        with store.transaction() as tx:
            tx.connections.put(connection())
            tx.commit()
            tx.connections.drop(STUDIO)
        with store.transaction() as tx:
            assert tx.connections.for_studio(STUDIO) == connection()

    def test_a_transaction_sees_what_it_wrote(self, store: Store) -> None:
        """A transaction sees its own writes before it commits."""
        with store.transaction() as tx:
            tx.connections.put(connection())
            assert tx.connections.for_studio(STUDIO) == connection()

    def test_a_savepoint_is_undone_when_its_body_raises(self, store: Store) -> None:
        """An error undoes its savepoint and nothing else, and is raised to the caller."""
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            with pytest.raises(KeyError), tx.savepoint():
                broken(lambda: record_imported(tx, 1))
            with tx.savepoint():
                record_imported(tx, 2)
            tx.commit()
        with store.transaction() as tx:
            assert runs_of(tx, [1, 2]) == {2: RUN}
            assert tx.leases.acquire(STUDIO, LIFETIME) is None

    def test_what_a_constraint_refuses_of_a_hosts_rows_has_a_cause(self, store: Store) -> None:
        """A refusal of the host's rows raises `RowsRefused` with a cause of one line.

        It undoes no more than the savepoint.
        """
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            record_imported(tx, 1)
            with pytest.raises(RowsRefused) as refused, host_writes(tx):
                record_imported(tx, 2, 1, run_id=OTHER_RUN)
            tx.commit()
        assert refused.value.cause
        assert "\n" not in refused.value.cause
        with store.transaction() as tx:
            assert runs_of(tx, [1, 2]) == {1: RUN}

    def test_any_other_error_of_the_hosts_is_raised_unchanged(self, store: Store) -> None:
        """Any other error of the host's is raised unchanged, since another try may succeed."""
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            with pytest.raises(KeyError), host_writes(tx):
                broken(lambda: record_imported(tx, 1))

    def test_a_host_may_not_commit_the_transaction(self, store: Store, borrower: Borrower) -> None:
        """A commit by the host raises `HostMisbehaved`, even if the host suppresses it.

        Nothing of the transaction is stored.
        """
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            record_imported(tx, 1)
            with pytest.raises(HostMisbehaved, match=METHOD), host_writes(tx):
                commit_all_the_same(borrower)
        with store.transaction() as tx:
            assert runs_of(tx, [1]) == {}

    @pytest.mark.parametrize("error", [None, KeyError("beside it")])
    def test_a_rollback_by_the_host_is_noticed(
        self, store: Store, borrower: Borrower, error: Exception | None
    ) -> None:
        """A rollback by the host raises `HostMisbehaved`, even beside another error of its own."""
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            with pytest.raises(HostMisbehaved, match=METHOD), host_writes(tx):
                roll_back(borrower, error)
        with store.transaction() as tx:
            assert tx.leases.acquire(STUDIO, LIFETIME) is None

    def test_a_host_that_wrote_nothing_is_noticed_at_the_commit(self, store: Store) -> None:
        """Fewer rows than the host reported raise `HostMisbehaved` at the commit.

        Nothing of the transaction is stored.
        """
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            with tx.savepoint():
                record_imported(tx, 1)
                with tx.host_writes("Timelogs.add_many", 1):
                    pass
            with pytest.raises(HostMisbehaved, match=METHOD):
                tx.commit()
        with store.transaction() as tx:
            assert runs_of(tx, [1]) == {}
