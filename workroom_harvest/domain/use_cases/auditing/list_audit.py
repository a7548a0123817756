"""The use case that lists what people did with a studio's integration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workroom_harvest.domain.audit import AuditRecord
from workroom_harvest.domain.ports.host import People
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKey, ItemKind

RECORDS_LISTED = 100
"""How many records a page of the list has."""


@dataclass(frozen=True, slots=True)
class AuditNames:
    """The names of what is in records, by id: of members, Harvest's items, and Harvest accounts.

    Who is no member any more has none, and neither has what is not of the connected account.
    """

    members: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[ItemKey, str] = field(default_factory=dict)
    accounts: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some of a studio's records, newest first, with the names of what is in them.

    `next` is the number before which the next page's are, or None.
    """

    records: Sequence[AuditRecord]
    names: AuditNames
    next: int | None


@dataclass(frozen=True)
class ListAudit:
    """List who did what and when, whichever connection it was about."""

    store: Store
    people: People

    def __call__(self, studio_id: str, before: int | None = None) -> AuditPage:
        """Return the newest records, or the newest of those whose numbers are below `before`."""
        with self.store.transaction() as tx:
            found = tx.audit.page(studio_id, most=RECORDS_LISTED + 1, before=before)
            records = found[:RECORDS_LISTED]
            items, accounts = _at_harvest(tx, studio_id, records)
        ids = {one.member_id for one in records} | {one.data.get("former") for one in records}
        members = (self.people.member(studio_id, one) for one in ids if isinstance(one, str))
        names = AuditNames({one.id: one.name for one in members if one}, items, accounts)
        following = records[-1].number if len(found) > len(records) else None
        return AuditPage(records, names, following)


def _at_harvest(
    tx: Transaction, studio_id: str, records: Sequence[AuditRecord]
) -> tuple[Mapping[ItemKey, str], Mapping[int, str]]:
    """Return the names of the records' projects and tasks, and of the connected account."""
    connection = tx.connections.for_studio(studio_id)
    if connection is None:
        return {}, {}
    account = connection.harvest_account
    named: dict[ItemKey, str] = {}
    for kind in (ItemKind.PROJECT, ItemKind.TASK):
        ids = [int(one.data["id"]) for one in records if one.data.get("kind") == kind]
        names = tx.harvest_items.names(studio_id, account.id, kind, ids) if ids else {}
        named |= {(kind, number): name for number, name in names.items()}
    return named, {account.id: account.name}
