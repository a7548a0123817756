"""Runs count how often they began again."""

import sqlalchemy as sa
from alembic import op

revision = "workroom_harvest_0002"
down_revision = "workroom_harvest_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; no run that is there has begun again."""
    restarts = sa.Column("restarts", sa.Integer, nullable=False, server_default="0")
    op.add_column("workroom_harvest_runs", restarts)


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("workroom_harvest_runs") as runs:
        runs.drop_column("restarts")
