"""The plugin's tables. Each invariant of the domain is doubled by a named constraint here.

They live in the metadata of the host's `db`, so that the host's own migrations know them, and
refer to no table of the host. Their names are the shipped migrations', whatever schema or naming
convention the host's metadata has.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.schema import conv

from workroom_harvest.adapters.sql.utc_datetime import UtcDateTime

PREFIX = "workroom_harvest_"
HOST_ID = 64


@dataclass(frozen=True)
class Tables:
    """The tables by name."""

    connections: sa.Table
    project_pairs: sa.Table
    task_pairs: sa.Table
    authorization_requests: sa.Table
    runs: sa.Table
    leases: sa.Table
    ledger: sa.Table

    def all(self) -> Iterable[sa.Table]:
        """Each of them."""
        return vars(self).values()


def define(metadata: sa.MetaData) -> Tables:
    """The tables in `metadata`; the same ones when it has them already."""
    if f"{PREFIX}connections" in metadata.tables:
        return Tables(*(metadata.tables[f"{PREFIX}{name}"] for name in Tables.__dataclass_fields__))
    return Tables(
        connections=_connections(metadata),
        project_pairs=_pairs(metadata, "project_pairs"),
        task_pairs=_pairs(metadata, "task_pairs"),
        authorization_requests=_authorization_requests(metadata),
        runs=_runs(metadata),
        leases=_leases(metadata),
        ledger=_ledger(metadata),
    )


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
        # What the grant sees now, and the most that it saw; null where Harvest did not say.
        sa.Column("sees", sa.String(16)),
        sa.Column("saw", sa.String(16)),
        sa.Column("sealed_access", sa.Text),
        sa.Column("sealed_refresh", sa.Text),
        sa.Column("refresh_at", UtcDateTime),
        sa.Column("token_version", sa.Integer, nullable=False, server_default="0"),
        sa.Column("refresh_claimed_until", UtcDateTime),
        sa.PrimaryKeyConstraint("studio_id", name=f"pk_{PREFIX}connections"),
        sa.UniqueConstraint("id", name=f"uq_{PREFIX}connections_id"),
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
        sa.Column("first_day", sa.Date),
        sa.Column("last_day", sa.Date),
        sa.Column("night", sa.Date),
        sa.Column("updated_since", UtcDateTime),
        # Entries dated outside of these are none of a night's.
        sa.Column("earliest_day", sa.Date),
        sa.Column("latest_day", sa.Date),
        sa.Column("started_by", sa.String(HOST_ID)),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("imported", sa.Integer, nullable=False),
        sa.Column("skipped", sa.JSON, nullable=False),
        # Of the skipped ones, by reason, those that no other try brings in.
        sa.Column("lasting", sa.JSON, nullable=False),
        sa.Column("skipped_entries", sa.JSON, nullable=False),
        # Whose entries went to the designer who connected, how many, and why.
        sa.Column("fell_back", sa.JSON, nullable=False),
        sa.Column("sees", sa.String(16)),
        sa.Column("saw", sa.String(16)),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("expected_pages", sa.BigInteger),
        sa.Column("expected", sa.BigInteger),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("restarts", sa.Integer, nullable=False),
        sa.Column("failed_tries", sa.Integer, nullable=False),
        sa.Column("failing_since", UtcDateTime),
        sa.Column("next_try_at", UtcDateTime),
        sa.Column("cursor", sa.Text),
        # Codes with their data, as JSON: `[code, {…}]`; the words are in web/presenters.
        sa.Column("warnings", sa.JSON, nullable=False),
        sa.Column("failure", sa.JSON(none_as_null=True)),
        sa.Column("started_at", UtcDateTime),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("enqueued_at", UtcDateTime),
        # The studio while the run is queued or running, else null: one live run per studio. Null,
        # too, while a night waits for its next try: a click need not wait for that.
        sa.Column("live_for", sa.String(HOST_ID)),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint("live_for", name=f"uq_{name}_live_for"),
        sa.UniqueConstraint("connection_id", "night", name=f"uq_{name}_night"),
        sa.CheckConstraint(
            "status IN ('queued', 'running', 'finished', 'failed')",
            name=conv(f"ck_{name}_status"),
        ),
        sa.CheckConstraint(
            "live_for IS NULL OR status IN ('queued', 'running')",
            name=conv(f"ck_{name}_live_for"),
        ),
        sa.Index(f"ix_{name}_studio", "studio_id", "created_at"),
        # Each tick looks for the few that are under way, and those that rest are in no other index.
        sa.Index(f"ix_{name}_status", "status"),
        schema=sa.BLANK_SCHEMA,
    )


def _leases(metadata: sa.MetaData) -> sa.Table:
    return sa.Table(
        f"{PREFIX}leases",
        metadata,
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("fence", sa.BigInteger, nullable=False),
        # Null once it was given back: only a killed holder leaves a lease that runs out.
        sa.Column("expires_at", UtcDateTime),
        sa.PrimaryKeyConstraint("studio_id", name=f"pk_{PREFIX}leases"),
        schema=sa.BLANK_SCHEMA,
    )


def _ledger(metadata: sa.MetaData) -> sa.Table:
    return sa.Table(
        f"{PREFIX}ledger",
        metadata,
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("entry_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("studio_id", "entry_id", name=f"pk_{PREFIX}ledger"),
        schema=sa.BLANK_SCHEMA,
    )
