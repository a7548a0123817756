"""The corrections that somebody chose for a run, in memory."""

from collections.abc import Collection, Mapping, Sequence

from tests.fakes.database import FakeDatabase, NotUniqueError
from workroom_harvest.domain.correction import Chosen
from workroom_harvest.domain.ports.store.chosen_entries import ChosenEntries

Row = Mapping[int, tuple[Chosen, bool]]
"""What was chosen for a run, by entry id, with whether it is settled."""


class FakeChosenEntries(ChosenEntries):
    """Chosen corrections by studio and run."""

    def __init__(self, database: FakeDatabase) -> None:
        self._database = database

    @property
    def _rows(self) -> dict[tuple[str, str], Row]:
        return self._database.table("chosen_entries")

    def add_many(self, studio_id: str, run_id: str, chosen: Sequence[Chosen]) -> None:
        held = self._rows.get((studio_id, run_id), {})
        anew = {one.entry_id: (one, False) for one in chosen}
        if held.keys() & anew.keys() or len(anew) < len(chosen):
            raise NotUniqueError("chosen_entries")
        if anew:
            self._rows[studio_id, run_id] = {**held, **anew}

    def among(
        self, studio_id: str, run_id: str, entry_ids: Collection[int]
    ) -> Mapping[int, Chosen]:
        found = self._unsettled(studio_id, run_id)
        return {one.entry_id: one for one in found if one.entry_id in entry_ids}

    def left(self, studio_id: str, run_id: str) -> int:
        return len(self._unsettled(studio_id, run_id))

    def first(self, studio_id: str, run_id: str, most: int) -> Sequence[Chosen]:
        return self._unsettled(studio_id, run_id)[:most]

    def settle(self, studio_id: str, run_id: str, entry_ids: Collection[int]) -> None:
        held = self._rows.get((studio_id, run_id), {})
        settled = {one: (held[one][0], True) for one in entry_ids if one in held}
        if settled:
            self._rows[studio_id, run_id] = {**held, **settled}

    def _unsettled(self, studio_id: str, run_id: str) -> list[Chosen]:
        held = self._rows.get((studio_id, run_id), {})
        return [chosen for _, (chosen, is_settled) in sorted(held.items()) if not is_settled]
