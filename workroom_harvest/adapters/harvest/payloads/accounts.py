"""The accounts that a token gives access to."""

import msgspec

from workroom_harvest.adapters.harvest.json_decode import decode_optional
from workroom_harvest.adapters.harvest.list_decoder import Id, Listing
from workroom_harvest.adapters.harvest.payloads.fields import NULL
from workroom_harvest.adapters.harvest.payloads.text import name
from workroom_harvest.domain.connection import HarvestAccount
from workroom_harvest.domain.errors import MalformedResponse


class _Account(msgspec.Struct, gc=False):
    id: Id
    product: str
    name: str | None = None


class _Identity(msgspec.Struct, gc=False):
    id: msgspec.Raw


class _Accounts(msgspec.Struct):
    user: msgspec.Raw = NULL


_ACCOUNTS = Listing("accounts", _Account, _Accounts)


def accounts(body: bytes) -> list[HarvestAccount]:
    """Return the accounts of the product Harvest, without those of Forecast.

    Raise `MalformedResponse` if the body cannot be read, or if the list is empty and does not say
    whose it is, as Harvest's does.
    """
    envelope, members, _ = _ACCOUNTS.read(body)
    if not members and decode_optional(envelope.user, _Identity) is None:
        raise MalformedResponse
    return [
        HarvestAccount(account.id, name(account.name) or f"Harvest account {account.id}")
        for account in members
        if account.product == "harvest"
    ]
