"""What the use cases rely on in `Connections`."""

from dataclasses import replace
from datetime import timedelta

from tests.contract.stored import LATER, NIGHT, OTHER, STUDIO, Later, connect, tokens
from tests.support.factories import NOON, connection
from workroom_harvest.domain.connection import HarvestAccount, Sight
from workroom_harvest.domain.ports.store import Store


class ConnectionsContract:
    """A studio has at most one connection, whose tokens are sealed."""

    def test_a_studio_sees_its_own_connection_alone(self, store: Store) -> None:
        """A studio gets its own connection, or None."""
        mine = connect(store, connection(automated_since=NOON))
        theirs = connect(store, connection(id="d" * 32, studio_id=OTHER))
        with store.transaction() as tx:
            assert tx.connections.for_studio(STUDIO) == mine
            assert tx.connections.locked(OTHER) == theirs
            assert tx.connections.for_studio("nobody") is None
            assert tx.connections.locked("nobody") is None

    def test_any_connection_is_one_of_all(self, store: Store) -> None:
        """`any` returns one of all connections, or None if there are none."""
        with store.transaction() as tx:
            assert tx.connections.any() is None
        mine = connect(store, connection())
        theirs = connect(store, connection(id="d" * 32, studio_id=OTHER))
        with store.transaction() as tx:
            assert tx.connections.any() in (mine, theirs)

    def test_the_next_connection_takes_the_place_of_the_former(self, store: Store) -> None:
        """A studio's new connection replaces its former one completely."""
        connect(store, connection(automated_since=NOON))
        other = connection(id="d" * 32, harvest_account=HarvestAccount(2, "Ödåkra"))
        connect(store, other)
        with store.transaction() as tx:
            assert tx.connections.for_studio(STUDIO) == other

    def test_the_nightly_import_is_switched_for_one_studio(self, store: Store) -> None:
        """`automate` changes since when one studio's nightly import is on, and nothing else."""
        mine = connect(store, connection(last_night=NIGHT))
        theirs = connect(store, connection(id="d" * 32, studio_id=OTHER, automated_since=NOON))
        with store.transaction() as tx:
            assert tx.connections.automate(STUDIO, LATER)
            assert tx.connections.for_studio(STUDIO) == replace(mine, automated_since=LATER)
            assert tx.connections.for_studio(OTHER) == theirs
            assert tx.connections.automate(STUDIO, None)
            assert tx.connections.for_studio(STUDIO) == mine
            assert not tx.connections.automate("nobody", NOON)

    def test_what_the_grant_sees_is_noted_for_that_grant(self, store: Store) -> None:
        """The sight is stored for the grant that it was asked of, and changes nothing else.

        It is not stored for a grant that was given in the meantime.
        """
        held = connect(store, connection())
        connect(store, connection(id="d" * 32, studio_id=OTHER))
        seeing = held.seeing(Sight.EVERYONE).seeing(Sight.TEAM)
        with store.transaction() as tx:
            tx.connections.automate(STUDIO, NOON)
            tx.connections.note_sight(seeing)
            found = tx.connections.for_studio(STUDIO)
            assert found == replace(seeing, automated_since=NOON)
            assert found is not None
            assert (found.sees, found.saw) == (Sight.TEAM, Sight.EVERYONE)
            tx.connections.put(replace(held, connected_at=LATER))
            tx.connections.note_sight(seeing)
            again = tx.connections.for_studio(STUDIO)
            assert again is not None
            assert (again.sees, again.saw) == (None, None)
            other = tx.connections.for_studio(OTHER)
            assert other is not None
            assert other.saw is None

    def test_a_missing_owner_is_noted_for_that_grant(self, store: Store) -> None:
        """That the owner is missing is stored for this connection, until it is connected again."""
        held = connect(store, connection())
        theirs = connect(store, connection(id="d" * 32, studio_id=OTHER))
        with store.transaction() as tx:
            tx.connections.note_owner(held, is_missing=True)
            assert tx.connections.for_studio(STUDIO) == replace(held, lacks_owner=True)
            assert tx.connections.for_studio(OTHER) == theirs
            tx.connections.note_owner(held, is_missing=False)
            assert tx.connections.for_studio(STUDIO) == held
            again = replace(held, connected_at=LATER)
            tx.connections.put(again)
            tx.connections.note_owner(held, is_missing=True)
            assert tx.connections.for_studio(STUDIO) == again

    def test_lists_are_asked_for_once_in_a_while(self, store: Store, later: Later) -> None:
        """The lists of a connection may be asked for once in a while, and count as read by then."""
        pause = timedelta(minutes=1)
        held = connect(store, connection())
        theirs = connect(store, connection(id="d" * 32, studio_id=OTHER))
        with store.transaction() as tx:
            assert tx.connections.claim_lists(held, pause)
            assert not tx.connections.claim_lists(held, pause)
            asked = tx.connections.for_studio(STUDIO)
            assert asked is not None
            assert asked.lists.asked_at is not None
            assert asked.lists.read_at is None
            later(61)
            assert tx.connections.claim_lists(held, pause)
            tx.connections.note_lists(held, are_partial=True)
            read = tx.connections.for_studio(STUDIO)
            assert read is not None
            assert read.lists.read_at is not None
            assert read.lists.are_partial
            assert tx.connections.claim_lists(held, timedelta())
            assert tx.connections.for_studio(OTHER) == theirs

    def test_lists_of_another_connection_are_not_noted(self, store: Store) -> None:
        """Lists that were asked for a former connection are neither claimed nor noted."""
        former = connect(store, connection())
        present = connect(store, connection(id="d" * 32))
        with store.transaction() as tx:
            assert not tx.connections.claim_lists(former, timedelta())
            tx.connections.note_lists(former, are_partial=True)
            assert tx.connections.for_studio(STUDIO) == present

    def test_a_night_that_read_all_is_kept_for_that_connection_alone(self, store: Store) -> None:
        """The last night that read all its days changes that connection, and nothing else in it."""
        held = connect(store, connection(last_night=NIGHT))
        with store.transaction() as tx:
            tx.connections.note_full_night(held, NIGHT)
            assert tx.connections.for_studio(STUDIO) == replace(held, full_night=NIGHT)
            another = replace(held, id="e" * 32)
            tx.connections.put(another)
            tx.connections.note_full_night(held, NIGHT)
            assert tx.connections.for_studio(STUDIO) == another

    def test_a_new_name_is_kept_for_that_connection_alone(self, store: Store) -> None:
        """A new account name changes that connection alone, and nothing else in it."""
        held = connect(store, connection())
        theirs = connect(store, connection(id="d" * 32, studio_id=OTHER))
        named = HarvestAccount(held.harvest_account.id, "Renamed")
        with store.transaction() as tx:
            tx.connections.automate(STUDIO, NOON)
            tx.connections.rename(held, "Renamed")
            changed = replace(held, harvest_account=named, automated_since=NOON)
            assert tx.connections.for_studio(STUDIO) == changed
            assert tx.connections.tokens(held).tokens == tokens()
            assert tx.connections.for_studio(OTHER) == theirs
            another = replace(held, id="e" * 32)
            tx.connections.put(another)
            tx.connections.rename(held, "Renamed")
            tx.connections.rename(connection(studio_id="nobody"), "Renamed")
            assert tx.connections.for_studio(STUDIO) == another
            assert tx.connections.for_studio("nobody") is None

    def test_dropping_forgets_one_studio(self, store: Store) -> None:
        """Dropping deletes one studio's connection, and does nothing the second time."""
        connect(store, connection())
        theirs = connect(store, connection(id="d" * 32, studio_id=OTHER))
        with store.transaction() as tx:
            tx.connections.drop(STUDIO)
            tx.connections.drop(STUDIO)
            assert tx.connections.for_studio(STUDIO) is None
            assert tx.connections.for_studio(OTHER) == theirs
