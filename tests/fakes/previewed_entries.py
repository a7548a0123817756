"""The entries that previews show as coming in, in memory."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from tests.fakes.database import FakeDatabase, NotUniqueError
from tests.fakes.differences import Shown, differences
from tests.fakes.entry_rows import EntryRow
from workroom_harvest.domain.decisions import Import
from workroom_harvest.domain.difference import Difference
from workroom_harvest.domain.keyed_hash import KeyedHash
from workroom_harvest.domain.ports.store.previewed_entries import PreviewedEntries
from workroom_harvest.domain.previewed import OwnerSum, PreviewedEntry, PreviewSums, ProjectSum
from workroom_harvest.domain.skipped import SkippedEntry


class FakePreviewedEntries(PreviewedEntries):
    """Previewed entries over a database in memory, in one row for each run."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[tuple[str, str], Mapping[int, Shown]]:
        return self._database.table("previewed_entries")

    def add_many(
        self, studio_id: str, run_id: str, decisions: Sequence[Import], keyed_hash: KeyedHash
    ) -> None:
        held = self._of(studio_id, run_id)
        more = {one.entry.id: Shown(PreviewedEntry.of(one), one.timelog.title) for one in decisions}
        if held.keys() & more.keys():
            raise NotUniqueError("previewed_entries")
        if more:
            self._rows[studio_id, run_id] = {**held, **more}

    def known(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> Collection[int]:
        return self._of(studio_id, run_id).keys() & set(entry_ids)

    def first(self, studio_id: str, run_id: str, after: int, most: int) -> Sequence[PreviewedEntry]:
        found = [one.shown for _, one in sorted(self._of(studio_id, run_id).items())]
        return [one for one in found if one.entry_id > after][:most]

    def sums(self, studio_id: str, run_id: str, most: int) -> PreviewSums:
        shown = [one.shown for one in self._of(studio_id, run_id).values()]
        billed = [one.minutes for one in shown if one.is_billed]
        projects = _lines(shown, ("project", "project_id"), most)
        owners = _lines(shown, ("person", "member_id", "fell_back"), most)
        return PreviewSums(
            len(shown),
            sum(one.minutes for one in shown),
            len(billed),
            sum(billed),
            [ProjectSum(**line) for line in projects],
            [OwnerSum(**line) for line in owners],
        )

    def differences(self, studio_id: str, preview_id: str, run_id: str) -> Sequence[Difference]:
        shown = self._of(studio_id, preview_id)
        ledger: dict[tuple[str, int], EntryRow] = self._database.table("entries")
        return differences(
            shown,
            {number: row for (studio, number), row in ledger.items() if studio == studio_id},
            self._skipped(studio_id, preview_id),
            self._skipped(studio_id, run_id),
            run_id,
        )

    def forget_names(self, studio_id: str) -> None:
        for key, rows in list(self._rows.items()):
            if key[0] == studio_id:
                self._rows[key] = {number: one.nameless() for number, one in rows.items()}

    def _of(self, studio_id: str, run_id: str) -> Mapping[int, Shown]:
        return self._rows.get((studio_id, run_id), {})

    def _skipped(self, studio_id: str, run_id: str) -> dict[int, SkippedEntry]:
        rows = self._database.table("skipped_entries").get((studio_id, run_id), ())
        return {one.entry_id: one for one in rows if one.entry_id is not None}


def _lines(
    shown: Iterable[PreviewedEntry], names: Sequence[str], most: int
) -> list[dict[str, Any]]:
    """Return the values of the fields, with their entries and minutes, most minutes first."""
    found: dict[tuple[Any, ...], list[int]] = {}
    for one in shown:
        found.setdefault(tuple(getattr(one, name) for name in names), []).append(one.minutes)
    lines = sorted(found.items(), key=lambda line: (-sum(line[1]), line[0]))
    return [
        {**dict(zip(names, key, strict=True)), "entries": len(minutes), "minutes": sum(minutes)}
        for key, minutes in lines[:most]
    ]
