"""The host's timelogs, as the plugin adds, looks up, changes and removes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from workroom_harvest.domain.entries import FoundTimelog, NewTimelog
from workroom_harvest.domain.ports.correctable_timelogs import CorrectableTimelogs, correctable
from workroom_harvest.domain.ports.host import Timelogs
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.ports.store.ledger import Refusal
from workroom_harvest.domain.use_cases.importing.hand_over import HandOver
from workroom_harvest.domain.use_cases.shared.find_timelogs import find_timelogs

Refusals = Mapping[int, Refusal]
"""Why the host refuses timelogs, by entry id."""


def add_timelogs(timelogs: Timelogs) -> HandOver[NewTimelog]:
    """Return the step that adds timelogs to the host."""
    return HandOver("Timelogs.add_many", timelogs.add_many, attrgetter("entry_id"))


def host_timelogs(timelogs: Timelogs) -> "HostTimelogs | None":
    """Return the host's timelogs to look up, change and remove, or None if it offers none."""
    found = correctable(timelogs)
    return None if found is None else HostTimelogs(found)


@dataclass(frozen=True)
class HostTimelogs:
    """Look up, change and remove a host's timelogs in the caller's transaction.

    The transaction must have written something before. All methods take up to 2,000 stamps; there
    may be none. They raise `HostMisbehaved` if the host breaks its promise, by the method's name.
    """

    timelogs: CorrectableTimelogs

    def find(
        self, tx: Transaction, studio_id: str, entry_ids: Sequence[int], *, for_update: bool = False
    ) -> Mapping[int, FoundTimelog]:
        """Return the timelogs that stand in the host now, by stamp.

        If `for_update`, nobody else may change, lock or remove them before the transaction ends.
        """
        return find_timelogs(self.timelogs, tx, studio_id, entry_ids, for_update=for_update)

    def change(self, tx: Transaction, studio_id: str, logs: Sequence[NewTimelog]) -> Refusals:
        """Give timelogs these values, and return why the host refuses some, by stamp."""
        change = self.timelogs.change_many
        return HandOver("Timelogs.change_many", change, _stamp)(tx, studio_id, logs)

    def remove(self, tx: Transaction, studio_id: str, entry_ids: Sequence[int]) -> Refusals:
        """Remove timelogs, and return why the host refuses some, by stamp."""
        remove = self.timelogs.remove_many
        return HandOver("Timelogs.remove_many", remove, int)(tx, studio_id, entry_ids)


def _stamp(log: NewTimelog) -> int:
    return log.entry_id
