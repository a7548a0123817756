"""What keeps a timelog from being changed or removed."""

from dataclasses import dataclass

from workroom_harvest.domain.entries import FoundTimelog
from workroom_harvest.domain.entry_story import Written
from workroom_harvest.domain.keyed_hash import KeyedHash
from workroom_harvest.domain.messages import Message, quoted
from workroom_harvest.domain.skipped import SkipReason


@dataclass(frozen=True, slots=True)
class Protection:
    """Why a timelog stays as it is; `cause` is the host's own sentence, where it has one."""

    reason: SkipReason
    cause: Message | None = None


def protection(
    written: Written, found: FoundTimelog | None, keyed_hash: KeyedHash
) -> Protection | None:
    """Return why the timelog stays as it is, or None if it may be changed or removed.

    `found` is what stands in Workroom now, or None if nothing does. What somebody has edited since
    it was written is theirs, as is what Workroom protects.
    """
    if found is None:
        return Protection(SkipReason.DELETED)
    if found.locked is not None:
        return Protection(SkipReason.LOCKED, quoted(found.locked))
    return None if written.stands(found, keyed_hash) else Protection(SkipReason.EDITED)
