"""Connections know what their grant sees; runs know it too, and rest without holding the studio."""

import sqlalchemy as sa
from alembic import op

revision = "workroom_harvest_0003"
down_revision = "workroom_harvest_0002"
branch_labels = None
depends_on = None

CONNECTIONS = "workroom_harvest_connections"
RUNS = "workroom_harvest_runs"
STATUS = "status IN ('queued', 'running', 'finished', 'failed')"
LIVE_WHILE_AT_IT = "live_for IS NULL OR status IN ('queued', 'running')"
LIVE_UNTIL_OVER = "(status IN ('queued', 'running')) = (live_for IS NOT NULL)"


def upgrade() -> None:
    """Add the columns; nobody wrote down what the runs that are there could see."""
    for table in (CONNECTIONS, RUNS):
        op.add_column(table, sa.Column("sees", sa.String(16)))
        op.add_column(table, sa.Column("saw", sa.String(16)))
    op.add_column(RUNS, sa.Column("earliest_day", sa.Date))
    op.add_column(RUNS, sa.Column("latest_day", sa.Date))
    op.add_column(RUNS, sa.Column("lasting", sa.JSON, nullable=False, server_default="{}"))
    op.add_column(RUNS, sa.Column("fell_back", sa.JSON, nullable=False, server_default="[]"))
    _demand_live(LIVE_WHILE_AT_IT)
    op.create_index(f"ix_{RUNS}_status", RUNS, ["status"])


def downgrade() -> None:
    """Drop them; a night that rests is over, since nothing would wake it."""
    op.execute(
        f"UPDATE {RUNS} SET status = 'failed' "  # noqa: S608 because the name is ours
        "WHERE live_for IS NULL AND status IN ('queued', 'running')"
    )
    op.drop_index(f"ix_{RUNS}_status", RUNS)
    _demand_live(LIVE_UNTIL_OVER)
    for name in ("fell_back", "lasting", "latest_day", "earliest_day", "saw", "sees"):
        op.drop_column(RUNS, name)
    for name in ("saw", "sees"):
        op.drop_column(CONNECTIONS, name)


def _demand_live(condition: str) -> None:
    """Have the constraint say that. SQLite copies the table for it."""
    status, live = f"ck_{RUNS}_status", f"ck_{RUNS}_live_for"
    if op.get_bind().dialect.name == "sqlite":
        runs = sa.Table(RUNS, sa.MetaData(), autoload_with=op.get_bind())
        # SQLAlchemy 2.0 does not read them from the database, 2.1 does.
        runs.constraints -= {one for one in runs.constraints if isinstance(one, sa.CheckConstraint)}
        checks = (
            sa.CheckConstraint(STATUS, name=op.f(status)),
            sa.CheckConstraint(condition, name=op.f(live)),
        )
        with op.batch_alter_table(RUNS, recreate="always", copy_from=runs, table_args=checks):
            pass
        return
    op.drop_constraint(op.f(live), RUNS, type_="check")
    op.create_check_constraint(op.f(live), RUNS, condition)
