"""The use cases that leave a Harvest project or task out on purpose, and take it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from workroom_harvest.domain.audit import AuditCode, AuditDatum
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.errors import InvalidGroup, NotConnected
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.host import Catalogue, People
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
    people: People

    def __call__(self, studio_id: str, member_id: str, group: WaitingGroup) -> None:
        """Leave the group out, as the member chose, until it is taken back or mapped.

        Raise `NotConnected`, `NotFound` if the connected account never had the group, and
        `InvalidGroup` for a reason and for what is mapped.
        """

        def change(tx: Transaction, connection: Connection, choices: Choices) -> None:
            if choices.is_mapped(group):
                raise InvalidGroup(Code.MAPPED_NOT_LEFT_OUT)
            if group not in choices.left_out:
                tx.left_out.add(studio_id, connection.harvest_account.id, group, member_id)
                tx.audit.add(studio_id, member_id, AuditCode.LEFT_OUT, _named(group))

        _change(self, studio_id, group, change)


@dataclass(frozen=True)
class TakeBack:
    """Take back a project or task that was left out."""

    store: Store
    catalogue: Catalogue
    people: People

    def __call__(self, studio_id: str, group: WaitingGroup, member_id: str | None = None) -> None:
        """Take the group back, as `member_id` chose, if it is left out.

        Raise what `LeaveOut` raises, but nothing for what is mapped.
        """

        def change(tx: Transaction, connection: Connection, choices: Choices) -> None:
            if group in choices.left_out:
                tx.left_out.remove(studio_id, connection.harvest_account.id, [group])
                tx.audit.add(studio_id, member_id, AuditCode.TAKEN_BACK, _named(group))

        _change(self, studio_id, group, change)


def _named(group: WaitingGroup) -> Mapping[str, AuditDatum]:
    return {"kind": group.kind, "id": group.harvest_id or 0}


def _change(
    use: LeaveOut | TakeBack,
    studio_id: str,
    group: WaitingGroup,
    change: Callable[[Transaction, Connection, Choices], None],
) -> None:
    """Change what is left out of the connected account, and count what is to be done then."""
    if group.kind is GroupKind.REASON:
        raise InvalidGroup(Code.REASON_NOT_LEFT_OUT)
    targets = Targets.of(use.catalogue, studio_id)
    members = use.people.active_members(studio_id)
    with use.store.transaction() as tx:
        connection = tx.connections.locked(studio_id)
        if connection is None:
            raise NotConnected
        waiting = waiting_now(tx, connection, targets)
        demand_known(tx, connection, waiting, group)
        change(tx, connection, waiting.choices)
        keep_todo_count(tx, connection, targets, members)
        tx.commit()
