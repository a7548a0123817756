"""The step that looks whether a studio ever had a group of waiting entries."""

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.errors import NotFound
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.use_cases.following_up.group_names import ITEM_KINDS
from workroom_harvest.domain.use_cases.shared.waiting_now import WaitingNow
from workroom_harvest.domain.waiting import WaitingGroup


def demand_known(
    tx: Transaction, connection: Connection, waiting: WaitingNow, group: WaitingGroup
) -> None:
    """Raise `NotFound` unless the connected account has the group's project or task.

    Every reason is known, whether anything waits for it or not.
    """
    kind, harvest_id = ITEM_KINDS.get(group.kind), group.harvest_id
    if kind is None or harvest_id is None or waiting.choices.is_mapped(group):
        return
    if any(one.group == group for one in waiting.groups):
        return
    studio_id, account_id = connection.studio_id, connection.harvest_account.id
    if harvest_id not in tx.harvest_items.names(studio_id, account_id, kind, [harvest_id]):
        raise NotFound(Code.GROUP_UNKNOWN)
