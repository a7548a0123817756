"""The table of what people did."""

import sqlalchemy as sa

from workroom_harvest.adapters.sql.tables.columns import HOST_ID, PREFIX
from workroom_harvest.adapters.sql.utc_datetime import UtcDateTime


def audit(metadata: sa.MetaData) -> sa.Table:
    """Return the table of what people did: one row for each thing done."""
    name = f"{PREFIX}audit"
    return sa.Table(
        name,
        metadata,
        # SQLite counts by itself only in a column that it calls INTEGER.
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("happened_at", UtcDateTime, nullable=False),
        # Null for the command line.
        sa.Column("member_id", sa.String(HOST_ID)),
        sa.Column("code", sa.String(32), nullable=False),
        # Codes, ids and counts, without any name.
        sa.Column("data", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("number", name=f"pk_{name}"),
        sa.Index(f"ix_{name}_studio", "studio_id", "number"),
        sa.Index(f"ix_{name}_happened", "happened_at"),
        schema=sa.BLANK_SCHEMA,
    )
