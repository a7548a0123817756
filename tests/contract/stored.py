"""What the contracts of the store share: rows, and short transactions that write them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from tests.support.factories import NOON, entry
from workroom_harvest.domain.connection import Connection, Tokens
from workroom_harvest.domain.decisions import Decision, Import, Skip
from workroom_harvest.domain.entries import Duration, HarvestEntry, NewTimelog
from workroom_harvest.domain.entry_record import fingerprint
from workroom_harvest.domain.keyed_hash import KeyedHash
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.leases import Lease
from workroom_harvest.domain.ports.store.ledger import Source
from workroom_harvest.domain.run import ImportRun

STUDIO, OTHER = "studio", "other"


LATER = NOON + timedelta(minutes=5)


LIFETIME = timedelta(seconds=40)


Later = Callable[[float], None]
"""Lets so many seconds pass by the database's clock, inside of a transaction and until it ends."""


NIGHT = date(2026, 6, 15)

RUN, OTHER_RUN = "a" * 32, "b" * 32

HASH = KeyedHash(b"a key of 32 bytes, as studios have")


def tokens(name: str = "first") -> Tokens:
    """Return a pair of tokens that is due for a refresh in an hour."""
    return Tokens(f"access-{name}", f"refresh-{name}", NOON + timedelta(hours=1))


def listed(number: int, **changes: object) -> HarvestEntry:
    """Return an entry of that id, as Harvest lists it."""
    return entry(id=number, spent_on=NIGHT, **changes)


def imported(one: HarvestEntry) -> Import:
    """Return the decision to import an entry."""
    log = NewTimelog(
        one.id, "villa", "drawings", "elin", NIGHT, Duration(1, 0), one.title, billable=True
    )
    return Import(one, log, None)


def source(decisions: Iterable[Decision], run_id: str = RUN, studio_id: str = STUDIO) -> Source:
    """Return where the entries of these decisions come from."""
    entries = (one.entry for one in decisions if isinstance(one.entry, HarvestEntry))
    prints = {one.id: fingerprint(one, HASH) for one in entries}
    return Source(studio_id, 1, run_id, "elin", HASH, prints)


def record(
    tx: Transaction, *decisions: Import | Skip, run_id: str = RUN, studio_id: str = STUDIO
) -> None:
    """Record entries that were never listed before."""
    tx.ledger.add_many(source(decisions, run_id, studio_id), decisions)


def record_imported(tx: Transaction, *ids: int, run_id: str = RUN, studio_id: str = STUDIO) -> None:
    """Record entries of these ids as imported by a run."""
    record(tx, *(imported(listed(one)) for one in ids), run_id=run_id, studio_id=studio_id)


def runs_of(tx: Transaction, ids: Sequence[int], studio_id: str = STUDIO) -> dict[int, str | None]:
    """Return the runs that imported those of the entries that are known."""
    return {one: known.run_id for one, known in tx.ledger.known(studio_id, ids).items()}


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
