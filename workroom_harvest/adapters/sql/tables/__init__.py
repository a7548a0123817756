"""The plugin's tables. A named constraint enforces each invariant of the domain here, too.

They are in the metadata of the host's `db`, so that the host's own migrations know them, and refer
to no table of the host. Their names are those of the shipped migrations, whatever schema or naming
convention the host's metadata has.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from workroom_harvest.adapters.sql.tables import audit, connecting, entries, importing
from workroom_harvest.adapters.sql.tables.columns import HOST_ID, PREFIX

__all__ = ["HOST_ID", "PREFIX", "Tables", "define"]


@dataclass(frozen=True)
class Tables:
    """The plugin's tables."""

    audit: sa.Table
    connections: sa.Table
    project_pairs: sa.Table
    task_pairs: sa.Table
    authorization_requests: sa.Table
    pending_grants: sa.Table
    runs: sa.Table
    leases: sa.Table
    entries: sa.Table
    skipped_entries: sa.Table
    previewed_entries: sa.Table
    unfound: sa.Table
    listed_days: sa.Table
    chosen_entries: sa.Table
    entry_notes: sa.Table
    entry_events: sa.Table
    harvest_items: sa.Table
    left_out: sa.Table
    read_days: sa.Table
    hash_keys: sa.Table

    def all(self) -> Iterable[sa.Table]:
        """Return each of them."""
        return vars(self).values()


def define(metadata: sa.MetaData) -> Tables:
    """Return the tables in `metadata`, which are defined there unless they already are."""
    if f"{PREFIX}connections" in metadata.tables:
        return Tables(*(metadata.tables[f"{PREFIX}{name}"] for name in Tables.__dataclass_fields__))
    return Tables(
        audit=audit.audit(metadata),
        connections=connecting.connections(metadata),
        project_pairs=connecting.pairs(metadata, "project_pairs"),
        task_pairs=connecting.pairs(metadata, "task_pairs"),
        authorization_requests=connecting.authorization_requests(metadata),
        pending_grants=connecting.pending_grants(metadata),
        runs=importing.runs(metadata),
        leases=importing.leases(metadata),
        entries=entries.entries(metadata),
        skipped_entries=importing.skipped_entries(metadata),
        previewed_entries=importing.previewed_entries(metadata),
        unfound=importing.unfound(metadata),
        listed_days=importing.listed_days(metadata),
        chosen_entries=importing.chosen_entries(metadata),
        entry_notes=entries.entry_notes(metadata),
        entry_events=entries.entry_events(metadata),
        harvest_items=entries.harvest_items(metadata),
        left_out=entries.left_out(metadata),
        read_days=entries.read_days(metadata),
        hash_keys=entries.hash_keys(metadata),
    )
