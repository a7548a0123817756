"""The first tables.

A host adds this folder to Alembic's `version_locations` and runs `upgrade heads`.
"""

import sqlalchemy as sa
from alembic import op

revision = "workroom_harvest_tables"
down_revision = None
branch_labels = ("workroom_harvest",)
depends_on = None

PREFIX = "workroom_harvest_"


def upgrade() -> None:
    """Create all tables."""
    op.create_table(
        f"{PREFIX}connections",
        sa.Column("studio_id", sa.String(64), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("harvest_account_id", sa.BigInteger, nullable=False),
        sa.Column("harvest_account_name", sa.Text, nullable=False),
        sa.Column("connected_by", sa.String(64), nullable=False),
        sa.Column("connected_at", sa.DateTime, nullable=False),
        sa.Column("automated_since", sa.DateTime),
        sa.Column("reconnect_reason", sa.String(64)),
        sa.Column("last_night", sa.Date),
        sa.Column("full_night", sa.Date),
        sa.Column("sees", sa.String(16)),
        sa.Column("saw", sa.String(16)),
        sa.Column("todo", sa.Integer, nullable=False, server_default="0"),
        sa.Column("lacks_owner", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("told_todo", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("told_failing", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("lists_asked_at", sa.DateTime),
        sa.Column("lists_read_at", sa.DateTime),
        sa.Column("lists_are_partial", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("sealed_access", sa.Text),
        sa.Column("sealed_refresh", sa.Text),
        sa.Column("refresh_at", sa.DateTime),
        sa.Column("token_version", sa.Integer, nullable=False, server_default="0"),
        sa.Column("refresh_claimed_until", sa.DateTime),
        sa.PrimaryKeyConstraint("studio_id", name=f"pk_{PREFIX}connections"),
        sa.UniqueConstraint("id", name=f"uq_{PREFIX}connections_id"),
    )
    op.create_index(f"ix_{PREFIX}connections_night", f"{PREFIX}connections", ["last_night"])
    for name in ("project_pairs", "task_pairs"):
        op.create_table(
            f"{PREFIX}{name}",
            sa.Column("studio_id", sa.String(64), nullable=False),
            sa.Column("harvest_id", sa.BigInteger, nullable=False, autoincrement=False),
            sa.Column("harvest_name", sa.Text, nullable=False),
            sa.Column("target_id", sa.String(64), nullable=False),
            sa.PrimaryKeyConstraint("studio_id", "harvest_id", name=f"pk_{PREFIX}{name}"),
            sa.UniqueConstraint("studio_id", "target_id", name=f"uq_{PREFIX}{name}_target"),
        )
    op.create_table(
        f"{PREFIX}authorization_requests",
        sa.Column("state_hash", sa.String(64), nullable=False),
        sa.Column("studio_id", sa.String(64), nullable=False),
        sa.Column("member_id", sa.String(64), nullable=False),
        sa.Column("session_hash", sa.String(64), nullable=False),
        sa.Column("expires_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=f"pk_{PREFIX}authorization_requests"),
    )
    _create_pending_grants()
    _create_runs()
    op.create_table(
        f"{PREFIX}leases",
        sa.Column("studio_id", sa.String(64), nullable=False),
        sa.Column("fence", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.DateTime),
        sa.PrimaryKeyConstraint("studio_id", name=f"pk_{PREFIX}leases"),
    )
    _create_entries()
    _create_beside_entries()
    _create_skipped_entries()
    _create_previewed_entries()
    _create_chosen_entries()
    _create_audit()
    _create_unfound()
    op.create_table(
        f"{PREFIX}hash_keys",
        sa.Column("studio_id", sa.String(64), nullable=False),
        sa.Column("sealed_key", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("studio_id", name=f"pk_{PREFIX}hash_keys"),
    )


def _create_pending_grants() -> None:
    name = f"{PREFIX}pending_grants"
    op.create_table(
        name,
        sa.Column("studio_id", sa.String(64), nullable=False),
        sa.Column("member_id", sa.String(64), nullable=False),
        sa.Column("session_hash", sa.String(64), nullable=False),
        sa.Column("harvest_account_id", sa.BigInteger, nullable=False),
        sa.Column("harvest_account_name", sa.Text, nullable=False),
        sa.Column("sealed_access", sa.Text, nullable=False),
        sa.Column("sealed_refresh", sa.Text, nullable=False),
        sa.Column("refresh_at", sa.DateTime, nullable=False),
        sa.Column("expires_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("studio_id", "member_id", "session_hash", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_expires", name, ["expires_at"])


def _create_runs() -> None:
    name = f"{PREFIX}runs"
    op.create_table(
        name,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("studio_id", sa.String(64), nullable=False),
        sa.Column("connection_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("night", sa.Date),
        sa.Column("started_by", sa.String(64)),
        sa.Column("preview_id", sa.String(32)),
        sa.Column("differs", sa.JSON),
        sa.Column("first_day", sa.Date),
        sa.Column("last_day", sa.Date),
        sa.Column("changed_since", sa.DateTime),
        sa.Column("wanted_since", sa.DateTime),
        sa.Column("group_kind", sa.String(16)),
        sa.Column("group_id", sa.BigInteger),
        sa.Column("group_reason", sa.String(32)),
        sa.Column("undoes", sa.String(32)),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("is_complete", sa.Boolean, nullable=False),
        sa.Column("imported", sa.Integer, nullable=False),
        sa.Column("minutes", sa.BigInteger, nullable=False),
        sa.Column("skipped", sa.JSON, nullable=False),
        sa.Column("skipped_minutes", sa.JSON, nullable=False),
        sa.Column("lasting", sa.JSON, nullable=False),
        sa.Column("missing", sa.BigInteger, nullable=False),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.Column("looked_up", sa.Integer, nullable=False),
        sa.Column("deleted", sa.Integer, nullable=False),
        sa.Column("gone", sa.Integer, nullable=False),
        sa.Column("unlisted", sa.Integer),
        sa.Column("fell_back", sa.JSON, nullable=False),
        sa.Column("sees", sa.String(16)),
        sa.Column("saw", sa.String(16)),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("listed", sa.Integer, nullable=False),
        sa.Column("asked", sa.Integer, nullable=False),
        sa.Column("announced_pages", sa.BigInteger),
        sa.Column("announced_entries", sa.BigInteger),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("restarts", sa.Integer, nullable=False),
        sa.Column("failed_tries", sa.Integer, nullable=False),
        sa.Column("failing_since", sa.DateTime),
        sa.Column("next_try_at", sa.DateTime),
        sa.Column("cursor", sa.Text),
        sa.Column("warnings", sa.JSON, nullable=False),
        sa.Column("failure", sa.JSON),
        sa.Column("started_at", sa.DateTime),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("continued_at", sa.DateTime),
        sa.Column("enqueued_at", sa.DateTime),
        sa.Column("live_for", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint("live_for", name=f"uq_{name}_live_for"),
        sa.UniqueConstraint("connection_id", "night", name=f"uq_{name}_night"),
        sa.CheckConstraint(
            "status IN ('queued', 'running', 'resting', 'finished', 'failed', 'cancelled')",
            # The names are fixed, whatever naming convention a host has.
            name=op.f(f"ck_{name}_status"),
        ),
        sa.CheckConstraint(
            "live_for IS NULL OR status IN ('queued', 'running')",
            name=op.f(f"ck_{name}_live_for"),
        ),
    )
    op.create_index(f"ix_{name}_studio", name, ["studio_id", "created_at", "id"])
    op.create_index(f"ix_{name}_status", name, ["status"])
    op.create_index(f"ix_{name}_ended", name, ["ended_at"])
    op.create_index(
        f"ix_{name}_previews",
        name,
        ["ended_at"],
        sqlite_where=sa.text("kind = 'preview'"),
        postgresql_where=sa.text("kind = 'preview'"),
    )
    op.create_index(f"ix_{name}_complete", name, ["connection_id", "is_complete", "night"])


def _create_entries() -> None:
    name = f"{PREFIX}entries"
    op.create_table(
        name,
        sa.Column("studio_id", sa.String(64), nullable=False),
        sa.Column("entry_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("harvest_account_id", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("spent_on", sa.Date),
        sa.Column("hundredths", sa.BigInteger),
        sa.Column("said_minutes", sa.BigInteger),
        sa.Column("harvest_project_id", sa.BigInteger),
        sa.Column("harvest_task_id", sa.BigInteger),
        sa.Column("harvest_user_id", sa.BigInteger),
        sa.Column("is_billable", sa.Boolean),
        sa.Column("is_running", sa.Boolean),
        sa.Column("fingerprint", sa.String(20)),
        sa.Column("run_id", sa.String(32)),
        sa.Column("written_at", sa.DateTime),
        sa.Column("written_by", sa.String(64)),
        sa.Column("project_id", sa.String(64)),
        sa.Column("activity_type_id", sa.String(64)),
        sa.Column("member_id", sa.String(64)),
        sa.Column("fell_back", sa.Boolean),
        sa.Column("written_on", sa.Date),
        sa.Column("minutes", sa.BigInteger),
        sa.Column("written_billable", sa.Boolean),
        sa.Column("title_hash", sa.String(20)),
        sa.Column("written_from", sa.String(20)),
        sa.Column("reason", sa.String(32)),
        sa.Column("cause", sa.Text),
        sa.Column("is_lasting", sa.Boolean),
        sa.Column("listed_at", sa.DateTime, nullable=False),
        sa.Column("dismissed", sa.String(40)),
        sa.Column("dismissed_at", sa.DateTime),
        sa.Column("dismissed_by", sa.String(64)),
        sa.PrimaryKeyConstraint("studio_id", "entry_id", name=f"pk_{name}"),
        sa.CheckConstraint(
            "state IN ('imported', 'waiting', 'changed', 'gone', 'orphaned', 'deleted', 'undone')",
            name=op.f(f"ck_{name}_state"),
        ),
        sa.CheckConstraint(
            "(state IN ('waiting', 'gone', 'undone')) = (run_id IS NULL)"
            " AND (state = 'waiting') = (reason IS NOT NULL)"
            " AND (state = 'waiting') = (is_lasting IS NOT NULL)",
            name=op.f(f"ck_{name}_written"),
        ),
    )
    op.create_index(
        f"ix_{name}_run",
        name,
        ["studio_id", "run_id", "entry_id"],
        sqlite_where=sa.text("run_id IS NOT NULL"),
        postgresql_where=sa.text("run_id IS NOT NULL"),
    )
    op.create_index(
        f"ix_{name}_day",
        name,
        ["studio_id", "spent_on"],
        sqlite_where=sa.text("spent_on IS NOT NULL"),
        postgresql_where=sa.text("spent_on IS NOT NULL"),
    )
    op.create_index(
        f"ix_{name}_moved",
        name,
        ["studio_id", "written_on"],
        sqlite_where=sa.text("(written_on <> spent_on OR state = 'orphaned')"),
        postgresql_where=sa.text("(written_on <> spent_on OR state = 'orphaned')"),
    )
    op.create_index(
        f"ix_{name}_orphaned",
        name,
        ["studio_id", "harvest_account_id", "spent_on"],
        sqlite_where=sa.text("state = 'orphaned'"),
        postgresql_where=sa.text("state = 'orphaned'"),
    )
    op.create_index(
        f"ix_{name}_differs",
        name,
        ["studio_id", "harvest_account_id", "entry_id"],
        sqlite_where=sa.text("state IN ('changed', 'orphaned', 'deleted')"),
        postgresql_where=sa.text("state IN ('changed', 'orphaned', 'deleted')"),
    )
    op.create_index(
        f"ix_{name}_waiting",
        name,
        [
            "studio_id",
            "harvest_account_id",
            "harvest_project_id",
            "harvest_task_id",
            "reason",
            "spent_on",
            "said_minutes",
            "is_lasting",
            "entry_id",
        ],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        f"ix_{name}_fell_back",
        name,
        ["studio_id", "harvest_account_id", "harvest_user_id"],
        sqlite_where=sa.text("fell_back = true"),
        postgresql_where=sa.text("fell_back = true"),
    )


def _create_beside_entries() -> None:
    op.create_table(
        f"{PREFIX}entry_notes",
        sa.Column("studio_id", sa.String(64), nullable=False),
        sa.Column("entry_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("studio_id", "entry_id", name=f"pk_{PREFIX}entry_notes"),
    )
    op.create_table(
        f"{PREFIX}entry_events",
        sa.Column("studio_id", sa.String(64), nullable=False),
        sa.Column("entry_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("happened_at", sa.DateTime, nullable=False),
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("state_before", sa.String(16), nullable=False),
        sa.Column("reason_before", sa.String(32)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32)),
        sa.PrimaryKeyConstraint(
            "studio_id", "entry_id", "happened_at", "run_id", name=f"pk_{PREFIX}entry_events"
        ),
    )
    op.create_table(
        f"{PREFIX}harvest_items",
        sa.Column("studio_id", sa.String(64), nullable=False),
        sa.Column("harvest_account_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("harvest_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.Column("listed_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint(
            "studio_id",
            "harvest_account_id",
            "kind",
            "harvest_id",
            name=f"pk_{PREFIX}harvest_items",
        ),
    )
    op.create_table(
        f"{PREFIX}left_out",
        sa.Column("studio_id", sa.String(64), nullable=False),
        sa.Column("harvest_account_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("harvest_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("left_out_at", sa.DateTime, nullable=False),
        sa.Column("left_out_by", sa.String(64)),
        sa.PrimaryKeyConstraint(
            "studio_id", "harvest_account_id", "kind", "harvest_id", name=f"pk_{PREFIX}left_out"
        ),
    )
    op.create_table(
        f"{PREFIX}read_days",
        sa.Column("studio_id", sa.String(64), nullable=False),
        sa.Column("harvest_account_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("read_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint(
            "studio_id", "harvest_account_id", "first_day", name=f"pk_{PREFIX}read_days"
        ),
    )


def _create_skipped_entries() -> None:
    name = f"{PREFIX}skipped_entries"
    op.create_table(
        name,
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("studio_id", sa.String(64), nullable=False),
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
    )
    op.create_index(f"ix_{name}_studio", name, ["studio_id"])


def _create_previewed_entries() -> None:
    name = f"{PREFIX}previewed_entries"
    op.create_table(
        name,
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("entry_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("studio_id", sa.String(64), nullable=False),
        sa.Column("spent_on", sa.Date, nullable=False),
        sa.Column("minutes", sa.BigInteger, nullable=False),
        sa.Column("project", sa.Text, nullable=False),
        sa.Column("task", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("project_id", sa.String(64), nullable=False),
        sa.Column("activity_type_id", sa.String(64), nullable=False),
        sa.Column("member_id", sa.String(64), nullable=False),
        sa.Column("billable", sa.Boolean, nullable=False),
        sa.Column("fell_back", sa.Boolean, nullable=False),
        sa.Column("is_billed", sa.Boolean, nullable=False),
        sa.Column("title_hash", sa.String(20)),
        sa.PrimaryKeyConstraint("run_id", "entry_id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_studio", name, ["studio_id"])


def _create_chosen_entries() -> None:
    name = f"{PREFIX}chosen_entries"
    op.create_table(
        name,
        sa.Column("studio_id", sa.String(64), nullable=False),
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("entry_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("shown", sa.String(20), nullable=False),
        sa.Column("is_settled", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "entry_id", name=f"pk_{name}"),
    )


def _create_audit() -> None:
    name = f"{PREFIX}audit"
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        name,
        sa.Column("number", number, nullable=False),
        sa.Column("studio_id", sa.String(64), nullable=False),
        sa.Column("happened_at", sa.DateTime, nullable=False),
        sa.Column("member_id", sa.String(64)),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("number", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_studio", name, ["studio_id", "number"])
    op.create_index(f"ix_{name}_happened", name, ["happened_at"])


def _create_unfound() -> None:
    name = f"{PREFIX}unfound"
    op.create_table(
        name,
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("place", sa.String(16), nullable=False),
        sa.Column("entry_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("studio_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "place", "entry_id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_studio", name, ["studio_id"])
    name = f"{PREFIX}listed_days"
    op.create_table(
        name,
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("studio_id", sa.String(64), nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "day", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_studio", name, ["studio_id"])


def downgrade() -> None:
    """Drop all tables, the entries included, so that a later import would add entries again."""
    for name in (
        "audit",
        "hash_keys",
        "read_days",
        "left_out",
        "harvest_items",
        "entry_events",
        "entry_notes",
        "listed_days",
        "unfound",
        "chosen_entries",
        "previewed_entries",
        "skipped_entries",
        "entries",
        "leases",
        "runs",
        "pending_grants",
        "authorization_requests",
        "task_pairs",
        "project_pairs",
        "connections",
    ):
        op.drop_table(f"{PREFIX}{name}")
