"""What a host's own menus and pages can say of the integration."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from workroom_harvest.domain.connection import Connection
from workroom_harvest.web.words import N_, say


class MenuState(StrEnum):
    """How the integration stands, for whoever looks at the host's page."""

    NOT_ALLOWED = "not allowed"
    NOT_ON_PRO = "not on Pro"
    UNKNOWN = "unknown"
    NOT_CONNECTED = "not connected"
    RECONNECT_NEEDED = "reconnect needed"
    CONNECTED = "connected"


LABELS: Mapping[MenuState, str] = {
    MenuState.NOT_ALLOWED: N_("For an Admin or the Designer of a Pro studio"),
    MenuState.NOT_ON_PRO: N_("Not on Pro"),
    MenuState.UNKNOWN: N_("Not known just now"),
    MenuState.NOT_CONNECTED: N_("Not connected"),
    MenuState.RECONNECT_NEEDED: N_("Reconnect needed"),
    MenuState.CONNECTED: N_("Connected"),
}


@dataclass(frozen=True, slots=True)
class MenuStatus:
    """What a host can show in markup of its own.

    `address` is that of the plugin's page, and `label` says the `state` in words. `account` is the
    name of the Harvest account, or None without a connection; like any name, it may be in a script
    that runs the other way. `count` is how many things are to be done.
    """

    address: str
    label: str
    state: MenuState
    account: str | None = None
    count: int = 0


def menu_status(
    address: str, *, may_look: bool, is_pro: bool, is_known: bool, connection: Connection | None
) -> MenuStatus:
    """Return how the integration stands.

    `is_known` is false where the connection could not be read. A studio that is not on Pro has
    nothing to do, as it may not do it.
    """
    if not may_look:
        return MenuStatus(address, say(LABELS[MenuState.NOT_ALLOWED]), MenuState.NOT_ALLOWED)
    account = connection.harvest_account.name if connection else None
    if not is_pro:
        return MenuStatus(address, say(LABELS[MenuState.NOT_ON_PRO]), MenuState.NOT_ON_PRO, account)
    if not is_known:
        state = MenuState.UNKNOWN
    elif connection is None:
        state = MenuState.NOT_CONNECTED
    else:
        state = MenuState.CONNECTED if connection.works else MenuState.RECONNECT_NEEDED
    count = connection.todo_count if connection else 0
    return MenuStatus(address, say(LABELS[state]), state, account, count)
