"""The port for what only some hosts can do: look up imported timelogs, change and remove them.

A host whose `timelogs` object has these three methods beside `add_many` is recognised by them; one
that has none of them imports all the same, without corrections and without undo.
"""

from collections.abc import Sequence
from typing import Protocol, cast

from workroom_harvest.domain.entries import FoundTimelog, NewTimelog

METHODS = ("find_many", "change_many", "remove_many")
"""The methods of `CorrectableTimelogs`, of which a host has all or none."""


class CorrectableTimelogs(Protocol):
    """Timelogs with a stamp, which can be looked up, changed and removed.

    All three methods keep the rules of `Timelogs.add_many`: they work in the caller's transaction,
    on the session of the caller, inside a savepoint, and must not commit, roll back or use another
    session. They are given up to 2,000 different stamps, and reach no other studio's timelogs.
    """

    def find_many(
        self, studio_id: str, entry_ids: Sequence[int], for_update: bool
    ) -> Sequence[FoundTimelog]:
        """Return the studio's timelogs that have these stamps, in any order.

        A stamp without a timelog is left out. What the caller's transaction wrote is seen. If
        `for_update`, nobody else may change, lock or remove the timelogs found before the caller's
        transaction ends: `SELECT … FOR UPDATE` on PostgreSQL, while SQLite has one writer anyway.
        """

    def change_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Give the timelogs with these stamps these values, and return how many: all of them.

        Each differs in some value from what stands there. The hourly rate stays, unless the
        activity type is another: then it is that one's rate of now. If not all can be changed,
        because one is locked or not there, change none and raise: `TimelogsRefused` with the cause
        for each, or any other error.
        """

    def remove_many(self, studio_id: str, entry_ids: Sequence[int]) -> int:
        """Remove the timelogs with these stamps, and return how many: all of them.

        `find_many` does not find them any more, and `add_many` accepts their stamps again. If not
        all can be removed, because one is locked or not there, remove none and raise:
        `TimelogsRefused` with the cause for each, or any other error.
        """


def correctable(timelogs: object) -> CorrectableTimelogs | None:
    """Return the host's `timelogs` object if it has all of `METHODS`, and None if not."""
    if any(getattr(timelogs, name, None) is None for name in METHODS):
        return None
    return cast(CorrectableTimelogs, timelogs)
