"""Which Harvest users, whose entries went to the designer who connected, are members by now."""

from collections.abc import Iterable, Mapping

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.keyed_hash import KeyedHash
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.text import folded


def known_users(
    tx: Transaction, connection: Connection, members: Iterable[Member]
) -> Mapping[int, str]:
    """Return the ids of the members whom those users are, by Harvest user id.

    A user is recognised by the keyed hash of the e-mail address that Harvest last listed.
    """
    studio_id, account_id = connection.studio_id, connection.harvest_account.id
    key = tx.ledger.hash_key(studio_id)
    users = tx.corrections.fallback_users(studio_id, account_id)
    if key is None or not users:
        return {}
    keyed_hash = KeyedHash(key)
    # Of two members with the same address, the first in the host's order gets the entries.
    emails = {
        keyed_hash(email): member.id
        for member in reversed(list(members))
        if (email := folded(member.email or ""))
    }
    hashes = tx.harvest_items.email_hashes(studio_id, account_id, users)
    return {user: emails[found] for user, found in hashes.items() if found in emails}
