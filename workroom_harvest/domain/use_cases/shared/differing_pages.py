"""All that is to be corrected of the connected Harvest account, page by page."""

from collections.abc import Collection, Iterator, Sequence

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.correction import Differing
from workroom_harvest.domain.errors import NotFound
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.store import Transaction

PAGE = 2000
"""How many entries are read and written at once."""


def named(
    tx: Transaction, connection: Connection, entry_ids: Collection[int], users: Collection[int]
) -> Sequence[Differing]:
    """Return what is to be corrected of up to `PAGE` entries, which somebody named.

    Raise `NotFound` for an entry that Harvest never listed for the studio, and where nothing is to
    be corrected of any.
    """
    studio_id, account_id = connection.studio_id, connection.harvest_account.id
    if len(tx.ledger.known(studio_id, list(entry_ids))) < len(set(entry_ids)):
        raise NotFound(Code.ENTRY_NOT_FOUND)
    found = tx.corrections.among(studio_id, account_id, entry_ids, users)
    if not found:
        raise NotFound(Code.NOTHING_TO_CORRECT)
    return list(found.values())


def pages_of_all(
    tx: Transaction, connection: Connection, users: Collection[int]
) -> Iterator[Sequence[Differing]]:
    """Yield all that is to be corrected, without what is chosen by name only."""
    studio_id, account_id, after = connection.studio_id, connection.harvest_account.id, 0
    while page := tx.corrections.page(studio_id, account_id, users, most=PAGE, after=after):
        yield [one for one in page if not one.kind.is_chosen_by_name]
        after = page[-1].entry_id
