"""The tables of runs."""

import sqlalchemy as sa
from sqlalchemy.schema import conv

from workroom_harvest.adapters.sql.tables.columns import HOST_ID, PREFIX, one_of
from workroom_harvest.adapters.sql.utc_datetime import UtcDateTime
from workroom_harvest.domain.run_status import HOLDING, RunStatus


def runs(metadata: sa.MetaData) -> sa.Table:
    """Return the table of runs."""
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
        # The preview from which an import was started, and what the import did otherwise.
        sa.Column("preview_id", sa.String(32)),
        sa.Column("differs", sa.JSON(none_as_null=True)),
        # The window: all entries of these days, or with an instant those that were changed since,
        # or with a group those that waited there, for which the days may be unknown. A night that
        # reads all brings in what was changed since another instant.
        sa.Column("first_day", sa.Date),
        sa.Column("last_day", sa.Date),
        sa.Column("changed_since", UtcDateTime),
        sa.Column("wanted_since", UtcDateTime),
        sa.Column("group_kind", sa.String(16)),
        sa.Column("group_id", sa.BigInteger),
        sa.Column("group_reason", sa.String(32)),
        # The run whose timelogs this one removes.
        sa.Column("undoes", sa.String(32)),
        sa.Column("status", sa.String(16), nullable=False),
        # The next night asks for what was changed since the last complete one.
        sa.Column("is_complete", sa.Boolean, nullable=False),
        sa.Column("imported", sa.Integer, nullable=False),
        sa.Column("minutes", sa.BigInteger, nullable=False),
        sa.Column("skipped", sa.JSON, nullable=False),
        sa.Column("skipped_minutes", sa.JSON, nullable=False),
        # How many of the skipped ones, by reason, another try will not bring in.
        sa.Column("lasting", sa.JSON, nullable=False),
        # How many of the skipped ones Harvest announced and never sent.
        sa.Column("missing", sa.BigInteger, nullable=False),
        # How many of those that were imported before have other values at Harvest by now.
        sa.Column("changed", sa.Integer, nullable=False),
        # How many timelogs the host was asked for, and how many were deleted in Workroom; how many
        # entries are gone from Harvest, and how many it did not list, null until it is known.
        sa.Column("looked_up", sa.Integer, nullable=False),
        sa.Column("deleted", sa.Integer, nullable=False),
        sa.Column("gone", sa.Integer, nullable=False),
        sa.Column("unlisted", sa.Integer),
        # Whose entries went to the designer who connected, how many, and why.
        sa.Column("fell_back", sa.JSON, nullable=False),
        sa.Column("sees", sa.String(16)),
        sa.Column("saw", sa.String(16)),
        sa.Column("pages", sa.Integer, nullable=False),
        # How many entries Harvest listed, decided or not, and how many were asked for by id.
        sa.Column("listed", sa.Integer, nullable=False),
        sa.Column("asked", sa.Integer, nullable=False),
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
        sa.Column("continued_at", UtcDateTime),
        sa.Column("enqueued_at", UtcDateTime),
        # The studio while the run holds it, so that it has one live run; null while a night rests.
        sa.Column("live_for", sa.String(HOST_ID)),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint("live_for", name=f"uq_{name}_live_for"),
        sa.UniqueConstraint("connection_id", "night", name=f"uq_{name}_night"),
        sa.CheckConstraint(
            one_of("status", RunStatus),
            name=conv(f"ck_{name}_status"),
        ),
        sa.CheckConstraint(
            f"live_for IS NULL OR {one_of('status', HOLDING)}",
            name=conv(f"ck_{name}_live_for"),
        ),
        sa.Index(f"ix_{name}_studio", "studio_id", "created_at", "id"),
        # Each tick reads the few runs under way, and those that rest are in no other index.
        sa.Index(f"ix_{name}_status", "status"),
        sa.Index(f"ix_{name}_ended", "ended_at"),
        sa.Index(
            f"ix_{name}_previews",
            "ended_at",
            sqlite_where=sa.text("kind = 'preview'"),
            postgresql_where=sa.text("kind = 'preview'"),
        ),
        sa.Index(f"ix_{name}_complete", "connection_id", "is_complete", "night"),
        schema=sa.BLANK_SCHEMA,
    )


def leases(metadata: sa.MetaData) -> sa.Table:
    """Return the table of leases, one for each studio."""
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


def skipped_entries(metadata: sa.MetaData) -> sa.Table:
    """Return the table of the entries that runs skipped."""
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
        sa.Column("minutes", sa.BigInteger),
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


def unfound(metadata: sa.MetaData) -> sa.Table:
    """Return the table of the entries that runs have not found, until the runs end."""
    name = f"{PREFIX}unfound"
    return sa.Table(
        name,
        metadata,
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("place", sa.String(16), nullable=False),
        sa.Column("entry_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "place", "entry_id", name=f"pk_{name}"),
        sa.Index(f"ix_{name}_studio", "studio_id"),
        schema=sa.BLANK_SCHEMA,
    )


def listed_days(metadata: sa.MetaData) -> sa.Table:
    """Return the table of how many entries runs have counted on days, until the runs end."""
    name = f"{PREFIX}listed_days"
    return sa.Table(
        name,
        metadata,
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "day", name=f"pk_{name}"),
        sa.Index(f"ix_{name}_studio", "studio_id"),
        schema=sa.BLANK_SCHEMA,
    )


def previewed_entries(metadata: sa.MetaData) -> sa.Table:
    """Return the table of the entries that previews show as coming in.

    It has the columns of what is written of an imported entry, with which it is compared.
    """
    name = f"{PREFIX}previewed_entries"
    return sa.Table(
        name,
        metadata,
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("entry_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("spent_on", sa.Date, nullable=False),
        sa.Column("minutes", sa.BigInteger, nullable=False),
        sa.Column("project", sa.Text, nullable=False),
        sa.Column("task", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("project_id", sa.String(HOST_ID), nullable=False),
        sa.Column("activity_type_id", sa.String(HOST_ID), nullable=False),
        sa.Column("member_id", sa.String(HOST_ID), nullable=False),
        sa.Column("billable", sa.Boolean, nullable=False),
        sa.Column("fell_back", sa.Boolean, nullable=False),
        sa.Column("is_billed", sa.Boolean, nullable=False),
        sa.Column("title_hash", sa.String(20)),
        sa.PrimaryKeyConstraint("run_id", "entry_id", name=f"pk_{name}"),
        sa.Index(f"ix_{name}_studio", "studio_id"),
        schema=sa.BLANK_SCHEMA,
    )


def chosen_entries(metadata: sa.MetaData) -> sa.Table:
    """Return the table of the corrections that somebody chose for a run."""
    name = f"{PREFIX}chosen_entries"
    return sa.Table(
        name,
        metadata,
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("entry_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        # The fingerprint of Harvest's last word, as it was shown.
        sa.Column("shown", sa.String(20), nullable=False),
        sa.Column("is_settled", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "entry_id", name=f"pk_{name}"),
        schema=sa.BLANK_SCHEMA,
    )
