"""What the use cases rely on in AuthorizationRequests."""

from tests.contract.stored import LIFETIME, STUDIO, Later
from workroom_harvest.domain.connection import AuthorizationRequest
from workroom_harvest.domain.ports.store import Store


class AuthorizationRequestsContract:
    """One-time trips to the consent screen."""

    TRIP = AuthorizationRequest(STUDIO, "elin", "s" * 64)

    def test_a_trip_is_taken_once(self, store: Store) -> None:
        """None for the second who asks, and for an unknown state."""
        with store.transaction() as tx:
            tx.authorization_requests.put("a" * 64, self.TRIP, LIFETIME)
            tx.commit()
        with store.transaction() as tx:
            assert tx.authorization_requests.take("b" * 64) is None
            assert tx.authorization_requests.take("a" * 64) == self.TRIP
            tx.commit()
        with store.transaction() as tx:
            assert tx.authorization_requests.take("a" * 64) is None

    def test_one_that_expired_is_not_given_out(self, store: Store, later: Later) -> None:
        """And is gone once it was asked for."""
        with store.transaction() as tx:
            tx.authorization_requests.put("a" * 64, self.TRIP, LIFETIME)
            tx.authorization_requests.put("b" * 64, self.TRIP, 3 * LIFETIME)
            later(45)
            assert tx.authorization_requests.take("a" * 64) is None
            assert tx.authorization_requests.take("b" * 64) == self.TRIP

    def test_those_that_expired_are_forgotten(self, store: Store, later: Later) -> None:
        """With the next one that sets out; one that holds is not."""
        with store.transaction() as tx:
            tx.authorization_requests.put("a" * 64, self.TRIP, LIFETIME)
            tx.authorization_requests.put("b" * 64, self.TRIP, 3 * LIFETIME)
            later(45)
            tx.authorization_requests.put("c" * 64, self.TRIP, LIFETIME)
            later(-45)
            assert tx.authorization_requests.take("a" * 64) is None
            assert tx.authorization_requests.take("b" * 64) is not None
