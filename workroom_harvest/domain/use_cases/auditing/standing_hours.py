"""The step that asks the host what stands of the timelogs that were handed over."""

import logging
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.edited_hours import Handed, correct
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.gone import SUSPICIOUS
from workroom_harvest.domain.hours import Hours
from workroom_harvest.domain.ports.correctable_timelogs import CorrectableTimelogs
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.ledger import DayPlace
from workroom_harvest.domain.use_cases.shared.find_timelogs import MOST_LOOKED_UP, find_timelogs
from workroom_harvest.domain.window import Days

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StandingHours:
    """Compare what was handed over with what stands in Workroom now, where that can be asked."""

    store: Store
    timelogs: CorrectableTimelogs | None

    def __call__(self, connection: Connection, days: Days, handed_over: Hours) -> Hours | None:
        """Return the hours of what stands, or None where the host did not tell.

        It did not if it offers no look-up, if the look-up fails, or if it finds none of twenty or
        more timelogs. Raise `StoreUnavailable` if the database does not answer.
        """
        if self.timelogs is None:
            return None
        standing, asked, answered = deepcopy(handed_over), 0, 0
        try:
            for moved in (False, True):
                for page, tx in self._pages(connection, days, moved=moved):
                    ids = [one.entry_id for one in page]
                    found = find_timelogs(self.timelogs, tx, connection.studio_id, ids)
                    correct(standing, page, found, days)
                    asked, answered = asked + len(page), answered + len(found)
        except StoreUnavailable:
            raise
        except Exception:
            log.exception("the timelogs of studio %s were not looked up", connection.studio_id)
            return None
        return None if asked >= SUSPICIOUS and not answered else standing

    def _pages(
        self, connection: Connection, days: Days, *, moved: bool
    ) -> Iterator[tuple[Sequence[Handed], Transaction]]:
        """Yield the timelogs of the days in parts, each with a transaction of its own."""
        account = connection.studio_id, connection.harvest_account.id
        after: DayPlace | None = None
        while True:
            with self.store.transaction() as tx:
                page = tx.hours.timelogs_page(
                    *account, days, most=MOST_LOOKED_UP, after=after, moved=moved
                )
                yield page, tx
            if len(page) < MOST_LOOKED_UP:
                return
            after = DayPlace(page[-1].said_on, page[-1].entry_id)
