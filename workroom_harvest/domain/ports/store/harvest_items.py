"""The names of Harvest's projects, tasks and people."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from workroom_harvest.domain.ports.harvest import HarvestItem


class ItemKind(StrEnum):
    """A kind of items of Harvest's. The values are stored."""

    PROJECT = "project"
    TASK = "task"
    PERSON = "person"


ItemKey = tuple[ItemKind, int]
"""The kind and the Harvest id of an item, which tell it from all others of an account."""


class HarvestItems(Protocol):
    """Harvest's projects, tasks and people as they were listed last, until Disconnect.

    They are kept by studio, Harvest account and kind. An item is active if Harvest listed it so
    when its lists were read last; what is known from entries alone is not.
    """

    def active(self, studio_id: str, account_id: int, kind: ItemKind) -> Sequence[HarvestItem]:
        """Return the active items of that kind, in no particular order."""

    def names(
        self, studio_id: str, account_id: int, kind: ItemKind, ids: Collection[int]
    ) -> Mapping[int, str]:
        """Return the names of those of the items that are known, active or not, by id."""

    def waiting(self, studio_id: str, account_id: int, kind: ItemKind) -> Sequence[HarvestItem]:
        """Return the projects or tasks that are not active and whose entries wait, by id.

        One that is not known has an empty name.
        """

    def replace_active(
        self, studio_id: str, account_id: int, kind: ItemKind, items: Collection[HarvestItem]
    ) -> None:
        """Store these items, each id once, as all the active ones of their kind.

        Those that are active and not among them are not active any more. Unchanged rows are not
        written.
        """

    def learn(self, studio_id: str, account_id: int, names: Mapping[ItemKey, str]) -> None:
        """Store the names of items that are not known yet, by kind and id; there may be none.

        What is known stays as it is. Up to 2,000 entries' names are stored at once.
        """

    def email_hashes(
        self, studio_id: str, account_id: int, user_ids: Collection[int]
    ) -> Mapping[int, str]:
        """Return the keyed hashes of the e-mail addresses of those people that have one, by id."""

    def learn_email_hashes(
        self, studio_id: str, account_id: int, hashes: Mapping[int, str]
    ) -> None:
        """Store such hashes of people who are known, by id, in place of those that are stored."""

    def forget(self, studio_id: str) -> None:
        """Delete all items of the studio, whichever account they are of."""
