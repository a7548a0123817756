"""The entries that previews show as coming in."""

from collections.abc import Collection, Sequence
from typing import Protocol

from workroom_harvest.domain.decisions import Import
from workroom_harvest.domain.difference import Difference
from workroom_harvest.domain.keyed_hash import KeyedHash
from workroom_harvest.domain.previewed import PreviewedEntry, PreviewSums


class PreviewedEntries(Protocol):
    """What each preview found that an import would bring in, each entry once.

    What it would skip is among the entries that runs skipped.
    """

    def add_many(
        self, studio_id: str, run_id: str, decisions: Sequence[Import], keyed_hash: KeyedHash
    ) -> None:
        """Store entries that the run would import; there may be none.

        The hash of each title is stored, by which `differences` compares it.
        """

    def known(self, studio_id: str, run_id: str, entry_ids: Sequence[int]) -> Collection[int]:
        """Return those of the ids that the studio's run has stored already."""

    def first(self, studio_id: str, run_id: str, after: int, most: int) -> Sequence[PreviewedEntry]:
        """Return up to `most` entries with an id above `after`, in the order of their ids."""

    def sums(self, studio_id: str, run_id: str, most: int) -> PreviewSums:
        """Return the sums of what the studio's run would bring in, with up to `most` lines each."""

    def differences(self, studio_id: str, preview_id: str, run_id: str) -> Sequence[Difference]:
        """Return what the import `run_id` did otherwise than the preview had shown, if anything.

        They are in the order of `What`, and those with most entries first. The entries are compared
        by their ids, in the database; those without a readable id are not compared.
        """

    def forget_names(self, studio_id: str) -> None:
        """Delete the names, notes and hashes of titles of all previewed entries of the studio."""
