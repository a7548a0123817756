"""What lasted of a studio in a database, as somebody who looks on from outside reads it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from tests.fakes.database import FakeDatabase
from tests.fakes.entry_rows import EntryRow
from tests.fakes.entry_stories import known_entry
from tests.fakes.host import FakeWorkroom
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.entry_record import EntryRecord
from workroom_harvest.domain.entry_story import KnownEntry
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.waiting import WaitingGroup

STUDIO = "studio"
"""The studio of all tests that have one alone."""


@dataclass(frozen=True)
class LedgerRow:
    """A row of the ledger: what decisions need of it, and what is shown of it."""

    record: EntryRecord
    known: KnownEntry


class Lasting(Protocol):
    """What was committed of the studio, by whatever database keeps it."""

    def connection(self) -> Connection | None:
        """Return the studio's connection."""

    def runs(self) -> list[ImportRun]:
        """Return every run in the order of their making."""

    def pairs(self) -> dict[int, str]:
        """Return the targets of Harvest's projects and tasks by Harvest id."""

    def left_out(self) -> set[tuple[int, WaitingGroup]]:
        """Return what the studio left out, with the Harvest accounts."""

    def ledger(self) -> dict[int, LedgerRow]:
        """Return the studio's rows of the ledger by entry id."""

    def timelogs(self) -> dict[int, NewTimelog]:
        """Return the studio's timelogs in the host by stamp."""

    def previewed(self, run_id: str) -> int:
        """Return how many entries a preview shows as coming in."""

    def rows(self, tables: Collection[str]) -> Mapping[str, Any]:
        """Return all rows of these tables, to be compared with those of another moment."""


class FakeLasting(Lasting):
    """What was committed to a database in memory."""

    def __init__(self, database: FakeDatabase, workroom: FakeWorkroom) -> None:
        self._database = database
        self._workroom = workroom

    def connection(self) -> Connection | None:
        row = self._database.committed("connections").get(STUDIO)
        return row.connection if row else None

    def runs(self) -> list[ImportRun]:
        return [row.run for row in self._database.committed("runs").values()]

    def pairs(self) -> dict[int, str]:
        tables = (self._database.committed(name) for name in ("project_pairs", "task_pairs"))
        return {
            pair.harvest_id: pair.target_id for table in tables for pair in table.get(STUDIO, ())
        }

    def left_out(self) -> set[tuple[int, WaitingGroup]]:
        found = self._database.committed("left_out")
        return {(account, group) for studio, account, group in found if studio == STUDIO}

    def ledger(self) -> dict[int, LedgerRow]:
        rows: Mapping[tuple[str, int], EntryRow] = self._database.committed("entries")
        return {
            number: LedgerRow(row.record, known_entry(number, row))
            for (studio, number), row in rows.items()
            if studio == STUDIO
        }

    def timelogs(self) -> dict[int, NewTimelog]:
        return self._workroom.timelogs(STUDIO)

    def previewed(self, run_id: str) -> int:
        return len(self._database.committed("previewed_entries").get((STUDIO, run_id), ()))

    def rows(self, tables: Collection[str]) -> Mapping[str, Any]:
        return {name: dict(self._database.committed(name)) for name in tables}
