"""The step by which a run that is about to start ends the previews in its way."""

from collections.abc import Collection
from datetime import datetime

from workroom_harvest.domain.ports.store import Transaction


def end_previews(tx: Transaction, studio_ids: Collection[str], now: datetime) -> None:
    """End the live previews of these studios as cancelled at `now` (UTC); there may be none.

    The caller has the studios' connections locked, so that no other run starts meanwhile. A worker
    that performs such a preview notices at its next page, because its lease is revoked. The lease
    comes first, in the order in which a worker writes, so that neither waits for the other.
    """
    ended = tx.runs.previewing(studio_ids)
    for studio_id in ended:
        tx.leases.revoke(studio_id)
    if ended:
        tx.runs.cancel_previews(ended, now)
