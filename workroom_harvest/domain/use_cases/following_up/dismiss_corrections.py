"""The use case by which a person lets a difference be."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from workroom_harvest.domain.audit import AuditCode
from workroom_harvest.domain.errors import NotConnected, NotFound
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.host import Catalogue, People
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.use_cases.shared.differing_pages import named, pages_of_all
from workroom_harvest.domain.use_cases.shared.known_users import known_users
from workroom_harvest.domain.use_cases.shared.targets import Targets
from workroom_harvest.domain.use_cases.shared.waiting_now import keep_todo_count


@dataclass(frozen=True)
class DismissCorrections:
    """Dismiss corrections, each for as long as Harvest says what it says now."""

    store: Store
    catalogue: Catalogue
    people: People

    def __call__(
        self,
        studio_id: str,
        member_id: str,
        entry_ids: Collection[int] | None,
        shown: Mapping[int, str] | None = None,
    ) -> int:
        """Dismiss those of up to 2,000 entries, or with None all; return how many there were.

        `shown` is what the person saw of them, as `RequestCorrections` takes it; what is otherwise
        by now is not dismissed. All are those that may be applied together: what is chosen by name
        is dismissed by name. Raise `NotConnected`, and `NotFound` if one of the entries is unknown
        or there is nothing.
        """
        targets = Targets.of(self.catalogue, studio_id)
        seen = shown or {}
        members, dismissed = self.people.active_members(studio_id), 0
        with self.store.transaction() as tx:
            connection = tx.connections.locked(studio_id)
            if connection is None:
                raise NotConnected
            users = known_users(tx, connection, members)
            pages = (
                pages_of_all(tx, connection, users)
                if entry_ids is None
                else [named(tx, connection, entry_ids, users)]
            )
            for found in pages:
                page = [one for one in found if seen.get(one.entry_id, one.shown) == one.shown]
                tx.corrections.dismiss(studio_id, member_id, [one.entry_id for one in page])
                dismissed += len(page)
            if not dismissed:
                raise NotFound(Code.NOTHING_TO_CORRECT)
            count = {"entries": dismissed}
            tx.audit.add(studio_id, member_id, AuditCode.CORRECTIONS_DISMISSED, count)
            keep_todo_count(tx, connection, targets, members)
            tx.commit()
        return dismissed
