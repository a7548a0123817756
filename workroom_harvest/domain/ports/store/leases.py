"""Who may write for a studio."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write for one studio, as long as no higher `fence` has been given out."""

    studio_id: str
    fence: int


class Leases(Protocol):
    """The leases, by which each studio has one writer at a time."""

    def acquire(self, studio_id: str, lifetime: timedelta) -> Lease | None:
        """Return the studio's lease with a new, higher fence, for `lifetime` from now.

        Return None while another holder's lease has not expired.
        """

    def hold(self, lease: Lease, lifetime: timedelta) -> None:
        """Renew the lease for `lifetime` from now; raise `LeaseLost` if there is a higher fence.

        It is the first write in a page's transaction, so that a stale writer writes nothing.
        """

    def release(self, lease: Lease) -> None:
        """Give the lease back, so that another worker can acquire it at once.

        Do nothing if the lease was lost.
        """

    def revoke(self, studio_id: str) -> None:
        """End the studio's lease, and raise its fence.

        Whoever writes for the studio then stops at the next page.
        """
