"""What the to-do list relies on in the store."""

from dataclasses import replace
from datetime import timedelta

from tests.contract.stored import OTHER, RUN, STUDIO, add, connect, imported, listed, record
from tests.support.factories import NIGHT, NOON, connection, finished, nightly
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun

ACCOUNT, ELSEWHERE = 1, 2
DAY = timedelta(days=1)


def failed(ago: int) -> ImportRun:
    """Return the night so many days ago, as failed."""
    return nightly(NIGHT - ago * DAY).fail(Message(Code.IMPORT_BROKEN), NOON)


class TodoContract:
    """The count is kept with the connection, and what it counts can be read."""

    def test_entries_that_fell_back_are_counted_by_their_people(self, store: Store) -> None:
        """`fell_back` counts the imported entries of people who are no members, by their ids.

        Those of another account or studio, those that were refused, and those of people who are
        said to be members by now, are not among them.
        """
        whose = FellBack(7, "Olle", Cause.NO_MEMBER, 1)
        entries = [listed(1, user_id=7), listed(2, user_id=7), listed(3, user_id=8)]
        entries += [listed(4, user_id=None), listed(5, user_id=9)]
        with store.transaction() as tx:
            assert tx.ledger.fell_back(STUDIO, ACCOUNT) == {}
            record(tx, imported(listed(6)))
            record(tx, *(replace(imported(one), fell_back=whose) for one in entries))
            record(tx, replace(imported(listed(1)), fell_back=whose), studio_id=OTHER)
            tx.ledger.refuse(STUDIO, RUN, {5: None})
            assert tx.ledger.fell_back(STUDIO, ACCOUNT) == {7: 2, 8: 1, None: 1}
            assert tx.ledger.fell_back(STUDIO, ACCOUNT, {7, 10}) == {8: 1, None: 1}
            assert tx.ledger.fell_back(STUDIO, ELSEWHERE) == {}

    def test_the_count_is_kept_with_the_connection(self, store: Store) -> None:
        """`note_todo` changes the number of this connection, what is told of it, and no more."""
        held = connect(store, connection(automated_since=NOON))
        theirs = connect(store, connection(id="d" * 32, studio_id=OTHER))
        with store.transaction() as tx:
            tx.connections.note_todo(held, 3, is_told=True)
            told = replace(held, todo=3, told_todo=True)
            assert tx.connections.for_studio(STUDIO) == told
            assert tx.connections.for_studio(OTHER) == theirs
            tx.connections.note_todo(replace(held, id="e" * 32), 4, is_told=False)
            assert tx.connections.for_studio(STUDIO) == told
            tx.connections.note_todo(held, 3, is_told=False)
            assert tx.connections.for_studio(STUDIO) == replace(held, todo=3)
            tx.connections.put(replace(held, todo=5))
            assert tx.connections.for_studio(STUDIO) == replace(held, todo=5)

    def test_that_nights_fail_is_told_once(self, store: Store) -> None:
        """`note_failing` says whether it changed what is told of this connection, and no more."""
        held = connect(store, connection(automated_since=NOON))
        with store.transaction() as tx:
            assert not tx.connections.note_failing(held, is_told=False)
            assert tx.connections.note_failing(held, is_told=True)
            assert not tx.connections.note_failing(held, is_told=True)
            told = replace(held, told_failing=True)
            assert tx.connections.for_studio(STUDIO) == told
            assert not tx.connections.note_failing(replace(held, id="e" * 32), is_told=False)
            assert tx.connections.for_studio(STUDIO) == told
            assert tx.connections.note_failing(held, is_told=False)

    def test_nights_fail_since_the_first_after_the_last_that_finished(self, store: Store) -> None:
        """`failing_since` is the first failed night behind the last that finished, or None.

        Nights that are not over, those of a former connection, and other studios do not count.
        """
        connect(store, connection())
        with store.transaction() as tx:
            assert tx.runs.failing_since(STUDIO) is None
        former = replace(failed(9), connection_id="d" * 32)
        add(store, former, failed(6), finished(nightly(NIGHT - 5 * DAY)))
        with store.transaction() as tx:
            assert tx.runs.failing_since(STUDIO) is None
        add(store, failed(3), failed(1), nightly(NIGHT))
        with store.transaction() as tx:
            assert tx.runs.failing_since(STUDIO) == NIGHT - 3 * DAY
            assert tx.runs.failing_since(OTHER) is None

    def test_nights_that_never_finished_fail_since_the_first(self, store: Store) -> None:
        """Where no night ever finished, they fail since the first of them."""
        connect(store, connection())
        add(store, failed(2), failed(4))
        with store.transaction() as tx:
            assert tx.runs.failing_since(STUDIO) == NIGHT - 4 * DAY
