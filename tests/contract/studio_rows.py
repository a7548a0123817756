"""What the use cases rely on in `StudioRows`."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.contract.stored import (
    HASH,
    LIFETIME,
    OTHER,
    STUDIO,
    connect,
    imported,
    lease,
    listed,
    record_imported,
    source,
    tokens,
)
from tests.support.factories import FORTNIGHT, NOON, connection, run
from workroom_harvest.domain.audit import AuditCode
from workroom_harvest.domain.connection import AuthorizationRequest, HarvestAccount
from workroom_harvest.domain.correction import Chosen, CorrectionKind
from workroom_harvest.domain.decisions import Changed
from workroom_harvest.domain.errors import LeaseLost
from workroom_harvest.domain.mapping import ProjectPair, TaskPair
from workroom_harvest.domain.pending_grant import PendingGrant
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.ports.store.studio_rows import RowKind
from workroom_harvest.domain.ports.store.unfound import Where
from workroom_harvest.domain.read_days import ReadDays
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup


def fill(store: Store, studio_id: str) -> None:
    """Store rows of every kind for a studio.

    They are two pairs of projects, three entries of which a run skipped two and showed two, and one
    of each else.
    """
    connect(store, connection(studio_id=studio_id, id=f"{studio_id:0>32}"))
    projects = [ProjectPair(number, "Villa", f"villa {number}") for number in (1, 2)]
    request = AuthorizationRequest(studio_id, "elin", "hash of a session")
    changed = Changed(listed(1, hours=Decimal(2)))
    with store.transaction() as tx:
        tx.pairs.replace(studio_id, projects, [TaskPair(1, "Plans", "plans")])
        tx.authorization_requests.put(f"hash of {studio_id}", request, timedelta(minutes=5))
        pending = PendingGrant(request, HarvestAccount(2, "Other"), tokens("other"))
        tx.pending_grants.put(pending, timedelta(minutes=5))
        one = run(studio_id=studio_id)
        tx.runs.add(one)
        record_imported(tx, 1, 2, 3, run_id=one.id, studio_id=studio_id)
        tx.ledger.make_hash_key(studio_id)
        skipped = [SkippedEntry.of(listed(number), SkipReason.TOO_OLD) for number in (1, 2)]
        tx.skipped_entries.add_many(studio_id, one.id, skipped, {})
        shown = [imported(listed(number)) for number in (1, 2)]
        tx.previewed_entries.add_many(studio_id, one.id, shown, HASH)
        tx.audit.add(studio_id, "elin", AuditCode.CONNECTED)
        tx.unfound.add_many(studio_id, one.id, Where.LISTED, [1])
        tx.listed_days.add(studio_id, one.id, {FORTNIGHT.first: 1})
        tx.chosen_entries.add_many(studio_id, one.id, [Chosen(1, CorrectionKind.CHANGED, "")])
        tx.harvest_items.learn(studio_id, 1, {(ItemKind.PROJECT, 1): "Villa"})
        tx.entry_notes.put_many(studio_id, {1: "Plans"})
        tx.left_out.add(studio_id, 1, WaitingGroup(GroupKind.TASK, 1), "elin")
        tx.leases.acquire(studio_id, LIFETIME)
        tx.ledger.update_many(source([changed], one.id, studio_id), [changed])
        tx.read_days.add(studio_id, 1, ReadDays(FORTNIGHT, NOON))
        tx.commit()


FILLED = {
    **dict.fromkeys(RowKind, 1),
    RowKind.PROJECT_PAIRS: 2,
    RowKind.ENTRIES: 3,
    RowKind.SKIPPED_ENTRIES: 2,
    RowKind.PREVIEWED_ENTRIES: 2,
}
"""How many rows of each kind `fill` stores."""


class StudioRowsContract:
    """All rows of a studio are counted and deleted, and those of other studios are left alone."""

    def test_the_rows_of_a_studio_are_counted_by_kind(self, store: Store) -> None:
        """`count` has the number of rows of each kind, and nothing for a studio without any."""
        fill(store, STUDIO)
        fill(store, OTHER)
        with store.transaction() as tx:
            assert tx.studio_rows.count(STUDIO) == FILLED
            assert tx.studio_rows.count("nobody") == {}
            tx.pairs.replace(STUDIO, [], [])
            gone = (RowKind.PROJECT_PAIRS, RowKind.TASK_PAIRS)
            left = {kind: number for kind, number in FILLED.items() if kind not in gone}
            assert tx.studio_rows.count(STUDIO) == left

    def test_every_row_of_a_studio_is_deleted(self, store: Store) -> None:
        """`delete` returns what `count` did, leaves nothing of the studio, and all of others."""
        fill(store, STUDIO)
        fill(store, OTHER)
        with store.transaction() as tx:
            assert tx.studio_rows.delete(STUDIO) == FILLED
            assert tx.studio_rows.delete("nobody") == {}
            tx.commit()
        with store.transaction() as tx:
            assert tx.studio_rows.count(STUDIO) == {}
            assert tx.studio_rows.count(OTHER) == FILLED
            assert tx.connections.for_studio(STUDIO) is None
            assert tx.authorization_requests.take(f"hash of {STUDIO}") is None
            assert tx.ledger.known(STUDIO, [1, 2, 3]) == {}
            assert tx.ledger.hash_key(STUDIO) is None
            assert tx.runs.latest(STUDIO) is None

    def test_a_lease_that_was_deleted_does_not_come_back(self, store: Store) -> None:
        """The holder of a deleted lease may not write, not even once somebody else has the next."""
        former = lease(store)
        with store.transaction() as tx:
            tx.studio_rows.delete(STUDIO)
            tx.commit()
        with store.transaction() as tx, pytest.raises(LeaseLost):
            tx.leases.hold(former, LIFETIME)
        second = lease(store)
        assert second != former
        with store.transaction() as tx:
            with pytest.raises(LeaseLost):
                tx.leases.hold(former, LIFETIME)
            tx.leases.release(former)
            tx.leases.hold(second, LIFETIME)
            assert tx.leases.acquire(STUDIO, LIFETIME) is None
