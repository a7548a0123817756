"""The use case that ends the history of imports: it deletes runs that are old."""

from dataclasses import dataclass
from datetime import timedelta

from workroom_harvest.domain.ports.store import Store

KEEP_PREVIEWS = timedelta(days=7)
"""How long a preview is kept after its end."""

MOST_AT_ONCE = 300
"""How many runs a tick deletes at most, so that it stays short however many are old.

A tick each minute deletes 432,000 a day.
"""


@dataclass(frozen=True)
class ForgetOldRuns:
    """Delete the runs that were over more than `keep_days` days ago, and previews after a week.

    What people did so long ago is deleted, too.

    What was imported stays: the timelogs, and the ledger, which knows of them without their run.
    """

    store: Store
    keep_days: int

    def __call__(self) -> int:
        """Delete the oldest of them, at most `MOST_AT_ONCE` of each, and return how many runs.

        The last complete night of each connection stays, because the window of the next night
        begins there. Raise `StoreUnavailable` if the database does not answer.
        """
        with self.store.transaction() as tx:
            # The database's clock judges: a process whose clock is years ahead would delete all.
            now = tx.now()
            deleted = tx.runs.delete_old_previews(now - KEEP_PREVIEWS, MOST_AT_ONCE)
            tx.commit()
            before = now - timedelta(days=self.keep_days)
            deleted += tx.runs.delete_old(before, MOST_AT_ONCE)
            tx.audit.delete_old(before, MOST_AT_ONCE)
            tx.commit()
        return deleted
