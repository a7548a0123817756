"""The step that removes some of the timelogs that a run wrote, in one commit, under the fence."""

from collections.abc import Mapping
from dataclasses import dataclass

from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.entries import FoundTimelog
from workroom_harvest.domain.entry_story import Written
from workroom_harvest.domain.keyed_hash import KeyedHash
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.ledger import Refusal
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import (
    PageResult,
    SkippedEntry,
    SkipReason,
    start_of_note,
)
from workroom_harvest.domain.undoing import Protection, protection
from workroom_harvest.domain.use_cases.importing.host_timelogs import HostTimelogs
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper

PAGE = 500
"""How many timelogs are looked up and removed in one commit."""


@dataclass(frozen=True)
class UndoPage:
    """Commit the removal of some timelogs, what the ledger knows of it, and the run's progress.

    `page_size` is how many timelogs are looked up and removed in one commit.
    """

    store: Store
    clock: Clock
    timelogs: HostTimelogs
    page_size: int = PAGE

    def __call__(self, run: ImportRun, lease: LeaseKeeper, connection: Connection) -> ImportRun:
        """Return the run after the page; after the last one it has finished.

        Only what is still as it was written is removed, by a look-up in the same transaction. The
        cursor is the id of the last entry of the page. Raise `LeaseLost` if another worker took
        over, and `HostMisbehaved` if the host broke a promise; then nothing is recorded, and what
        the host committed by itself will be found deleted.
        """
        assert run.request.undoes is not None, "the run undoes nothing"  # noqa: S101 because that is for ourselves
        studio_id, after = run.studio_id, int(run.progress.cursor or 0)
        with self.store.transaction() as tx:
            lease.renew(tx)
            page = tx.timelog_marks.written_page(
                studio_id,
                connection.harvest_account.id,
                run.request.undoes,
                most=self.page_size,
                after=after,
            )
            found = self.timelogs.find(tx, studio_id, list(page), for_update=True)
            kept = protected(tx, studio_id, page, found)
            wanted = [entry_id for entry_id in page if entry_id not in kept]
            refusals = self.timelogs.remove(tx, studio_id, wanted)
            kept |= {entry_id: _refused(refusal) for entry_id, refusal in refusals.items()}
            removed = [entry_id for entry_id in wanted if entry_id not in refusals]
            tx.timelog_marks.mark_removed(studio_id, run.id, removed)
            result = PageResult(
                imported=len(removed),
                skipped=tuple(_skipped(one, page[one], found.get(one), kept[one]) for one in kept),
                minutes=sum(page[one].minutes for one in removed),
                listed=len(page),
            )
            tx.skipped_entries.add_many(studio_id, run.id, result.skipped, run.progress.skipped)
            is_last = len(page) < self.page_size
            after_page = run.add(result, cursor=None if is_last else str(max(page)))
            if is_last:
                # In the same commit, as a run that has read all its pages is begun again.
                after_page = after_page.finish(self.clock.now(), Announced())
            tx.runs.save(after_page)
            tx.commit()
        return after_page


def protected(
    tx: Transaction,
    studio_id: str,
    page: Mapping[int, Written],
    found: Mapping[int, FoundTimelog],
) -> dict[int, Protection]:
    """Return why some of the timelogs stay as they are, by entry id."""
    # Under a key that is lost, no title can be compared.
    keyed_hash = KeyedHash(tx.ledger.hash_key(studio_id) or b"")
    checked = {
        entry_id: protection(written, found.get(entry_id), keyed_hash)
        for entry_id, written in page.items()
    }
    return {entry_id: why for entry_id, why in checked.items() if why is not None}


def _refused(refusal: Refusal) -> Protection:
    reason = SkipReason.LOCKED if refusal.is_lasting else SkipReason.SAVE_FAILED
    return Protection(reason, refusal.cause)


def _skipped(
    entry_id: int, written: Written, found: FoundTimelog | None, why: Protection
) -> SkippedEntry:
    return SkippedEntry(
        why.reason,
        entry_id,
        written.spent_on,
        written.minutes,
        note=start_of_note(found.title if found else None),
        cause=why.cause,
        is_lasting=why.reason is not SkipReason.SAVE_FAILED,
    )
