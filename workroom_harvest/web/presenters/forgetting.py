"""The words of `flask harvest forget-studio`: what it will erase, and what it erased.

They are English, as all that commands say: whoever reads them runs Workroom.
"""

from collections.abc import Iterator, Mapping

from workroom_harvest.domain.ports.store.studio_rows import RowKind
from workroom_harvest.domain.use_cases.operating.forget_studio import Forgotten

NAMES: Mapping[RowKind, tuple[str, str]] = {
    RowKind.AUDIT: ("record of what somebody did", "records of what people did"),
    RowKind.CONNECTIONS: (
        "connection to Harvest, with its tokens",
        "connections to Harvest, with their tokens",
    ),
    RowKind.PROJECT_PAIRS: ("project mapping", "project mappings"),
    RowKind.TASK_PAIRS: ("task mapping", "task mappings"),
    RowKind.AUTHORIZATION_REQUESTS: (
        "trip to Harvest's consent screen that has not come back",
        "trips to Harvest's consent screen that have not come back",
    ),
    RowKind.PENDING_GRANTS: (
        "access to another Harvest account that nobody has confirmed",
        "accesses to other Harvest accounts that nobody has confirmed",
    ),
    RowKind.RUNS: ("result of an import", "results of imports"),
    RowKind.LEASES: ("note of who may import just now", "notes of who may import just now"),
    RowKind.ENTRIES: (
        "record of an entry that Harvest listed",
        "records of entries that Harvest listed",
    ),
    RowKind.SKIPPED_ENTRIES: ("skipped entry of an import", "skipped entries of imports"),
    RowKind.PREVIEWED_ENTRIES: ("entry of a preview", "entries of previews"),
    RowKind.UNFOUND: (
        "entry that an import has not found",
        "entries that imports have not found",
    ),
    RowKind.LISTED_DAYS: (
        "day whose entries an import has counted",
        "days whose entries imports have counted",
    ),
    RowKind.CHOSEN_ENTRIES: ("chosen correction", "chosen corrections"),
    RowKind.ENTRY_NOTES: ("note of an entry that waits", "notes of entries that wait"),
    RowKind.ENTRY_EVENTS: ("line of an entry's story", "lines of entries' stories"),
    RowKind.HARVEST_ITEMS: (
        "name of a Harvest project, task or person",
        "names of Harvest projects, tasks and people",
    ),
    RowKind.LEFT_OUT: (
        "project or task that was left out on purpose",
        "projects and tasks that were left out on purpose",
    ),
    RowKind.READ_DAYS: ("note of days that were read", "notes of days that were read"),
    RowKind.HASH_KEYS: ("key for fingerprints of entries", "keys for fingerprints of entries"),
}
"""What a row of each kind is called, one of them and several."""

DISCONNECTS = "The studio is disconnected by that, and an import that is under way stops."
TIMELOGS_STAY = "The timelogs in Workroom stay."
NO_LONGER_KNOWN = (
    "But it is no longer known that they came from Harvest: if the studio connects again, an "
    "import of the same days adds the same entries a second time."
)
REMOVE_ACCESS = (
    "At Harvest itself the access could not be withdrawn from here. Somebody of the studio has to "
    "remove it there: in their Harvest ID profile, under the authorized apps."
)
NOTHING_KEPT = (
    "The Harvest plugin keeps nothing of a studio {}, so nothing was changed. Take Workroom's own "
    "id of the studio."
)


def will_erase(studio_id: str, rows: Mapping[RowKind, int]) -> Iterator[str]:
    """Yield the lines that say what would be erased of a studio, and what that means."""
    yield f"This erases for good what the Harvest plugin keeps of studio {studio_id}:"
    yield from _counts(rows)
    if RowKind.CONNECTIONS in rows:
        yield DISCONNECTS
    yield f"{TIMELOGS_STAY} {NO_LONGER_KNOWN}"


def erased(studio_id: str, forgotten: Forgotten) -> Iterator[str]:
    """Yield the lines that say what was erased of a studio, and what is left to a person."""
    if not forgotten.rows:
        yield NOTHING_KEPT.format(studio_id)
        return
    yield f"Erased of studio {studio_id}:"
    yield from _counts(forgotten.rows)
    yield TIMELOGS_STAY
    if not forgotten.is_revoked:
        yield REMOVE_ACCESS


def _counts(rows: Mapping[RowKind, int]) -> Iterator[str]:
    for kind in RowKind:
        number = rows.get(kind, 0)
        if number:
            one, several = NAMES[kind]
            yield f"- {number:,} {one if number == 1 else several}"
