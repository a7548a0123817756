"""The use case that reads the waiting list."""

from collections.abc import Sequence
from dataclasses import dataclass

from workroom_harvest.domain.errors import NotConnected
from workroom_harvest.domain.ports.host import Catalogue
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.use_cases.following_up.group_names import ItemNames
from workroom_harvest.domain.use_cases.shared.targets import Targets
from workroom_harvest.domain.use_cases.shared.waiting_now import waiting_now
from workroom_harvest.domain.waiting import GroupTally, Tally


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A group of waiting entries with the name of its project or task; a reason has none."""

    name: str
    counted: GroupTally


@dataclass(frozen=True, slots=True)
class WaitingList:
    """The groups of what waits, and what was left out on purpose."""

    groups: Sequence[NamedGroup]
    left_out: Sequence[NamedGroup]

    @property
    def total(self) -> Tally:
        """Return how much waits, but for what was left out."""
        return sum((one.counted.tally for one in self.groups), Tally())


@dataclass(frozen=True)
class ShowWaiting:
    """Read what waits of the connected Harvest account, in groups by the mappings of now."""

    store: Store
    catalogue: Catalogue

    def __call__(self, studio_id: str) -> WaitingList:
        """Return the studio's waiting list; raise `NotConnected` if it has no connection."""
        targets = Targets.of(self.catalogue, studio_id)
        with self.store.transaction() as tx:
            connection = tx.connections.for_studio(studio_id)
            if connection is None:
                raise NotConnected
            counted = waiting_now(tx, connection, targets).groups
            names = ItemNames.of_groups(tx, connection, (one.group for one in counted))
        named = [NamedGroup(names.of_group(one.group), one) for one in counted]
        return WaitingList(
            [one for one in named if not one.counted.is_left_out],
            [one for one in named if one.counted.is_left_out],
        )
