"""The words for what a run found to be otherwise than it was imported before."""

from workroom_harvest.domain.run import ImportRun
from workroom_harvest.web.words import N_, say

CHANGED = N_("{count:# was|# were} changed in Harvest")
GONE = N_("{count:# is|# are} gone from Harvest")
DELETED = N_("{count:# was|# were} deleted in Workroom")


def known_losses(run: ImportRun) -> str:
    """Return what is to be known of entries that were imported before; empty if nothing is.

    It is a sentence like "2 were changed in Harvest, 1 was deleted in Workroom."
    """
    done = run.progress
    counts = ((CHANGED, done.changed), (GONE, done.gone), (DELETED, done.deleted))
    told = [say(what, count=count) for what, count in counts if count]
    return f"{', '.join(told)}." if told else ""
