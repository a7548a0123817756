"""What the use cases rely on in `Audit`."""

from datetime import timedelta

from tests.contract.stored import OTHER, STUDIO, Later
from workroom_harvest.domain.audit import AuditCode
from workroom_harvest.domain.ports.store import Store, Transaction

DAY = timedelta(days=1)
CODES = (AuditCode.CONNECTED, AuditCode.MAPPED, AuditCode.IMPORT_STARTED)


def done(store: Store, *codes: AuditCode, studio_id: str = STUDIO) -> None:
    """Record that Elin did these things in turn, each in a transaction of its own."""
    for code in codes:
        with store.transaction() as tx:
            tx.audit.add(studio_id, "elin", code)
            tx.commit()


def codes(tx: Transaction, studio_id: str = STUDIO, before: int | None = None) -> list[str | None]:
    """Return the codes of a studio's records, newest first."""
    return [one.code for one in tx.audit.page(studio_id, most=99, before=before)]


class AuditContract:
    """What people did is kept in its order, for each studio by itself, until it is old."""

    def test_a_record_says_who_did_what_and_when(self, store: Store) -> None:
        """A record has the member, the code, the data, and the instant by the database's clock."""
        with store.transaction() as tx:
            before = tx.now()
            tx.audit.add(STUDIO, "elin", AuditCode.MAPPED, {"set": 3, "kind": "project"})
            tx.audit.add(STUDIO, None, AuditCode.IMPORT_STARTED)
            after = tx.now()
            tx.commit()
        with store.transaction() as tx:
            second, first = tx.audit.page(STUDIO, most=9)
        assert (first.member_id, first.code) == ("elin", AuditCode.MAPPED)
        assert first.data == {"set": 3, "kind": "project"}
        assert before <= first.at <= second.at <= after
        assert (second.member_id, second.data) == (None, {})

    def test_what_is_not_committed_was_not_done(self, store: Store) -> None:
        """A record goes with the transaction that it was written in."""
        with store.transaction() as tx:
            tx.audit.add(STUDIO, "elin", AuditCode.MAPPED)
        with store.transaction() as tx:
            assert tx.audit.page(STUDIO, most=9) == []

    def test_records_are_read_a_page_at_a_time(self, store: Store) -> None:
        """The newest come first, and each page begins behind the number that it is given."""
        done(store, *CODES)
        done(store, AuditCode.DISCONNECTED, studio_id=OTHER)
        with store.transaction() as tx:
            newest = tx.audit.page(STUDIO, most=2)
            assert [one.code for one in newest] == [CODES[2], CODES[1]]
            assert codes(tx, before=newest[-1].number) == [CODES[0]]
            assert codes(tx, OTHER) == [AuditCode.DISCONNECTED]
            assert codes(tx, "nobody") == []

    def test_old_records_go_the_oldest_first(self, store: Store, later: Later) -> None:
        """Records of any studio go that are older than the instant, at most so many at once."""
        done(store, *CODES[:2])
        done(store, AuditCode.DISCONNECTED, studio_id=OTHER)
        with store.transaction() as tx:
            later(7200)
            tx.audit.add(STUDIO, "elin", CODES[2])
            before = tx.now() - timedelta(hours=1)
            assert tx.audit.delete_old(before - DAY, 99) == 0
            assert tx.audit.delete_old(before, 1) == 1
            assert codes(tx) == [CODES[2], CODES[1]]
            assert tx.audit.delete_old(before, 99) == 2
            assert tx.audit.delete_old(before, 99) == 0
            assert (codes(tx), codes(tx, OTHER)) == ([CODES[2]], [])
