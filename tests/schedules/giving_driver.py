"""A connection to an SQLite file that gives way at each statement about a table."""

import re
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any, Protocol, Self, TypeVar

R = TypeVar("R")
ABOUT = re.compile(r"(?:FROM|INTO|UPDATE) (?:workroom_harvest_)?(\w+)")


class Turns(Protocol):
    """Who is told of statements."""

    def reached(self, statement: str, *, holds_lock: bool) -> None:
        """Take note that a statement comes next: its verb and its table; maybe give way."""

    def give_way(self) -> bool:
        """Let another go on, since what is wanted is locked; False where nobody can."""


class GivingConnection(sqlite3.Connection):
    """Gives way by `turns`; whoever meets a lock lets its holder go on, and tries again."""

    def __init__(self, turns: Turns, *settings: Any, **named: Any) -> None:
        super().__init__(*settings, **named)
        self._turns = turns

    def cursor(self, factory: Any = None) -> Any:
        return super().cursor(factory or GivingCursor)

    def in_turn(self, statement: str, run: Callable[[], R]) -> R:
        """Run a statement once it is its turn, and nobody has locked what it needs."""
        about = ABOUT.search(statement)
        if about:
            verb = statement.split(maxsplit=1)[0]
            self._turns.reached(f"{verb} {about[1]}", holds_lock=self.in_transaction)
        while True:
            try:
                return run()
            except sqlite3.OperationalError as error:
                is_busy = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
                if not (is_busy and self._turns.give_way()):
                    raise


class GivingCursor(sqlite3.Cursor):
    """The cursor of such a connection."""

    def execute(self, statement: str, parameters: Any = (), /) -> Self:
        run = super().execute
        return self._mine.in_turn(statement, lambda: run(statement, parameters))

    def executemany(self, statement: str, rows: Iterable[Any], /) -> Self:
        run, rows = super().executemany, list(rows)
        return self._mine.in_turn(statement, lambda: run(statement, rows))

    @property
    def _mine(self) -> GivingConnection:
        assert isinstance(self.connection, GivingConnection)
        return self.connection
