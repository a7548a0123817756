"""Workroom's own tables."""

import sqlalchemy as sa
from alembic import op

revision = "workroom_tables"
down_revision = None
branch_labels = ("workroom",)
depends_on = None


def upgrade() -> None:
    """Create all tables."""
    op.create_table(
        "studio",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(100), nullable=False, unique=True),
        sa.Column("plan", sa.String(10), nullable=False),
        sa.Column("time_zone", sa.String(64)),
        sa.CheckConstraint("plan IN ('pro', 'free')", name="ck_studio_plan"),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("studio_id", sa.Integer, sa.ForeignKey("studio.id"), nullable=False, index=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("email", sa.String(200), nullable=False, unique=True),
        sa.Column("password_hash", sa.String(300), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.CheckConstraint("role IN ('admin', 'designer', 'member')", name="ck_member_role"),
    )
    op.create_table(
        "project",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("studio_id", sa.Integer, sa.ForeignKey("studio.id"), nullable=False, index=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("is_archived", sa.Boolean, nullable=False),
    )
    op.create_table(
        "activity_type",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("studio_id", sa.Integer, sa.ForeignKey("studio.id"), nullable=False, index=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("hourly_rate", sa.Numeric(10, 2), nullable=False),
        sa.Column("is_billable", sa.Boolean, nullable=False),
        sa.Column("is_archived", sa.Boolean, nullable=False),
    )
    op.create_table(
        "mail",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("studio_id", sa.Integer, sa.ForeignKey("studio.id"), nullable=False, index=True),
        sa.Column("sent_at", sa.DateTime, nullable=False),
        sa.Column("recipients", sa.Text, nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "harvest_import",
        sa.Column("run_id", sa.String(32), primary_key=True),
        sa.Column("studio_id", sa.Integer, sa.ForeignKey("studio.id"), nullable=False, index=True),
        sa.Column("ended_at", sa.DateTime, nullable=False),
        sa.Column("imported", sa.Integer, nullable=False),
        sa.Column("left_out", sa.Integer, nullable=False),
    )
    op.create_table(
        "timelog",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("studio_id", sa.Integer, sa.ForeignKey("studio.id"), nullable=False),
        sa.Column("project_id", sa.Integer, sa.ForeignKey("project.id"), nullable=False),
        sa.Column(
            "activity_type_id", sa.Integer, sa.ForeignKey("activity_type.id"), nullable=False
        ),
        sa.Column("member_id", sa.Integer, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("spent_on", sa.Date, nullable=False),
        sa.Column("hours", sa.Integer, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("memo", sa.Text, nullable=False),
        sa.Column("billable", sa.Boolean, nullable=False),
        sa.Column("hourly_rate", sa.Numeric(10, 2), nullable=False),
        sa.Column("harvest_entry_id", sa.BigInteger),
        sa.Column("is_locked", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("invoice_number", sa.Text),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("studio_id", "harvest_entry_id", name="uq_timelog_stamp"),
        sa.CheckConstraint("hours >= 0 AND hours < 1000", name="ck_timelog_hours"),
        sa.CheckConstraint("minutes >= 0 AND minutes < 60", name="ck_timelog_minutes"),
    )


def downgrade() -> None:
    """Drop all tables."""
    for name in (
        "timelog",
        "harvest_import",
        "mail",
        "activity_type",
        "project",
        "member",
        "studio",
    ):
        op.drop_table(name)
