"""One page of entries becomes timelogs and ledger rows, in one commit, under the fence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.errors import HarvestImportError, TimelogsRefused
from workroom_harvest.domain.ports.host import Timelogs
from workroom_harvest.domain.ports.store import Lease, Store, Transaction
from workroom_harvest.domain.runs import ImportRun, PageResult, SkippedEntry, SkipReason


@dataclass(frozen=True)
class WritePage:
    """Commit a page's timelogs, its ledger rows and the run's new state together."""

    store: Store
    timelogs: Timelogs

    def __call__(
        self,
        run: ImportRun,
        lease: Lease,
        until: datetime,
        wanted: Sequence[NewTimelog],
        skipped: Sequence[SkippedEntry],
        resume_at: str | None,
    ) -> ImportRun:
        """The run after the page; raises `LeaseLost` when somebody else writes for the studio.

        What the host refuses is skipped as *Save failed*, by name and cause; all else lands.
        """
        with self.store.transaction() as transaction:
            self.store.leases.hold(lease, until)
            causes = self._add(transaction, run, wanted)
            refused = tuple(
                SkippedEntry(SkipReason.SAVE_FAILED, log.entry_id, label(log), causes[log.entry_id])
                for log in wanted
                if log.entry_id in causes
            )
            page = PageResult(len(wanted) - len(refused), (*skipped, *refused))
            run = run.add(page, resume_at=resume_at)
            self.store.runs.save(run)
            transaction.commit()
        return run

    def _add(
        self, transaction: Transaction, run: ImportRun, logs: Sequence[NewTimelog]
    ) -> dict[int, str]:
        """Add what the host takes; the causes of the rest. Halves what fails without a name."""
        if not logs:
            return {}
        try:
            with transaction.savepoint():
                self.store.ledger.add_many(run.account_id, run.id, logs)
                self.timelogs.add_many(run.account_id, logs)
        except TimelogsRefused as refused:
            rest = [log for log in logs if log.entry_id not in refused.causes]
            if len(rest) < len(logs):
                return refused.causes | self._add(transaction, run, rest)
            return {log.entry_id: "Workroom refused it." for log in logs}
        except HarvestImportError:
            raise
        except Exception as error:
            if len(logs) == 1:
                return {logs[0].entry_id: cause(error)}
            middle = len(logs) // 2
            return self._add(transaction, run, logs[:middle]) | self._add(
                transaction, run, logs[middle:]
            )
        return {}


def label(log: NewTimelog) -> str:
    """How the result panel names a timelog that could not be saved."""
    return f"{log.spent_on}, {log.title[:80]}"


def cause(error: Exception) -> str:
    """The first line of what the host or its database said, without statement and values."""
    origin = getattr(error, "orig", None) or error
    lines = str(origin).strip().splitlines()
    return lines[0][:200] if lines else type(origin).__name__
