"""The choice among the Harvest accounts that a token gives access to."""

import re
from collections.abc import Sequence

from workroom_harvest.domain.connection import Connection, HarvestAccount
from workroom_harvest.domain.errors import AuthorizationRefused
from workroom_harvest.domain.messages import Code


def choose_account(
    accounts: Sequence[HarvestAccount], scope: str, current: Connection | None
) -> HarvestAccount:
    """Return the account that the person chose at Harvest.

    `accounts` is Harvest's own list of what the token gives access to. `scope` is what the address
    of the answer says (`harvest:12345`, several joined by a blank or a plus). Anybody can write it,
    so it only narrows the list down. If several accounts are left, the `current` connection's is
    chosen.

    Raise `AuthorizationRefused` if there is none, or if it is not clear which one is meant.
    """
    named = {int(digits) for digits in re.findall(r"harvest:([0-9]{1,18})(?![0-9])", scope)}
    meant = [account for account in accounts if account.id in named] or list(accounts)
    if len(meant) > 1 and current is not None:
        meant = [account for account in meant if account.id == current.harvest_account.id] or meant
    if not meant:
        raise AuthorizationRefused(Code.NO_HARVEST_ACCOUNT)
    if len(meant) > 1:
        names = [account.name for account in meant]
        raise AuthorizationRefused(Code.SEVERAL_HARVEST_ACCOUNTS, names=names)
    return meant[0]
