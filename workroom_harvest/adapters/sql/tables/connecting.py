"""The tables of connections and mappings."""

import sqlalchemy as sa

from workroom_harvest.adapters.sql.tables.columns import HOST_ID, PREFIX
from workroom_harvest.adapters.sql.utc_datetime import UtcDateTime


def connections(metadata: sa.MetaData) -> sa.Table:
    """Return the table of connections, with their tokens sealed."""
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
        # The last night that read all entries of its days.
        sa.Column("full_night", sa.Date),
        # What the grant sees now, and the widest sight so far; null where Harvest did not say.
        sa.Column("sees", sa.String(16)),
        sa.Column("saw", sa.String(16)),
        # How much somebody has to do beside reconnecting, as it was counted last.
        sa.Column("todo", sa.Integer, nullable=False, server_default="0"),
        # Whether Workroom did not know the member who connected, when it was asked last.
        sa.Column("lacks_owner", sa.Boolean, nullable=False, server_default=sa.false()),
        # What the host was told: that something is to be done, and that nights fail.
        sa.Column("told_todo", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("told_failing", sa.Boolean, nullable=False, server_default=sa.false()),
        # When the lists of projects and tasks were asked for last, and when they were read.
        sa.Column("lists_asked_at", UtcDateTime),
        sa.Column("lists_read_at", UtcDateTime),
        sa.Column("lists_are_partial", sa.Boolean, nullable=False, server_default=sa.false()),
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


def pairs(metadata: sa.MetaData, name: str) -> sa.Table:
    """Return a table of pairs: `project_pairs` or `task_pairs`."""
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


def authorization_requests(metadata: sa.MetaData) -> sa.Table:
    """Return the table of the consents that people were sent to give."""
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


def pending_grants(metadata: sa.MetaData) -> sa.Table:
    """Return the table of the grants that nobody has confirmed yet, with their tokens sealed."""
    name = f"{PREFIX}pending_grants"
    return sa.Table(
        name,
        metadata,
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("member_id", sa.String(HOST_ID), nullable=False),
        sa.Column("session_hash", sa.String(64), nullable=False),
        sa.Column("harvest_account_id", sa.BigInteger, nullable=False),
        sa.Column("harvest_account_name", sa.Text, nullable=False),
        sa.Column("sealed_access", sa.Text, nullable=False),
        sa.Column("sealed_refresh", sa.Text, nullable=False),
        sa.Column("refresh_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("studio_id", "member_id", "session_hash", name=f"pk_{name}"),
        # Each tick asks which have expired.
        sa.Index(f"ix_{name}_expires", "expires_at"),
        schema=sa.BLANK_SCHEMA,
    )
