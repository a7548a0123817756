"""What runs are called by their kind, and what is said of what they do."""

from collections.abc import Mapping
from dataclasses import dataclass

from workroom_harvest.domain.run import ImportRun, RunKind

KINDS: Mapping[RunKind, str] = {
    RunKind.ON_DEMAND: "Import",
    RunKind.NIGHTLY: "Automated sync",
    RunKind.WAITING: "Import of what waited",
    RunKind.PREVIEW: "Preview",
    RunKind.UNDO: "Undo",
    RunKind.CORRECTION: "Corrections",
}
"""What a run is called in a list of runs."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a run of some kind: its name, what it does, would do, and did not do.

    `skipped` is the line above the reasons for which things were left. `done_list` and `left_list`
    are what its lists of entries are called; the former is empty for a run that has no such list,
    as it brought nothing in.
    """

    name: str
    doing: str
    did: str
    nothing: str
    things: str = "entries"
    read: str = "read"
    skipped: str = "Skipped:"
    done_list: str = "imported entries"
    left_list: str = "entries that were not imported"


IMPORT = Words("import", "Importing", "Imported", "Nothing was imported")
WORDS: Mapping[RunKind, Words] = {
    RunKind.PREVIEW: Words(
        "preview",
        "Previewing",
        "Would import",
        "The preview broke off",
        skipped="Would be skipped:",
        done_list="entries that would come in",
        left_list="entries that would be skipped",
    ),
    RunKind.UNDO: Words(
        "undo",
        "Removing",
        "Removed",
        "Nothing was removed",
        "timelogs",
        "looked at",
        skipped="Left as they are:",
        done_list="",
        left_list="timelogs that stayed",
    ),
    RunKind.CORRECTION: Words(
        "correction",
        "Correcting",
        "Corrected",
        "Nothing was corrected",
        "chosen timelogs",
        skipped="Left as they are:",
        done_list="",
        left_list="timelogs that were not corrected",
    ),
}
"""The words of the kinds of runs that are no imports."""


def kind_name(run: ImportRun) -> str:
    """Return what the run is called in a list of runs."""
    return KINDS.get(run.request.kind, run.request.kind.capitalize())


def words_for(run: ImportRun) -> Words:
    """Return what is said of a run of that kind."""
    return WORDS.get(run.request.kind, IMPORT)


def noun(run: ImportRun) -> str:
    """Return what the run is called within a sentence."""
    return words_for(run).name


def origin(run: ImportRun) -> str:
    """Return whether a person or the schedule asked for the run."""
    return KINDS[RunKind.NIGHTLY] if run.request.kind is RunKind.NIGHTLY else "By hand"
