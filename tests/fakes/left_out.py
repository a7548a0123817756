"""What was left out on purpose, in memory."""

from collections.abc import Collection

from tests.fakes.database import FakeDatabase
from workroom_harvest.domain.ports.store.left_out import LeftOut
from workroom_harvest.domain.waiting import WaitingGroup


class FakeLeftOut(LeftOut):
    """What was left out, over a database in memory: the member by studio, account and group."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[tuple[str, int, WaitingGroup], str]:
        return self._database.table("left_out")

    def of(self, studio_id: str, harvest_account_id: int) -> Collection[WaitingGroup]:
        return {key[2] for key in self._rows if key[:2] == (studio_id, harvest_account_id)}

    def add(
        self, studio_id: str, harvest_account_id: int, group: WaitingGroup, member_id: str
    ) -> None:
        self._rows.setdefault((studio_id, harvest_account_id, group), member_id)

    def remove(
        self, studio_id: str, harvest_account_id: int, groups: Collection[WaitingGroup]
    ) -> None:
        for group in groups:
            self._rows.pop((studio_id, harvest_account_id, group), None)

    def forget(self, studio_id: str) -> None:
        for key in [key for key in self._rows if key[0] == studio_id]:
            del self._rows[key]
