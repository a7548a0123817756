"""What is said of runs by their kind: the name of each, and its sentences."""

from collections.abc import Mapping
from dataclasses import dataclass

from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.web.words import N_, say

KINDS: Mapping[RunKind, str] = {
    RunKind.ON_DEMAND: N_("Import"),
    RunKind.NIGHTLY: N_("Automated sync"),
    RunKind.WAITING: N_("Import of what waited"),
    RunKind.PREVIEW: N_("Preview"),
    RunKind.UNDO: N_("Undo"),
    RunKind.CORRECTION: N_("Corrections"),
}
"""What a run is called in a list of runs."""


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences about runs of some kind, as `say()` takes them.

    `short` is what one is called by its id. `queued` and `doing` are the headline of a live run,
    `doing_on` that of one of which nobody knows how much there is to read, and `did`, `stopped`,
    `cancelled` and `nothing` that of one that is over. `late`, `until` and `again` say what a live
    run waits for. `back` leads to the run, and `skipped` is the line above the reasons for which
    things were left. `done_list` and `left_list` are what its lists of entries are called, and
    `done_tab` the former beside the reasons; those are empty for a run that brought nothing in.
    """

    short: str
    queued: str
    doing: str
    doing_on: str
    did: str
    stopped: str
    cancelled: str
    nothing: str
    late: str
    until: str
    again: str
    back: str
    skipped: str
    left_list: str
    done_list: str = ""
    done_tab: str = ""


IMPORT = Words(
    short=N_("import {id}"),
    queued=N_("Waiting to start the import"),
    doing=N_("Importing: {read} of {announced} entries read so far"),
    doing_on=N_("Importing: {read} entries read so far"),
    did=N_("Imported {done} of {total} entries"),
    stopped=N_("Imported {done} of {total} entries, then stopped"),
    cancelled=N_("Imported {done} of {total} entries, then cancelled"),
    nothing=N_("Nothing was imported"),
    late=N_(
        "This takes longer than usual. The import is kept and starts by itself; if it does not, "
        "tell whoever runs Workroom."
    ),
    until=N_("Harvest asks to wait until {time}. The import goes on by itself then."),
    again=N_("Harvest does not answer as it should just now. The import tries again by itself."),
    back=N_("Back to the import"),
    skipped=N_("Skipped:"),
    left_list=N_("Entries that were not imported"),
    done_list=N_("Imported entries"),
    done_tab=N_("Imported: {count}"),
)
WORDS: Mapping[RunKind, Words] = {
    RunKind.PREVIEW: Words(
        short=N_("preview {id}"),
        queued=N_("Waiting to start the preview"),
        doing=N_("Previewing: {read} of {announced} entries read so far"),
        doing_on=N_("Previewing: {read} entries read so far"),
        did=N_("Would import {done} of {total} entries"),
        stopped=N_("Would import {done} of {total} entries, then stopped"),
        cancelled=N_("Would import {done} of {total} entries, then cancelled"),
        nothing=N_("The preview broke off"),
        late=N_(
            "This takes longer than usual. The preview is kept and starts by itself; if it does "
            "not, tell whoever runs Workroom."
        ),
        until=N_("Harvest asks to wait until {time}. The preview goes on by itself then."),
        again=N_(
            "Harvest does not answer as it should just now. The preview tries again by itself."
        ),
        back=N_("Back to the preview"),
        skipped=N_("Would be skipped:"),
        left_list=N_("Entries that would be skipped"),
        done_list=N_("Entries that would come in"),
        done_tab=N_("Would come in: {count}"),
    ),
    RunKind.UNDO: Words(
        short=N_("undo {id}"),
        queued=N_("Waiting to start the undo"),
        doing=N_("Removing: {read} of {announced} timelogs looked at so far"),
        doing_on=N_("Removing: {read} timelogs looked at so far"),
        did=N_("Removed {done} of {total} timelogs"),
        stopped=N_("Removed {done} of {total} timelogs, then stopped"),
        cancelled=N_("Removed {done} of {total} timelogs, then cancelled"),
        nothing=N_("Nothing was removed"),
        late=N_(
            "This takes longer than usual. The undo is kept and starts by itself; if it does not, "
            "tell whoever runs Workroom."
        ),
        until=N_("Harvest asks to wait until {time}. The undo goes on by itself then."),
        again=N_("Harvest does not answer as it should just now. The undo tries again by itself."),
        back=N_("Back to the undo"),
        skipped=N_("Left as they are:"),
        left_list=N_("Timelogs that stayed"),
    ),
    RunKind.CORRECTION: Words(
        short=N_("correction {id}"),
        queued=N_("Waiting to start the correction"),
        doing=N_("Correcting: {read} of {announced} chosen timelogs read so far"),
        doing_on=N_("Correcting: {read} chosen timelogs read so far"),
        did=N_("Corrected {done} of {total} chosen timelogs"),
        stopped=N_("Corrected {done} of {total} chosen timelogs, then stopped"),
        cancelled=N_("Corrected {done} of {total} chosen timelogs, then cancelled"),
        nothing=N_("Nothing was corrected"),
        late=N_(
            "This takes longer than usual. The correction is kept and starts by itself; if it does "
            "not, tell whoever runs Workroom."
        ),
        until=N_("Harvest asks to wait until {time}. The correction goes on by itself then."),
        again=N_(
            "Harvest does not answer as it should just now. The correction tries again by itself."
        ),
        back=N_("Back to the correction"),
        skipped=N_("Left as they are:"),
        left_list=N_("Timelogs that were not corrected"),
    ),
}
"""The words of the kinds of runs that are no imports."""


def kind_name(run: ImportRun) -> str:
    """Return what the run is called in a list of runs."""
    return say(KINDS[run.request.kind])


def words_for(run: ImportRun) -> Words:
    """Return the sentences about a run of that kind."""
    return WORDS.get(run.request.kind, IMPORT)
