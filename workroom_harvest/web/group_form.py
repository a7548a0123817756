"""The group of waiting entries that a form names."""

import re
from collections.abc import Mapping

from workroom_harvest.domain.errors import InvalidGroup, NotFound
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup
from workroom_harvest.web.presenters.reasons import reason_of

HARVEST_ID = re.compile(r"[0-9]{1,19}")


def named_group(fields: Mapping[str, str]) -> WaitingGroup:
    """Return the group of the one field that is filled in: `project`, `task` or `reason`.

    The first two are Harvest ids, and a reason is a name in the guide's words. Raise `InvalidGroup`
    unless there is exactly one, and `NotFound` if that can be no project, task or reason.
    """
    named = [(kind, fields[kind]) for kind in GroupKind if fields.get(kind)]
    if len(named) != 1:
        raise InvalidGroup
    ((kind, value),) = named
    if kind is GroupKind.REASON:
        reason = reason_of(value)
        if reason is None:
            raise NotFound(Code.NOTHING_WAITS)
        return WaitingGroup(kind, reason=reason)
    if not HARVEST_ID.fullmatch(value) or not 0 < int(value) < 2**63:
        raise NotFound(Code.NOTHING_WAITS)
    return WaitingGroup(kind, int(value))
