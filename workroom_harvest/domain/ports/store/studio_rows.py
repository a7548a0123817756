"""All that the plugin keeps of a studio, whichever table it is in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol


class RowKind(StrEnum):
    """A kind of rows. Each table of the plugin's is one; the value is its name without prefix."""

    AUDIT = "audit"
    CONNECTIONS = "connections"
    PROJECT_PAIRS = "project_pairs"
    TASK_PAIRS = "task_pairs"
    AUTHORIZATION_REQUESTS = "authorization_requests"
    PENDING_GRANTS = "pending_grants"
    RUNS = "runs"
    LEASES = "leases"
    ENTRIES = "entries"
    SKIPPED_ENTRIES = "skipped_entries"
    PREVIEWED_ENTRIES = "previewed_entries"
    UNFOUND = "unfound"
    LISTED_DAYS = "listed_days"
    CHOSEN_ENTRIES = "chosen_entries"
    ENTRY_NOTES = "entry_notes"
    ENTRY_EVENTS = "entry_events"
    HARVEST_ITEMS = "harvest_items"
    LEFT_OUT = "left_out"
    READ_DAYS = "read_days"
    HASH_KEYS = "hash_keys"


class StudioRows(Protocol):
    """The rows of one studio in all of the plugin's tables. The host's tables are not touched."""

    def count(self, studio_id: str) -> Mapping[RowKind, int]:
        """Return how many rows of each kind the studio has; kinds without any are left out."""

    def delete(self, studio_id: str) -> Mapping[RowKind, int]:
        """Delete every row of the studio, and return how many of each kind, as `count` does.

        A lease that was given out before is lost for good: its fence is not given out again, even
        if the studio connects and imports later.
        """
