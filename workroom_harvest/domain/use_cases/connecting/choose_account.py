"""Which of the accounts that a token opens the person meant."""

import re
from collections.abc import Sequence

from workroom_harvest.domain.connection import Connection, HarvestAccount
from workroom_harvest.domain.errors import AuthorizationRefused
from workroom_harvest.domain.messages import Code


def choose_account(
    accounts: Sequence[HarvestAccount], scope: str, current: Connection | None
) -> HarvestAccount:
    """Return the one account that the person meant; raise `AuthorizationRefused` without one.

    `scope` is user data from the address (`harvest:12345`, several joined by blank or plus), so
    it only narrows down what the token opens by Harvest's own list. Of several, the account that
    is connected already is the one that was meant.
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
