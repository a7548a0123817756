"""What PostgreSQL's statistics say of a studio that is new to them.

There are none in the first minutes of the first import of all. Later there are those of other
studios, by which a new one has no row, or those of a time at which the table was empty.
"""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy

OTHER = "another studio"
Fill = Callable[[str], None]
"""Writes and commits the rows of a studio."""


def no_statistics(db: SQLAlchemy, tables: Sequence[str], _: Fill) -> None:
    """Leave the tables without statistics, however long a test takes."""
    for table in tables:
        db.session.execute(sa.text(f"ALTER TABLE {table} SET (autovacuum_enabled = off)"))
    db.session.commit()


def statistics_of_another(db: SQLAlchemy, tables: Sequence[str], fill: Fill) -> None:
    """Make statistics of the tables while they have the rows of one other studio."""
    no_statistics(db, tables, fill)
    fill(OTHER)
    _analyze(db, tables)


def statistics_of_nothing(db: SQLAlchemy, tables: Sequence[str], fill: Fill) -> None:
    """Make statistics of the tables while all rows are deleted, but not vacuumed away."""
    no_statistics(db, tables, fill)
    fill(OTHER)
    for table in tables:
        db.session.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 because the names are ours
    db.session.commit()
    _analyze(db, tables)


STATES = [no_statistics, statistics_of_another, statistics_of_nothing]


def _analyze(db: SQLAlchemy, tables: Sequence[str]) -> None:
    db.session.execute(sa.text(f"ANALYZE {', '.join(tables)}"))
    db.session.commit()
