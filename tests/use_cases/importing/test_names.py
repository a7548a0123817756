"""An import learns the names of its entries' projects, tasks and people."""

from tests.fakes.harvest_items import ItemRow
from tests.fakes.plugin import DRAWINGS, VILLA, FakedPlugin
from workroom_harvest.domain.ports.store.harvest_items import ItemKey, ItemKind


def names(plugin: FakedPlugin) -> dict[ItemKey, tuple[str, bool]]:
    """Return the names that are stored, and whether Harvest listed them as active."""
    rows: dict[tuple[str, int, ItemKind, int], ItemRow] = dict(
        plugin.database.committed("harvest_items")
    )
    return {key[2:]: (row.item.name, row.is_active) for key, row in rows.items()}


def test_names_of_entries_are_stored_on_every_page(connected: FakedPlugin) -> None:
    """What was not known is stored by its name, whether or not the entry comes in."""
    connected.log(3, user_id=7, user_name="Nils")
    connected.log(3, project_id=12, project_name="Attic", task_id=22, task_name="Models")
    before = names(connected)
    connected.import_days()
    person, project, task = ItemKind.PERSON, ItemKind.PROJECT, ItemKind.TASK
    assert names(connected) == before | {
        (person, 7): ("Nils", False),
        (person, 1): ("Mira", False),
        (project, 12): ("Attic", False),
        (task, 22): ("Models", False),
    }


def test_a_person_without_an_id_or_a_name_is_left_out(connected: FakedPlugin) -> None:
    """Where Harvest names no user, or gives no id, there is nobody to remember."""
    connected.log(user_id=None, user_name="")
    connected.log(user_id=8, user_name="")
    connected.import_days()
    assert not [key for key in names(connected) if key[0] is ItemKind.PERSON]


def test_a_listed_name_is_not_replaced(connected: FakedPlugin) -> None:
    """An entry's former name does not replace the one that Harvest's lists have."""
    connected.log(project_name="Old villa", task_name="Old drawings")
    connected.import_days()
    stored = names(connected)
    assert stored[ItemKind.PROJECT, VILLA] == ("Villa", True)
    assert stored[ItemKind.TASK, DRAWINGS] == ("Drawings", True)
