"""Which databases the plugin works with, and how its transactions begin."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workroom_harvest.domain.errors import StoreUnfit
from workroom_harvest.domain.messages import Code
from workroom_harvest.setting_values import UnusableSettingError

KINDS = ("postgresql", "sqlite")
"""SQLAlchemy's names of the databases that the plugin works with."""

DATABASE_URI = "SQLALCHEMY_DATABASE_URI"
ENGINE_OPTIONS = "SQLALCHEMY_ENGINE_OPTIONS"
OTHER_KIND = (
    "workroom_harvest keeps its tables in PostgreSQL or SQLite, and this is {}. Use either."
)
AUTOCOMMIT = (
    "AUTOCOMMIT saves each statement by itself, and a page of an import is saved whole or not at "
    "all. Take another isolation level for the engine of Workroom's db."
)
LIMIT_WAITS = sa.text("""
SELECT current_setting('transaction_isolation') AS level,
  CASE WHEN current_setting('lock_timeout')::interval NOT BETWEEN '1ms' AND longest::interval
  THEN set_config('lock_timeout', longest, true) END
FROM CAST(:longest AS text) AS longest
""")
"""The statement that limits the waits for locks, and tells the transaction's isolation level.

A host's own limit holds if it is shorter; the setting 0 means no limit.
"""
READ_COMMITTED = "read committed"


def demand_usable(engine: sa.Engine) -> None:
    """Raise `UnusableSettingError` for an engine that the plugin cannot work with.

    No connection is made.
    """
    if engine.dialect.name not in KINDS:
        raise UnusableSettingError(DATABASE_URI, OTHER_KIND.format(engine.dialect.name))
    # The level that was given to `create_engine` has no public name. Transactions check it as well.
    level = engine.get_execution_options().get("isolation_level") or getattr(
        engine.dialect, "_on_connect_isolation_level", None
    )
    if level == "AUTOCOMMIT":
        raise UnusableSettingError(ENGINE_OPTIONS, AUTOCOMMIT)


def begin(session: Session, lock_timeout: timedelta) -> None:
    """Begin a transaction, READ COMMITTED on PostgreSQL, with a time-out for each lock.

    Both hold for this transaction alone, whatever the host's settings are. Raise `StoreUnfit` for a
    database that is neither PostgreSQL nor SQLite, and for a connection in autocommit mode.
    """
    connection = session.connection()
    name = connection.dialect.name
    if name not in KINDS:
        raise StoreUnfit(Code.SETTING, name=DATABASE_URI, remedy=OTHER_KIND.format(name))
    if _is_autocommit(connection.connection.dbapi_connection):
        raise StoreUnfit(Code.SETTING, name=ENGINE_OPTIONS, remedy=AUTOCOMMIT)
    if name == "postgresql":
        longest = {"longest": f"{lock_timeout // timedelta(milliseconds=1)}ms"}
        if connection.execute(LIMIT_WAITS, longest).scalar_one() != READ_COMMITTED:
            # A level can be chosen before a transaction's first query only.
            session.rollback()
            session.execute(sa.text(f"SET TRANSACTION ISOLATION LEVEL {READ_COMMITTED}"))
            session.execute(LIMIT_WAITS, longest)


def _is_autocommit(driver: Any) -> bool:
    """Return whether the driver commits each statement by itself.

    sqlite3 can say so in two ways, psycopg in one. A host that makes sqlite3 begin nothing, and
    sends BEGIN itself, has done so by now.
    """
    if getattr(driver, "in_transaction", False):
        return False
    begins_nothing = getattr(driver, "isolation_level", "") is None and hasattr(
        driver, "in_transaction"
    )
    return getattr(driver, "autocommit", False) is True or begins_nothing
