"""What the store's contracts share: rows, and short transactions that write them."""

from collections.abc import Callable
from datetime import date, timedelta

from tests.support.factories import NOON, run
from workroom_harvest.domain.connection import Connection, Tokens
from workroom_harvest.domain.entries import Duration, NewTimelog
from workroom_harvest.domain.ports.store import Lease, Store
from workroom_harvest.domain.run import ImportRun, RunKind

STUDIO, OTHER = "studio", "other"


LATER = NOON + timedelta(minutes=5)


LIFETIME = timedelta(seconds=40)


Later = Callable[[float], None]
"""Lets so many seconds go by as the database sees it; within a transaction, in which they last."""


NIGHT = date(2026, 6, 15)


def tokens(name: str = "first") -> Tokens:
    """A pair of tokens, due in an hour."""
    return Tokens(f"access-{name}", f"refresh-{name}", NOON + timedelta(hours=1))


def timelog(stamp: int) -> NewTimelog:
    """A timelog of that stamp."""
    return NewTimelog(
        stamp, "villa", "drawings", "elin", NIGHT, Duration(1, 0), "Plans", billable=True
    )


def nightly(night: date = NIGHT, **changes: object) -> ImportRun:
    """A night's run."""
    return run(kind=RunKind.NIGHTLY, period=None, night=night, updated_since=NOON, **changes)


def connect(store: Store, held: Connection, name: str = "first") -> Connection:
    """Store a connection with tokens, for good."""
    with store.transaction() as tx:
        tx.connections.put(held)
        tx.connections.put_tokens(held, tokens(name), after=None)
        tx.commit()
    return held


def add(store: Store, *runs: ImportRun) -> list[bool]:
    """Add runs, for good; which of them went in."""
    with store.transaction() as tx:
        went_in = [tx.runs.add(one) for one in runs]
        tx.commit()
    return went_in


def lease(store: Store, studio_id: str = STUDIO) -> Lease:
    """The studio's lease, for good."""
    with store.transaction() as tx:
        found = tx.leases.acquire(studio_id, LIFETIME)
        tx.commit()
    assert found is not None
    return found


def broken(write: Callable[[], None]) -> None:
    """Write, and then something is wrong."""
    write()
    raise KeyError
