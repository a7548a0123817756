"""What the use cases rely on in `Connections` about tokens and who refreshes them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.contract.stored import LIFETIME, OTHER, STUDIO, Later, connect, tokens
from tests.support.factories import connection
from workroom_harvest.domain.errors import ReconnectNeeded
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.store import Store


class TokensContract:
    """Tokens have versions, and one caller at a time refreshes a version."""

    def test_tokens_stay_as_they_are_when_the_connection_is_put(self, store: Store) -> None:
        """Storing a connection again keeps its tokens and their version."""
        held = connect(store, connection())
        with store.transaction() as tx:
            before = tx.connections.tokens(held)
            tx.connections.put(replace(held, connected_by="jonas"))
            assert tx.connections.tokens(held) == before
            assert before.tokens == tokens()

    def test_without_tokens_somebody_must_reconnect(self, store: Store) -> None:
        """A connection that has no tokens or was replaced or dropped raises `ReconnectNeeded`."""
        with store.transaction() as tx:
            tx.connections.put(connection())
            with pytest.raises(ReconnectNeeded):
                tx.connections.tokens(connection())
        held = connect(store, connection())
        with store.transaction() as tx:
            with pytest.raises(ReconnectNeeded):
                tx.connections.tokens(replace(held, id="d" * 32))
            tx.connections.drop(STUDIO)
            with pytest.raises(ReconnectNeeded):
                tx.connections.tokens(held)

    def test_each_new_pair_has_a_higher_version(self, store: Store) -> None:
        """Each new pair of tokens has a higher version than the one before."""
        held = connect(store, connection())
        with store.transaction() as tx:
            first = tx.connections.tokens(held)
            assert tx.connections.put_tokens(held, tokens("second"), after=first.version)
            second = tx.connections.tokens(held)
        assert second.version > first.version
        assert second.tokens == tokens("second")

    def test_a_pair_after_one_that_is_no_longer_the_last_is_refused(self, store: Store) -> None:
        """A pair that follows an older version, or is for a replaced connection, is refused."""
        held = connect(store, connection())
        with store.transaction() as tx:
            version = tx.connections.tokens(held).version
            assert tx.connections.put_tokens(held, tokens("second"), after=None)
            assert not tx.connections.put_tokens(held, tokens("late"), after=version)
            stranger = replace(held, id="d" * 32)
            assert not tx.connections.put_tokens(stranger, tokens("late"), after=None)
            assert tx.connections.tokens(held).tokens == tokens("second")

    def test_one_at_a_time_refreshes_a_version(self, store: Store, later: Later) -> None:
        """A version's refresh is claimed by one, until the claim ends, is released or fulfilled."""
        held = connect(store, connection())
        with store.transaction() as tx:
            version = tx.connections.tokens(held).version
            claim = tx.connections.claim_refresh
            assert claim(held, version, LIFETIME)
            later(35)
            assert not claim(held, version, LIFETIME)
            later(10)
            assert claim(held, version, LIFETIME)
            tx.connections.release_refresh(held, version)
            assert claim(held, version, LIFETIME)
            tx.connections.put_tokens(held, tokens("second"), after=version)
            assert not claim(held, version, LIFETIME)
            assert claim(held, version + 1, LIFETIME)

    def test_a_claim_that_a_wrong_clock_wrote_blocks_nobody(self, store: Store) -> None:
        """A claim that ends later than twice its length from now may be taken."""
        held = connect(store, connection())
        with store.transaction() as tx:
            version = tx.connections.tokens(held).version
            assert tx.connections.claim_refresh(held, version, timedelta(days=1))
            assert tx.connections.claim_refresh(held, version, LIFETIME)
            assert not tx.connections.claim_refresh(held, version, LIFETIME)

    def test_a_release_of_an_older_version_frees_nothing(self, store: Store) -> None:
        """Releasing an older version leaves the present claim, which is somebody else's."""
        held = connect(store, connection())
        with store.transaction() as tx:
            version = tx.connections.tokens(held).version
            tx.connections.put_tokens(held, tokens("second"), after=version)
            assert tx.connections.claim_refresh(held, version + 1, LIFETIME)
            tx.connections.release_refresh(held, version)
            assert not tx.connections.claim_refresh(held, version + 1, LIFETIME)

    def test_a_new_pair_ends_the_need_to_reconnect(self, store: Store) -> None:
        """A new pair clears the need to reconnect.

        Whoever noted it had asked with the former pair, which was used up by then.
        """
        held = connect(store, connection())
        with store.transaction() as tx:
            version = tx.connections.tokens(held).version
            assert tx.connections.needs_reconnect(held, version, Code.GRANT_REVOKED)
            assert tx.connections.put_tokens(held, tokens("second"), after=version)
            assert tx.connections.for_studio(STUDIO) == held

    def test_the_need_to_reconnect_is_noted(self, store: Store) -> None:
        """The need to reconnect is stored, unless newer tokens arrived in the meantime."""
        held = connect(store, connection())
        with store.transaction() as tx:
            version = tx.connections.tokens(held).version
            assert not tx.connections.needs_reconnect(held, version - 1, Code.TOKENS_MISSING)
            assert tx.connections.for_studio(STUDIO) == held
            assert tx.connections.needs_reconnect(held, version, Code.GRANT_REVOKED)
            assert tx.connections.for_studio(STUDIO) == replace(
                held, reconnect_reason=Code.GRANT_REVOKED
            )

    def test_sealing_anew_changes_no_token(self, store: Store) -> None:
        """Sealing all tokens again keeps them and returns how many there were.

        Connections without tokens are not counted.
        """
        held = connect(store, connection())
        with store.transaction() as tx:
            tx.connections.put(connection(id="d" * 32, studio_id=OTHER))
            before = tx.connections.tokens(held)
            resealed = tx.connections.reseal()
            assert (resealed.sealed, list(resealed.unreadable)) == (1, [])
            assert tx.connections.tokens(held) == before
