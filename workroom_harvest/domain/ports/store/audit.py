"""The record of what people did."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from workroom_harvest.domain.audit import AuditCode, AuditDatum, AuditRecord


class Audit(Protocol):
    """What people did with each studio's integration. It outlives Disconnect."""

    def add(
        self,
        studio_id: str,
        member_id: str | None,
        code: AuditCode,
        data: Mapping[str, AuditDatum] | None = None,
    ) -> None:
        """Record that the member did this now, by the database's clock.

        It is called in the transaction that does it, so that neither lasts without the other.
        `member_id` is None for the command line. `data` are codes, ids and counts, no names.
        """

    def page(
        self, studio_id: str, *, most: int, before: int | None = None
    ) -> Sequence[AuditRecord]:
        """Return up to `most` of the studio's records, newest first.

        With `before` they are those whose numbers are smaller.
        """

    def delete_old(self, before: datetime, most: int) -> int:
        """Delete up to `most` records of any studio from before `before` (UTC); return how many.

        The oldest go first. If there is nothing to delete, nothing is written.
        """
