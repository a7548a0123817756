"""The tables of what is known of entries."""

import sqlalchemy as sa
from sqlalchemy.schema import conv

from workroom_harvest.adapters.sql.tables.columns import HOST_ID, PREFIX, one_of
from workroom_harvest.adapters.sql.utc_datetime import UtcDateTime
from workroom_harvest.domain.entry_record import EntryState

APART = "(written_on <> spent_on OR state = 'orphaned')"
"""The condition that a timelog stands on a day on which Harvest does not have its entry."""

DIFFERS = "state IN ('changed', 'orphaned', 'deleted')"
"""The condition that an entry differs from its timelog, or has none where it had one."""

FELL_BACK = "fell_back = true"
"""The condition that a timelog went to the designer who connected."""


def entries(metadata: sa.MetaData) -> sa.Table:
    """Return the table of every entry that Harvest ever listed."""
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
        # The minutes that a timelog of these hours has.
        sa.Column("said_minutes", sa.BigInteger),
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
        # Why the entry waits, whether no further try brings it in, and since when it is known.
        sa.Column("reason", sa.String(32)),
        sa.Column("cause", sa.Text),
        sa.Column("is_lasting", sa.Boolean),
        sa.Column("listed_at", UtcDateTime, nullable=False),
        # The state and fingerprint of which somebody said that nothing is to be corrected.
        sa.Column("dismissed", sa.String(40)),
        sa.Column("dismissed_at", UtcDateTime),
        sa.Column("dismissed_by", sa.String(HOST_ID)),
        sa.PrimaryKeyConstraint("studio_id", "entry_id", name=f"pk_{name}"),
        sa.CheckConstraint(one_of("state", EntryState), name=conv(f"ck_{name}_state")),
        sa.CheckConstraint(
            "(state IN ('waiting', 'gone', 'undone')) = (run_id IS NULL)"
            " AND (state = 'waiting') = (reason IS NOT NULL)"
            " AND (state = 'waiting') = (is_lasting IS NOT NULL)",
            name=conv(f"ck_{name}_written"),
        ),
        # Only the key has all rows of a studio. Of two such indexes PostgreSQL takes either to look
        # up an id, if its statistics have no row of the studio, and reads the other to its end.
        sa.Index(
            f"ix_{name}_run",
            "studio_id",
            "run_id",
            "entry_id",
            sqlite_where=sa.text("run_id IS NOT NULL"),
            postgresql_where=sa.text("run_id IS NOT NULL"),
        ),
        sa.Index(
            f"ix_{name}_day",
            "studio_id",
            "spent_on",
            sqlite_where=sa.text("spent_on IS NOT NULL"),
            postgresql_where=sa.text("spent_on IS NOT NULL"),
        ),
        # The hours of some days read the few timelogs that stand on other days than their entries,
        # or whose entries are gone.
        sa.Index(
            f"ix_{name}_moved",
            "studio_id",
            "written_on",
            sqlite_where=sa.text(APART),
            postgresql_where=sa.text(APART),
        ),
        sa.Index(
            f"ix_{name}_orphaned",
            "studio_id",
            "harvest_account_id",
            "spent_on",
            sqlite_where=sa.text("state = 'orphaned'"),
            postgresql_where=sa.text("state = 'orphaned'"),
        ),
        # The few entries that are to be corrected are counted and listed by id.
        sa.Index(
            f"ix_{name}_differs",
            "studio_id",
            "harvest_account_id",
            "entry_id",
            sqlite_where=sa.text(DIFFERS),
            postgresql_where=sa.text(DIFFERS),
        ),
        # The to-do count and the waiting list read what waits, among a million that do not. All
        # that they count and order by is in the index, as the rows lie far apart.
        sa.Index(
            f"ix_{name}_waiting",
            "studio_id",
            "harvest_account_id",
            "harvest_project_id",
            "harvest_task_id",
            "reason",
            "spent_on",
            "said_minutes",
            "is_lasting",
            "entry_id",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        ),
        sa.Index(
            f"ix_{name}_fell_back",
            "studio_id",
            "harvest_account_id",
            "harvest_user_id",
            sqlite_where=sa.text(FELL_BACK),
            postgresql_where=sa.text(FELL_BACK),
        ),
        schema=sa.BLANK_SCHEMA,
    )


def hash_keys(metadata: sa.MetaData) -> sa.Table:
    """Return the table of the keys for keyed hashes, sealed."""
    return sa.Table(
        f"{PREFIX}hash_keys",
        metadata,
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("sealed_key", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("studio_id", name=f"pk_{PREFIX}hash_keys"),
        schema=sa.BLANK_SCHEMA,
    )


def entry_notes(metadata: sa.MetaData) -> sa.Table:
    """Return the table of the starts of the notes of entries that wait, until Disconnect."""
    name = f"{PREFIX}entry_notes"
    return sa.Table(
        name,
        metadata,
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("entry_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("studio_id", "entry_id", name=f"pk_{name}"),
        schema=sa.BLANK_SCHEMA,
    )


def entry_events(metadata: sa.MetaData) -> sa.Table:
    """Return the table of what happened to entries, but for their first listing and import."""
    name = f"{PREFIX}entry_events"
    return sa.Table(
        name,
        metadata,
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("entry_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("happened_at", UtcDateTime, nullable=False),
        sa.Column("run_id", sa.String(32), nullable=False),
        # What the entry was until then, and what it has been since.
        sa.Column("state_before", sa.String(16), nullable=False),
        sa.Column("reason_before", sa.String(32)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32)),
        # A run that decides an entry and marks it at its end sees to it that this is later.
        sa.PrimaryKeyConstraint(
            "studio_id", "entry_id", "happened_at", "run_id", name=f"pk_{name}"
        ),
        schema=sa.BLANK_SCHEMA,
    )


def harvest_items(metadata: sa.MetaData) -> sa.Table:
    """Return the table of Harvest's projects, tasks and people: one home for their names."""
    name = f"{PREFIX}harvest_items"
    return sa.Table(
        name,
        metadata,
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("harvest_account_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("harvest_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        # A project's client, or the keyed hash of a person's e-mail address; empty for a task.
        sa.Column("detail", sa.Text, nullable=False),
        # Whether Harvest listed it as active when it was asked last.
        sa.Column("is_active", sa.Boolean, nullable=False),
        # When it was first heard of, or changed last.
        sa.Column("listed_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint(
            "studio_id", "harvest_account_id", "kind", "harvest_id", name=f"pk_{name}"
        ),
        schema=sa.BLANK_SCHEMA,
    )


def left_out(metadata: sa.MetaData) -> sa.Table:
    """Return the table of the Harvest projects and tasks that were left out on purpose."""
    name = f"{PREFIX}left_out"
    return sa.Table(
        name,
        metadata,
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("harvest_account_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("harvest_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("left_out_at", UtcDateTime, nullable=False),
        sa.Column("left_out_by", sa.String(HOST_ID)),
        sa.PrimaryKeyConstraint(
            "studio_id", "harvest_account_id", "kind", "harvest_id", name=f"pk_{name}"
        ),
        schema=sa.BLANK_SCHEMA,
    )


def read_days(metadata: sa.MetaData) -> sa.Table:
    """Return the table of the days that were read in full, as ranges that do not overlap."""
    name = f"{PREFIX}read_days"
    return sa.Table(
        name,
        metadata,
        sa.Column("studio_id", sa.String(HOST_ID), nullable=False),
        sa.Column("harvest_account_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("read_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("studio_id", "harvest_account_id", "first_day", name=f"pk_{name}"),
        schema=sa.BLANK_SCHEMA,
    )
