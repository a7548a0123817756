"""The start of the note of each entry that waits is kept until it comes in."""

from dataclasses import replace

from tests.fakes.plugin import CABIN, DRAWINGS, STUDIO, VILLA, FakedPlugin
from workroom_harvest.domain.skipped import NOTE_LENGTH
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges

VILLA_ONLY = MappingChanges((Choice(VILLA, "villa"),), (Choice(DRAWINGS, "drawings"),))


def notes(plugin: FakedPlugin) -> dict[int, str]:
    """Return the stored notes by entry id."""
    return {
        entry_id: note for (_, entry_id), note in plugin.database.committed("entry_notes").items()
    }


def test_the_note_of_what_waits_is_kept_until_it_comes_in(plugin: FakedPlugin) -> None:
    """An entry that begins to wait has the start of its note stored, and loses it on import."""
    plugin.connect()
    plugin.map(VILLA_ONLY)
    (long,) = plugin.log(project_id=CABIN, notes="x" * 300)
    plugin.log(project_id=CABIN, notes=None)
    plugin.log(notes="comes in at once")
    plugin.import_days()
    assert notes(plugin) == {long.id: "x" * NOTE_LENGTH}
    plugin.map()
    plugin.import_days()
    assert notes(plugin) == {}


def test_a_note_follows_what_harvest_says(plugin: FakedPlugin) -> None:
    """A note that is changed or emptied in Harvest while its entry waits is so here, too."""
    plugin.connect()
    first, second = plugin.log(2, project_id=CABIN, notes="before")
    plugin.import_days()
    plugin.account.put(replace(first, notes="after"))
    plugin.account.put(replace(second, notes=""))
    plugin.import_days()
    assert notes(plugin) == {first.id: "after"}


def test_an_entry_that_waits_unchanged_is_not_written_again(plugin: FakedPlugin) -> None:
    """The note of an entry that waits as before is left as it is."""
    plugin.connect()
    (one,) = plugin.log(project_id=CABIN)
    plugin.import_days()
    with plugin.store.transaction() as tx:
        tx.entry_notes.put_many(STUDIO, {one.id: "as stored"})
        tx.commit()
    plugin.import_days()
    assert notes(plugin) == {one.id: "as stored"}


def test_what_the_host_refuses_waits_with_its_note(connected: FakedPlugin) -> None:
    """An entry whose timelog is refused has its note stored, and loses it once it is taken."""
    (one,) = connected.log(notes="Plans")
    connected.workroom.refuses = {one.id: "too old"}
    connected.import_days()
    assert notes(connected) == {one.id: "Plans"}
    connected.workroom.refuses.clear()
    connected.import_days()
    assert notes(connected) == {}


def test_disconnect_deletes_the_notes_until_harvest_lists_them_again(plugin: FakedPlugin) -> None:
    """After Disconnect no note is left, and each comes back once its entry is listed again."""
    plugin.connect()
    (one,) = plugin.log(project_id=CABIN, notes="Plans")
    plugin.log(project_id=CABIN, notes=None)
    plugin.import_days()
    plugin.use.disconnect(STUDIO)
    assert notes(plugin) == {}
    plugin.connect()
    plugin.import_days()
    assert notes(plugin) == {one.id: "Plans"}
