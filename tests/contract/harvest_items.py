"""What the use cases rely on in `HarvestItems`."""

from tests.contract.stored import OTHER, STUDIO, imported, listed, record
from workroom_harvest.domain.decisions import Skip
from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.harvest import HarvestItem
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.skipped import SkipReason

PROJECT, TASK, PERSON = ItemKind.PROJECT, ItemKind.TASK, ItemKind.PERSON
VILLA, CABIN = HarvestItem(10, "Villa", "Åkesson"), HarvestItem(11, "Cabin")


def active(tx: Transaction, account_id: int = 1, kind: ItemKind = PROJECT) -> list[HarvestItem]:
    """Return the studio's active items of one account and kind, by id."""
    return sorted(tx.harvest_items.active(STUDIO, account_id, kind), key=lambda item: item.id)


class HarvestItemsContract:
    """Items are kept by studio, Harvest account, kind and id."""

    def test_the_active_items_are_the_ones_listed_last(self, store: Store) -> None:
        """`replace_active` adds, renames and retires items, whose names stay known."""
        loft, renamed = HarvestItem(12, "Loft"), HarvestItem(10, "Villa II", "Berg")
        with store.transaction() as tx:
            items = tx.harvest_items
            items.replace_active(STUDIO, 1, PROJECT, [VILLA, CABIN])
            assert active(tx) == [VILLA, CABIN]
            items.replace_active(STUDIO, 1, PROJECT, [renamed, loft])
            assert active(tx) == [renamed, loft]
            assert items.names(STUDIO, 1, PROJECT, [10, 11, 99]) == {10: "Villa II", 11: "Cabin"}
            items.replace_active(STUDIO, 1, PROJECT, [CABIN])
            assert active(tx) == [CABIN]
            items.replace_active(STUDIO, 1, PROJECT, [])
            assert active(tx) == []
            assert items.names(STUDIO, 1, PROJECT, []) == {}

    def test_items_belong_to_a_studio_an_account_and_a_kind(self, store: Store) -> None:
        """The same id of another studio, account or kind is another item."""
        with store.transaction() as tx:
            items = tx.harvest_items
            items.replace_active(STUDIO, 1, PROJECT, [VILLA])
            items.replace_active(OTHER, 1, PROJECT, [HarvestItem(10, "Theirs")])
            items.replace_active(STUDIO, 2, PROJECT, [HarvestItem(10, "Second")])
            items.replace_active(STUDIO, 1, TASK, [HarvestItem(10, "Drawings")])
            assert active(tx) == [VILLA]
            assert active(tx, 2) == [HarvestItem(10, "Second")]
            assert active(tx, kind=TASK) == [HarvestItem(10, "Drawings")]
            items.forget(STUDIO)
            assert active(tx) == active(tx, 2) == active(tx, kind=TASK) == []
            assert items.names(OTHER, 1, PROJECT, [10]) == {10: "Theirs"}

    def test_only_unknown_items_are_learned(self, store: Store) -> None:
        """`learn` adds what is unknown as not active, and leaves alone what is known."""
        names = {(PROJECT, 10): "Old", (PROJECT, 12): "Loft", (TASK, 10): "Plans", (PERSON, 1): "M"}
        with store.transaction() as tx:
            items = tx.harvest_items
            items.replace_active(STUDIO, 1, PROJECT, [VILLA])
            items.learn(STUDIO, 1, names)
            items.learn(STUDIO, 1, {(PERSON, 1): "Mira"})
            items.learn(STUDIO, 1, {})
            assert active(tx) == [VILLA]
            assert items.names(STUDIO, 1, PROJECT, [10, 12]) == {10: "Villa", 12: "Loft"}
            assert items.names(STUDIO, 1, TASK, [10]) == {10: "Plans"}
            assert items.names(STUDIO, 1, PERSON, [1]) == {1: "M"}
            items.replace_active(STUDIO, 1, PROJECT, [VILLA, HarvestItem(12, "Loft", "Berg")])
            assert active(tx) == [VILLA, HarvestItem(12, "Loft", "Berg")]

    def test_thousands_are_learned_at_once(self, store: Store) -> None:
        """A page of 2,000 entries of as many projects, tasks and people is learned at once."""
        names = {(kind, number): f"{kind} {number}" for kind in ItemKind for number in range(2000)}
        with store.transaction() as tx:
            tx.harvest_items.learn(STUDIO, 1, names)
            found = tx.harvest_items.names(STUDIO, 1, PERSON, range(3000))
            assert len(found) == 2000
            assert found[1999] == "person 1999"

    def test_inactive_items_whose_entries_wait_are_listed(self, store: Store) -> None:
        """`waiting` lists each inactive project or task of this account with a waiting entry."""
        why = SkipReason.PROJECT_NOT_MAPPED
        waiting = [
            Skip(listed(1, project_id=10, task_id=20), why),
            Skip(listed(2, project_id=11, task_id=20), why),
            Skip(listed(3, project_id=11, task_id=21), why),
            Skip(listed(4, project_id=12, task_id=21), why),
        ]
        unreadable = UnreadableEntry(5, Message(Code.ENTRY_UNREADABLE, {"where": "hours"}))
        with store.transaction() as tx:
            items = tx.harvest_items
            record(tx, *waiting, imported(listed(6, project_id=13, task_id=22)))
            record(tx, Skip(unreadable, SkipReason.HARVEST_API_ERROR, unreadable.problem))
            record(tx, Skip(listed(1, project_id=14), why), studio_id=OTHER)
            items.replace_active(STUDIO, 1, PROJECT, [VILLA])
            items.learn(STUDIO, 1, {(PROJECT, 11): "Cabin", (TASK, 21): "Plans"})
            assert list(items.waiting(STUDIO, 1, PROJECT)) == [CABIN, HarvestItem(12, "")]
            found = [HarvestItem(20, ""), HarvestItem(21, "Plans")]
            assert list(items.waiting(STUDIO, 1, TASK)) == found
            assert list(items.waiting(STUDIO, 2, PROJECT)) == []
