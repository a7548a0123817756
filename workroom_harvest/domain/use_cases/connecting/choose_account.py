"""Which of the accounts that a token opens the person meant."""

import re
from collections.abc import Sequence

from workroom_harvest.domain.connection import (
    Connection,
    HarvestAccount,
)
from workroom_harvest.domain.errors import (
    AuthorizationRefused,
)

MOST_NAMED = 10


LONGEST_NAME = 40


NO_ACCOUNT = (
    "Your Harvest sign-in has no Harvest account that it may open. Nothing was stored. Ask the "
    "administrator of your Harvest account for access first."
)


def choose_account(
    accounts: Sequence[HarvestAccount], scope: str, current: Connection | None
) -> HarvestAccount:
    """The one account that the person meant; raises `AuthorizationRefused`.

    `scope` is user data from the address (`harvest:12345`, several joined by blank or plus), so
    it only narrows down what the token opens by Harvest's own list.
    """
    named = {int(digits) for digits in re.findall(r"harvest:([0-9]{1,18})(?![0-9])", scope)}
    meant = [account for account in accounts if account.id in named] or list(accounts)
    if len(meant) > 1 and current is not None:
        meant = [account for account in meant if account.id == current.harvest_account.id] or meant
    if not meant:
        raise AuthorizationRefused(NO_ACCOUNT)
    if len(meant) > 1:
        raise AuthorizationRefused(
            f"Harvest opened several accounts: {_some(meant)}. Nothing was stored. "
            "Choose a single account on Harvest's screen."
        )
    return meant[0]


def _some(accounts: Sequence[HarvestAccount]) -> str:
    """The first ten by name, cut if long, and how many more: it is to be a sentence."""
    names = [account.name for account in accounts[:MOST_NAMED]]
    cut = [name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…" for name in names]
    more = len(accounts) - len(names)
    return ", ".join(cut) + (f" and {more} more" if more else "")
