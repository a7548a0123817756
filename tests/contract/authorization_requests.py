"""What the use cases rely on in `AuthorizationRequests`."""

from tests.contract.stored import LIFETIME, STUDIO, Later
from workroom_harvest.domain.connection import AuthorizationRequest
from workroom_harvest.domain.ports.store import Store


class AuthorizationRequestsContract:
    """Authorization requests are used once, and expire."""

    REQUEST = AuthorizationRequest(STUDIO, "elin", "s" * 64)

    def test_a_request_is_taken_once(self, store: Store) -> None:
        """A request is taken once; the next time, and for an unknown state, there is None."""
        with store.transaction() as tx:
            tx.authorization_requests.put("a" * 64, self.REQUEST, LIFETIME)
            tx.commit()
        with store.transaction() as tx:
            assert tx.authorization_requests.take("b" * 64) is None
            assert tx.authorization_requests.take("a" * 64) == self.REQUEST
            tx.commit()
        with store.transaction() as tx:
            assert tx.authorization_requests.take("a" * 64) is None

    def test_a_request_that_expired_is_not_taken(self, store: Store, later: Later) -> None:
        """A request that expired is not returned, and one that has not expired is."""
        with store.transaction() as tx:
            tx.authorization_requests.put("a" * 64, self.REQUEST, LIFETIME)
            tx.authorization_requests.put("b" * 64, self.REQUEST, 3 * LIFETIME)
            later(45)
            assert tx.authorization_requests.take("a" * 64) is None
            assert tx.authorization_requests.take("b" * 64) == self.REQUEST

    def test_requests_that_expired_are_deleted(self, store: Store, later: Later) -> None:
        """Requests that expired are deleted when the next one is stored; others are kept."""
        with store.transaction() as tx:
            tx.authorization_requests.put("a" * 64, self.REQUEST, LIFETIME)
            tx.authorization_requests.put("b" * 64, self.REQUEST, 3 * LIFETIME)
            later(45)
            tx.authorization_requests.put("c" * 64, self.REQUEST, LIFETIME)
            later(-45)
            assert tx.authorization_requests.take("a" * 64) is None
            assert tx.authorization_requests.take("b" * 64) is not None
