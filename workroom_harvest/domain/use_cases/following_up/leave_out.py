"""The use cases that leave a Harvest project or task out on purpose, and take it back."""

from collections.abc import Callable
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.errors import InvalidGroup, NotConnected
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.host import Catalogue
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.use_cases.following_up.known_group import demand_known
from workroom_harvest.domain.use_cases.shared.targets import Targets
from workroom_harvest.domain.use_cases.shared.waiting_now import keep_todo_count, waiting_now
from workroom_harvest.domain.waiting import Choices, GroupKind, WaitingGroup


@dataclass(frozen=True)
class LeaveOut:
    """Leave a project or task out: its entries, later ones too, are nothing to do any more."""

    store: Store
    catalogue: Catalogue

    def __call__(self, studio_id: str, member_id: str, group: WaitingGroup) -> None:
        """Leave the group out, as the member chose, until it is taken back or mapped.

        Raise `NotConnected`, `NotFound` if the connected account never had the group, and
        `InvalidGroup` for a reason and for what is mapped.
        """

        def change(tx: Transaction, connection: Connection, choices: Choices) -> None:
            if choices.is_mapped(group):
                raise InvalidGroup(Code.MAPPED_NOT_LEFT_OUT)
            tx.left_out.add(studio_id, connection.harvest_account.id, group, member_id)

        _change(self.store, Targets.of(self.catalogue, studio_id), studio_id, group, change)


@dataclass(frozen=True)
class TakeBack:
    """Take back a project or task that was left out."""

    store: Store
    catalogue: Catalogue

    def __call__(self, studio_id: str, group: WaitingGroup) -> None:
        """Take the group back, if it is left out; raise what `LeaveOut` raises for a reason."""

        def change(tx: Transaction, connection: Connection, _: Choices) -> None:
            tx.left_out.remove(studio_id, connection.harvest_account.id, [group])

        _change(self.store, Targets.of(self.catalogue, studio_id), studio_id, group, change)


def _change(
    store: Store,
    targets: Targets,
    studio_id: str,
    group: WaitingGroup,
    change: Callable[[Transaction, Connection, Choices], None],
) -> None:
    """Change what is left out of the connected account, and count what is to be done then."""
    if group.kind is GroupKind.REASON:
        raise InvalidGroup(Code.REASON_NOT_LEFT_OUT)
    with store.transaction() as tx:
        connection = tx.connections.locked(studio_id)
        if connection is None:
            raise NotConnected
        waiting = waiting_now(tx, connection, targets)
        demand_known(tx, connection, waiting, group)
        change(tx, connection, waiting.choices)
        keep_todo_count(tx, connection, targets)
        tx.commit()
