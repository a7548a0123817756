"""What the contracts of the store share: rows, and short transactions that write them."""

from collections.abc import Callable
from datetime import date, timedelta

from tests.support.factories import NOON
from workroom_harvest.domain.connection import Connection, Tokens
from workroom_harvest.domain.entries import Duration, NewTimelog
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.ports.store.leases import Lease
from workroom_harvest.domain.run import ImportRun

STUDIO, OTHER = "studio", "other"


LATER = NOON + timedelta(minutes=5)


LIFETIME = timedelta(seconds=40)


Later = Callable[[float], None]
"""Lets so many seconds pass by the database's clock, inside of a transaction and until it ends."""


NIGHT = date(2026, 6, 15)


def tokens(name: str = "first") -> Tokens:
    """Return a pair of tokens that is due for a refresh in an hour."""
    return Tokens(f"access-{name}", f"refresh-{name}", NOON + timedelta(hours=1))


def timelog(stamp: int) -> NewTimelog:
    """Return a timelog with this stamp."""
    return NewTimelog(
        stamp, "villa", "drawings", "elin", NIGHT, Duration(1, 0), "Plans", billable=True
    )


def connect(store: Store, held: Connection, name: str = "first") -> Connection:
    """Store a connection with tokens and commit; return the connection."""
    with store.transaction() as tx:
        tx.connections.put(held)
        tx.connections.put_tokens(held, tokens(name), after=None)
        tx.commit()
    return held


def add(store: Store, *runs: ImportRun) -> list[bool]:
    """Add runs and commit; return for each whether it was added."""
    with store.transaction() as tx:
        went_in = [tx.runs.add(one) for one in runs]
        tx.commit()
    return went_in


def lease(store: Store, studio_id: str = STUDIO) -> Lease:
    """Acquire the studio's lease and commit; return the lease."""
    with store.transaction() as tx:
        found = tx.leases.acquire(studio_id, LIFETIME)
        tx.commit()
    assert found is not None
    return found


def broken(write: Callable[[], None]) -> None:
    """Write, and raise `KeyError`."""
    write()
    raise KeyError
