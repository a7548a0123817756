"""The use case that lists what people did with a studio's integration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.audit import AuditRecord
from workroom_harvest.domain.ports.host import People
from workroom_harvest.domain.ports.store import Store

RECORDS_LISTED = 100
"""How many records a page of the list has."""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some of a studio's records, newest first.

    `names` are those of the members who are in them, by id; who is no member any more has none.
    `next` is the number before which the next page's are, or None.
    """

    records: Sequence[AuditRecord]
    names: Mapping[str, str]
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
        ids = {one.member_id for one in records} | {one.data.get("former") for one in records}
        members = (self.people.member(studio_id, one) for one in ids if isinstance(one, str))
        names = {member.id: member.name for member in members if member}
        following = records[-1].number if len(found) > len(records) else None
        return AuditPage(records, names, following)
