"""The sentences of the mapping table's script, which it has no catalogue for."""

from collections.abc import Mapping

from workroom_harvest.web.words import N_, number, reader

SENTENCES: Mapping[str, str] = {
    "notMapped": N_("— Not mapped —"),
    "notInWorkroom": N_("No longer in Workroom"),
    "mapped": N_("{mapped} of {total} mapped"),
    "mappedShown": N_("{mapped} of {total} mapped, {shown} shown"),
    "noRow": N_("No row is like that."),
    "rowsFound": N_("{rows:# row|# rows} found."),
    "page": N_("Page {page} of {pages}"),
    "suggested": N_("Suggested:"),
    "couldBe": N_("Could be:"),
    "targetFor": N_("{target} for {row}"),
    "takeSuggestions": N_("{suggestions:Take the suggestion|Take all # suggestions}"),
    "suggestionsTaken": N_("{suggestions:# suggestion|# suggestions} taken, not saved yet."),
    "chosen": N_("{row}: {target}, not saved yet."),
    "emptied": N_("{row}: not mapped, not saved yet."),
    "takes": N_("{row}: {target}, not saved yet. This clears {other}."),
    "clears": N_("Clears {row}."),
    "cleared": N_("Cleared: {target} is chosen for {row}."),
    "undo": N_("Undo"),
    "undoIn": N_("Undo in {row}"),
    "undone": N_("Undone: {row} has {target} again."),
    "discarded": N_("Discarded: everything is as it was saved."),
    "unsaved": N_("Not saved yet."),
    "rowsUnsaved": N_("{rows:# row is|# rows are} not saved yet."),
    "rowsSaved": N_("{rows:# row|# rows} saved."),
    "saved": N_("Saved."),
    "savedEmpty": N_("Saved: not mapped."),
    "find": N_("Find"),
    "findFor": N_("Find a target for {row}"),
    "aTargetFor": N_("A target for {row}"),
    "heldBy": N_("{target} (now: {row})"),
}
"""The sentences, by what the script calls them."""


def script_words() -> Mapping[str, object]:
    """Return the sentences in the reader's language, without their data, and how it counts.

    `lang` is the language's code. `grouped` says whether the digits of numbers are grouped.
    """
    language = reader().language
    return {
        "lang": language.code,
        "grouped": number(10_000) != "10000",
        "sentences": {name: language.sentence(one) for name, one in SENTENCES.items()},
    }
