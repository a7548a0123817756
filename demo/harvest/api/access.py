"""What the requesting user may see, by their role. Their user record is in `g.user`."""

from flask import g

from demo.harvest.errors import RefusedError, forbidden
from demo.harvest.models import Entry
from demo.harvest.state import current_state


def sees_rates() -> bool:
    """Return whether the user sees rates; in the recordings a Member does not."""
    return bool(g.user.role != "member")


def require_manager(*, leading: bool = False) -> None:
    """Raise `RefusedError` with a 403 for a Member.

    So does a manager who sees only what they manage, unless they are `leading` something.
    """
    if g.user.role == "member" or (sees_only_part() and not leading):
        raise RefusedError(forbidden())


def sees_only_part() -> bool:
    """Return whether the user sees only a part of the entries, and as a manager of the lists."""
    sees_all = g.user.role == "administrator" or (
        g.user.role == "manager" and current_state().config.managers_see_all
    )
    return not sees_all


def is_visible(entry: Entry) -> bool:
    """Return whether the user sees an entry: their own, or one that they manage.

    Source: "Required permissions" of
    https://help.getharvest.com/api-v2/timesheets-api/timesheets/time-entries/ .
    """
    if not sees_only_part() or entry.user_id == g.user.id:
        return True
    if g.user.role != "manager":
        return False
    return entry.user_id in g.user.teammates or entry.project_id in g.user.manages
