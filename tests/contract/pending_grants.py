"""What the use cases rely on in `PendingGrants`."""

from dataclasses import replace

from tests.contract.stored import LIFETIME, OTHER, STUDIO, Later, tokens
from workroom_harvest.domain.connection import AuthorizationRequest, HarvestAccount
from workroom_harvest.domain.pending_grant import PendingGrant
from workroom_harvest.domain.ports.store import Store

ASKED = AuthorizationRequest(STUDIO, "elin", "s" * 64)
GRANT = PendingGrant(ASKED, HarvestAccount(2, "Studio B"), tokens())
ELSEWHERE = (
    replace(ASKED, studio_id=OTHER),
    replace(ASKED, member_id="jonas"),
    replace(ASKED, session_hash="t" * 64),
)
"""Another studio, another member and another browser session."""


class PendingGrantsContract:
    """A pending grant is confirmed once, by whom it was given, before it expires."""

    def test_a_pending_grant_is_taken_once(self, store: Store) -> None:
        """A grant waits until it is taken, with its tokens, and then there is none."""
        with store.transaction() as tx:
            assert tx.pending_grants.put(GRANT, LIFETIME) is None
            tx.commit()
        with store.transaction() as tx:
            assert tx.pending_grants.waiting(ASKED) == GRANT
            assert tx.pending_grants.take(ASKED) == GRANT
            tx.commit()
        with store.transaction() as tx:
            assert tx.pending_grants.waiting(ASKED) is None
            assert tx.pending_grants.take(ASKED) is None

    def test_nobody_else_takes_a_pending_grant(self, store: Store) -> None:
        """Another studio, another member and another browser session have no such grant."""
        with store.transaction() as tx:
            tx.pending_grants.put(GRANT, LIFETIME)
            for asked in ELSEWHERE:
                assert tx.pending_grants.waiting(asked) is None
                assert tx.pending_grants.take(asked) is None
            assert tx.pending_grants.take(ASKED) == GRANT

    def test_a_newer_grant_replaces_the_one_of_the_same_session(self, store: Store) -> None:
        """A second grant of the session replaces the first, whose tokens are returned."""
        second = replace(GRANT, harvest_account=HarvestAccount(3, "C"), tokens=tokens("second"))
        with store.transaction() as tx:
            tx.pending_grants.put(GRANT, LIFETIME)
            assert tx.pending_grants.put(second, LIFETIME) == GRANT.tokens
            assert tx.pending_grants.take(ASKED) == second
            assert tx.pending_grants.take(ASKED) is None

    def test_an_expired_grant_can_only_be_cleared_away(self, store: Store, later: Later) -> None:
        """An expired grant is not returned, and its tokens are there for whoever clears it away."""
        with store.transaction() as tx:
            tx.pending_grants.put(GRANT, LIFETIME)
            later(35)
            assert tx.pending_grants.waiting(ASKED) == GRANT
            assert tx.pending_grants.take_expired(9) == []
            later(10)
            assert tx.pending_grants.waiting(ASKED) is None
            assert tx.pending_grants.take(ASKED) is None
            assert tx.pending_grants.take_expired(9) == [GRANT.tokens]
            assert tx.pending_grants.take_expired(9) == []

    def test_expired_grants_are_cleared_away_in_batches(self, store: Store, later: Later) -> None:
        """The grants that expired first go first, so many at once, whichever studio's they are."""
        with store.transaction() as tx:
            for number, asked in enumerate((ASKED, *ELSEWHERE)):
                grant = replace(GRANT, asked=asked, tokens=tokens(str(number)))
                tx.pending_grants.put(grant, (number + 1) * LIFETIME / 4)
            later(35)
            assert list(tx.pending_grants.take_expired(2)) == [tokens("0"), tokens("1")]
            assert list(tx.pending_grants.take_expired(2)) == [tokens("2")]
            assert tx.pending_grants.take(ELSEWHERE[-1]) is not None

    def test_all_grants_of_a_studio_are_taken(self, store: Store, later: Later) -> None:
        """All grants of a studio are deleted, expired ones too, and those of others stay."""
        with store.transaction() as tx:
            tx.pending_grants.put(GRANT, LIFETIME)
            later(45)
            for number, asked in enumerate(ELSEWHERE):
                grant = replace(GRANT, asked=asked, tokens=tokens(str(number)))
                tx.pending_grants.put(grant, LIFETIME)
            found = tx.pending_grants.take_all(STUDIO)
            assert {one.access for one in found} == {"access-first", "access-1", "access-2"}
            assert tx.pending_grants.take_all(STUDIO) == []
            assert tx.pending_grants.take(ELSEWHERE[0]) is not None

    def test_sealing_pending_grants_anew_changes_none(self, store: Store) -> None:
        """Sealing the tokens of pending grants again keeps them."""
        with store.transaction() as tx:
            tx.pending_grants.put(GRANT, LIFETIME)
            tx.pending_grants.reseal()
            assert tx.pending_grants.take(ASKED) == GRANT
