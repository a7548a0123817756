"""The people whose entries belong to the designer who connected, as no member is known for them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKind


@dataclass(frozen=True, slots=True)
class UnknownOwner:
    """A Harvest user with so many imported entries; `user_id` is None for what Harvest names none.

    `name` is empty where it is not known. `has_address` says that Harvest showed their e-mail
    address, by which they are recognised once a member has it.
    """

    user_id: int | None
    name: str
    entries: int
    has_address: bool


def unknown_owners(
    tx: Transaction, connection: Connection, known: Collection[int]
) -> Sequence[UnknownOwner]:
    """Return them, most entries first, but for the users `known`, who are members by now."""
    studio_id, account_id = connection.studio_id, connection.harvest_account.id
    counted = tx.ledger.fell_back(studio_id, account_id, known)
    users = [user for user in counted if user is not None]
    names = tx.harvest_items.names(studio_id, account_id, ItemKind.PERSON, users)
    addresses = tx.harvest_items.email_hashes(studio_id, account_id, users)
    found = [
        UnknownOwner(user, names.get(user or 0, ""), entries, user in addresses)
        for user, entries in counted.items()
    ]
    return sorted(found, key=lambda one: (-one.entries, one.name, one.user_id or 0))
