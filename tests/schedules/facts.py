"""What the database has, and what must hold of it after each commit."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tests.fakes.harvest_account import FakeAccount
from workroom_harvest.domain.connection import Connection, Tokens
from workroom_harvest.domain.continuing import continued
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus


class Change(NamedTuple):
    """The change of an entry from one state to another by a run, which happens once."""

    entry_id: int
    run_id: str
    before: EntryState
    after: EntryState
    at: datetime


@dataclass(frozen=True)
class Facts:
    """What lasted in the database; ledger and timelogs by entry.

    The ledger says which run wrote each timelog; `deleted` are the entries whose timelog has been
    deleted in Workroom since then. `events` are the changes of entries after their first listing,
    in no order. `named` are the Harvest accounts of which a name is stored.
    """

    connection: Connection | None
    tokens: Tokens | None
    pairs: Mapping[int, str]
    runs: Mapping[str, ImportRun]
    ledger: Mapping[int, str]
    deleted: Collection[int]
    events: Collection["Change"]
    timelogs: Mapping[int, object]
    named: Collection[int]

    @property
    def standing(self) -> Collection[int]:
        """Return the entries that have a timelog, as the ledger says."""
        return self.ledger.keys() - set(self.deleted)

    def account(self, accounts: Mapping[int, FakeAccount]) -> FakeAccount | None:
        """Return the Harvest account that is connected, or None."""
        return accounts[self.connection.harvest_account.id] if self.connection else None


def broken_by(
    before: Facts,
    after: Facts,
    accounts: Mapping[int, FakeAccount],
    edited: Mapping[int, object],
) -> Iterator[str]:
    """Say, in a sentence each, what a commit did that no commit may do.

    `edited` are the timelogs that somebody edited in Workroom, as they left them.
    """
    account = after.account(accounts)
    mappable = {*account.projects, *account.tasks} if account else set()
    if not after.pairs.keys() <= mappable:
        yield "a pair is stored of an account that is not connected"
    if set(after.named) - ({account.id} if account else set()):
        yield "a name is stored of an account that is not connected"
    if set(after.timelogs) - set(before.timelogs) - (account.entries.keys() if account else set()):
        yield "a timelog came in from an account that is not connected"
    if not edited.items() <= after.timelogs.items():
        yield "a timelog was touched that somebody edited"
    if sum(not (run.is_over or run.is_resting) for run in after.runs.values()) > 1:
        yield "two runs live at once"
    for run_id, run in before.runs.items():
        now = after.runs[run_id]
        if run.is_over and now != run and not _has_gone_on(run, now):
            yield "a run that was over was changed"


def _has_gone_on(run: ImportRun, now: ImportRun) -> bool:
    """Return whether somebody let the run go on, as one may, and what a worker did of it since.

    Whoever looks on from outside may see both at once.
    """
    if run.status is RunStatus.FINISHED or now.continued_at in (None, run.continued_at):
        return False
    return now.status is not RunStatus.QUEUED or now == continued(run, now.continued_at)
