"""The use case that finds the entries of a person on a day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from workroom_harvest.domain.entry_story import KnownEntry
from workroom_harvest.domain.ports.host import People
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKind

PAGE_LENGTH = 100
"""How many entries are listed at once."""


@dataclass(frozen=True, slots=True)
class Found:
    """Some of the entries of a person on a day, by id.

    `total` counts all of them. `next` is the id after which the list goes on, or None at its end.
    """

    entries: Sequence[KnownEntry]
    total: int
    next: int | None


@dataclass(frozen=True)
class FindEntries:
    """Find the entries of whoever has a name, in Workroom or in Harvest, on a day of Harvest's."""

    store: Store
    people: People

    def __call__(self, studio_id: str, person: str, day: date, after: int = 0) -> Found:
        """Return up to `PAGE_LENGTH` entries beyond the id `after`.

        `person` is a part of the name, without regard to case, or a Harvest user's id. An entry is
        theirs if its timelog is, or if Harvest says so of it.
        """
        wanted = person.strip().casefold()
        members = [
            one.id
            for one in self.people.active_members(studio_id)
            if wanted and wanted in one.name.casefold()
        ]
        with self.store.transaction() as tx:
            users = _users(tx, studio_id, wanted, day)
            stories = tx.entry_stories
            entries = stories.of_people(
                studio_id, day, users, members, most=PAGE_LENGTH + 1, after=after
            )
            total = stories.count_of_people(studio_id, day, users, members)
        shown = entries[:PAGE_LENGTH]
        return Found(shown, total, shown[-1].id if len(entries) > PAGE_LENGTH else None)


def _users(tx: Transaction, studio_id: str, wanted: str, day: date) -> Collection[int]:
    """Return the Harvest users of that name or id who have entries on the day."""
    found: set[int] = set()
    for account_id, users in tx.entry_stories.users_on(studio_id, day).items():
        names = tx.harvest_items.names(studio_id, account_id, ItemKind.PERSON, users)
        found.update(number for number, name in names.items() if wanted in name.casefold())
        found.update(number for number in users if wanted == str(number))
    return found if wanted else ()
