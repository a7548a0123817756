"""The plugin's tables. A named constraint enforces each invariant of the domain here, too.

They are in the metadata of the host's `db`, so that the host's own migrations know them, and refer
to no table of the host. Their names are those of the shipped migrations, whatever schema or naming
convention the host's metadata has.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.schema import conv

from workroom_harvest.adapters.sql.utc_datetime import UtcDateTime
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.run_status import HOLDING, RunStatus

PREFIX = "workroom_harvest_"
"""The beginning of the name of each table."""

HOST_ID = 64
"""The most characters of an id of the host's."""


@dataclass(frozen=True)
class Tables:
    """The plugin's tables."""

    connections: sa.Table
    project_pairs: sa.Table
    task_pairs: sa.Table
    authorization_requests: sa.Table
    runs: sa.Table
    leases: sa.Table
    entries: sa.Table
    skipped_entries: sa.Table
    hash_keys: sa.Table

    def all(self) -> Iterable[sa.Table]:
        """Return each of them."""
        return vars(self).values()


def define(metadata: sa.MetaData) -> Tables:
    """Return the tables in `metadata`, which are defined there unless they already are."""
    if f"{PREFIX}connections" in metadata.tables:
        return Tables(*(metadata.tables[f"{PREFIX}{name}"] for name in Tables.__dataclass_fields__))
    return Tables(
        connections=_connections(metadata),
        project_pairs=_pairs(metadata, "project_pairs"),
        task_pairs=_pairs(metadata, "task_pairs"),
        authorization_requests=_authorization_requests(metadata),
        runs=_runs(metadata),
        leases=_leases(metadata),
        entries=_entries(metadata),
        skipped_entries=_skipped_entries(metadata),
        hash_keys=_hash_keys(metadata),
    )


def _one_of(column: str, words: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(str(word)) for word in words)})"


def _connections(metadata: sa.MetaData) -> sa.Table:
    return sa.Table(
        f"{PREFIX}connections",
        metadata,
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("harvest_account_id", sa.BigInteger, nullable=False),
        sa.Column("harvest_account_name", sa.Text, nullable=False),
        sa.Column("connected_by", sa.String(HOST_ID), nullable=False),
        sa.Column("connected_at", UtcDateTime, nullable=False),
        sa.Column("automated_since", UtcDateTime),
        sa.Column("reconnect_reason", sa.String(64)),
        # The night that was started last, whatever became of its run.
        sa.Column("last_night", sa.Date),
        # What the grant sees now, and the widest sight so far; null where Harvest did not say.
        sa.Column("sees", sa.String(16)),
        sa.Column("saw", sa.String(16)),
        sa.Column("sealed_access", sa.Text),
        sa.Column("sealed_refresh", sa.Text),
        sa.Column("refresh_at", UtcDateTime),
        sa.Column("token_version", sa.Integer, nullable=False, server_default="0"),
        sa.Column("refresh_claimed_until", UtcDateTime),
        sa.PrimaryKeyConstraint("studio_id", name=f"pk_{PREFIX}connections"),
        sa.UniqueConstraint("id", name=f"uq_{PREFIX}connections_id"),
        # Each tick asks who has not had the night, and most have had it.
        sa.Index(f"ix_{PREFIX}connections_night", "last_night"),
        schema=sa.BLANK_SCHEMA,
    )


def _pairs(metadata: sa.MetaData, name: str) -> sa.Table:
    return sa.Table(
        f"{PREFIX}{name}",
        metadata,
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("harvest_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("harvest_name", sa.Text, nullable=False),
        sa.Column("target_id", sa.String(HOST_ID), nullable=False),
        sa.PrimaryKeyConstraint("studio_id", "harvest_id", name=f"pk_{PREFIX}{name}"),
        sa.UniqueConstraint("studio_id", "target_id", name=f"uq_{PREFIX}{name}_target"),
        schema=sa.BLANK_SCHEMA,
    )


def _authorization_requests(metadata: sa.MetaData) -> sa.Table:
    return sa.Table(
        f"{PREFIX}authorization_requests",
        metadata,
        sa.Column("state_hash", sa.String(64), nullable=False),
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("member_id", sa.String(HOST_ID), nullable=False),
        sa.Column("session_hash", sa.String(64), nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=f"pk_{PREFIX}authorization_requests"),
        schema=sa.BLANK_SCHEMA,
    )


def _runs(metadata: sa.MetaData) -> sa.Table:
    name = f"{PREFIX}runs"
    return sa.Table(
        name,
        metadata,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("connection_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("night", sa.Date),
        sa.Column("started_by", sa.String(HOST_ID)),
        # The window: all entries of these days, or with an instant those that were changed since.
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("changed_since", UtcDateTime),
        sa.Column("status", sa.String(16), nullable=False),
        # The next night asks for what was changed since the last complete one.
        sa.Column("is_complete", sa.Boolean, nullable=False),
        sa.Column("imported", sa.Integer, nullable=False),
        sa.Column("skipped", sa.JSON, nullable=False),
        # How many of the skipped ones, by reason, another try will not bring in.
        sa.Column("lasting", sa.JSON, nullable=False),
        # Whose entries went to the designer who connected, how many, and why.
        sa.Column("fell_back", sa.JSON, nullable=False),
        sa.Column("sees", sa.String(16)),
        sa.Column("saw", sa.String(16)),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("announced_pages", sa.BigInteger),
        sa.Column("announced_entries", sa.BigInteger),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("restarts", sa.Integer, nullable=False),
        sa.Column("failed_tries", sa.Integer, nullable=False),
        sa.Column("failing_since", UtcDateTime),
        sa.Column("next_try_at", UtcDateTime),
        sa.Column("cursor", sa.Text),
        # Codes with their data, each as `[code, {…}]`; the words are in web/presenters.
        sa.Column("warnings", sa.JSON, nullable=False),
        sa.Column("failure", sa.JSON(none_as_null=True)),
        sa.Column("started_at", UtcDateTime),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("enqueued_at", UtcDateTime),
        # The studio while the run holds it, so that it has one live run; null while a night rests.
        sa.Column("live_for", sa.String(HOST_ID)),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint("live_for", name=f"uq_{name}_live_for"),
        sa.UniqueConstraint("connection_id", "night", name=f"uq_{name}_night"),
        sa.CheckConstraint(
            _one_of("status", RunStatus),
            name=conv(f"ck_{name}_status"),
        ),
        sa.CheckConstraint(
            f"live_for IS NULL OR {_one_of('status', HOLDING)}",
            name=conv(f"ck_{name}_live_for"),
        ),
        sa.Index(f"ix_{name}_studio", "studio_id", "created_at"),
        # Each tick reads the few runs under way, and those that rest are in no other index.
        sa.Index(f"ix_{name}_status", "status"),
        sa.Index(f"ix_{name}_ended", "ended_at"),
        sa.Index(f"ix_{name}_complete", "connection_id", "is_complete", "night"),
        schema=sa.BLANK_SCHEMA,
    )


def _leases(metadata: sa.MetaData) -> sa.Table:
    return sa.Table(
        f"{PREFIX}leases",
        metadata,
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("fence", sa.BigInteger, nullable=False),
        # Null once the lease was given back; only a killed holder leaves one that expires.
        sa.Column("expires_at", UtcDateTime),
        sa.PrimaryKeyConstraint("studio_id", name=f"pk_{PREFIX}leases"),
        schema=sa.BLANK_SCHEMA,
    )


def _entries(metadata: sa.MetaData) -> sa.Table:
    name = f"{PREFIX}entries"
    return sa.Table(
        name,
        metadata,
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("entry_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("harvest_account_id", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        # What Harvest said last; null where it could not be read.
        sa.Column("spent_on", sa.Date),
        sa.Column("hundredths", sa.BigInteger),
        sa.Column("harvest_project_id", sa.BigInteger),
        sa.Column("harvest_task_id", sa.BigInteger),
        sa.Column("harvest_user_id", sa.BigInteger),
        sa.Column("is_billable", sa.Boolean),
        sa.Column("is_running", sa.Boolean),
        sa.Column("fingerprint", sa.String(20)),
        # What was written from which values; null while the entry waits.
        sa.Column("run_id", sa.String(32)),
        sa.Column("written_at", UtcDateTime),
        sa.Column("written_by", sa.String(HOST_ID)),
        sa.Column("project_id", sa.String(HOST_ID)),
        sa.Column("activity_type_id", sa.String(HOST_ID)),
        sa.Column("member_id", sa.String(HOST_ID)),
        sa.Column("fell_back", sa.Boolean),
        sa.Column("written_on", sa.Date),
        sa.Column("minutes", sa.BigInteger),
        sa.Column("written_billable", sa.Boolean),
        sa.Column("title_hash", sa.String(20)),
        sa.Column("written_from", sa.String(20)),
        # Why the entry waits, and since when it is known.
        sa.Column("reason", sa.String(32)),
        sa.Column("cause", sa.Text),
        sa.Column("listed_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("studio_id", "entry_id", name=f"pk_{name}"),
        sa.CheckConstraint(_one_of("state", EntryState), name=conv(f"ck_{name}_state")),
        sa.CheckConstraint(
            "(state = 'waiting') = (run_id IS NULL) AND (state = 'waiting') = (reason IS NOT NULL)",
            name=conv(f"ck_{name}_written"),
        ),
        sa.Index(f"ix_{name}_run", "studio_id", "run_id"),
        schema=sa.BLANK_SCHEMA,
    )


def _skipped_entries(metadata: sa.MetaData) -> sa.Table:
    name = f"{PREFIX}skipped_entries"
    return sa.Table(
        name,
        metadata,
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        # The place among the entries that the run skipped for this reason, from 0.
        sa.Column("number", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("entry_id", sa.BigInteger),
        sa.Column("spent_on", sa.Date),
        sa.Column("hundredths", sa.BigInteger),
        sa.Column("project", sa.Text, nullable=False),
        sa.Column("task", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("cause", sa.Text),
        sa.Column("is_lasting", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "reason", "number", name=f"pk_{name}"),
        sa.Index(f"ix_{name}_studio", "studio_id"),
        schema=sa.BLANK_SCHEMA,
    )


def _hash_keys(metadata: sa.MetaData) -> sa.Table:
    return sa.Table(
        f"{PREFIX}hash_keys",
        metadata,
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("sealed_key", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("studio_id", name=f"pk_{PREFIX}hash_keys"),
        schema=sa.BLANK_SCHEMA,
    )
