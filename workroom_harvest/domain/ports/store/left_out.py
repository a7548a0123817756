"""The Harvest projects and tasks that were left out on purpose."""

from collections.abc import Collection
from typing import Protocol

from workroom_harvest.domain.waiting import WaitingGroup


class LeftOut(Protocol):
    """The projects and tasks of each Harvest account that a studio leaves out on purpose."""

    def of(self, studio_id: str, harvest_account_id: int) -> Collection[WaitingGroup]:
        """Return what is left out of the account."""

    def add(
        self, studio_id: str, harvest_account_id: int, group: WaitingGroup, member_id: str
    ) -> None:
        """Leave a project or task out, as the member chose, if it is not left out already."""

    def remove(
        self, studio_id: str, harvest_account_id: int, groups: Collection[WaitingGroup]
    ) -> None:
        """Take back those of the projects and tasks that are left out; there may be none."""

    def forget(self, studio_id: str) -> None:
        """Take back everything of the studio, of whichever account."""
