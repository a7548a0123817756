"""The step that concludes at the end of a run what is gone from Harvest or deleted in Workroom."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.gone import MOST_ASKED, Losses
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.ports.store.unfound import Where
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.importing.host_timelogs import HostTimelogs
from workroom_harvest.domain.window import Days

AT_ONCE = 2000
"""How many timelogs are looked up at once."""


@dataclass(frozen=True)
class Conclude:
    """Mark what a finished run did not find, unless there is a doubt, of which it warns then.

    Without a `host` that can be looked up nothing is concluded.
    """

    host: HostTimelogs | None

    def __call__(self, tx: Transaction, run: ImportRun, connection: Connection) -> ImportRun:
        """Return the run with its numbers of what is gone and deleted, and with the doubts.

        The caller's transaction has written something before, and saves the run. What was deleted
        is looked up once more. Raise `HostMisbehaved` as `HostTimelogs` does.
        """
        done = run.progress
        if self.host is None or not run.is_import:
            return run
        if not done.looked_up and done.unlisted is None:
            return _end(tx, run, connection)
        count, left = tx.unfound.count, _left(run)
        losses = Losses(
            done.listed,
            count(run.studio_id, run.id, Where.IN_HARVEST) + left,
            done.looked_up,
            count(run.studio_id, run.id, Where.IN_WORKROOM),
        )
        why = losses.doubt_gone(done.sees)
        if why is not None:
            run = run.warn(Message(why, {"missing": losses.missing, "wanted": losses.window}))
        else:
            run = _mark_gone(tx, self.host, run)
        if left:
            run = run.warn(Message(Code.GONE_NOT_ASKED, {"left": left, "most": MOST_ASKED}))
        why = losses.doubt_deleted()
        if why is not None:
            asked = {"missing": losses.deleted, "looked_up": losses.looked_up}
            run = run.warn(Message(why, asked))
        elif losses.deleted:
            run = self._mark_deleted(tx, self.host, run)
        tx.unfound.clear(run.studio_id, run.id)
        return _end(tx, run, connection)

    def _mark_deleted(self, tx: Transaction, host: HostTimelogs, run: ImportRun) -> ImportRun:
        deleted = changed = 0
        for ids in _unfound(tx, run):
            found = host.find(tx, run.studio_id, ids)
            lost = [number for number in ids if number not in found]
            before = _states(tx, run, lost)
            tx.timelog_marks.mark_deleted(run.studio_id, run.id, lost)
            deleted += _states(tx, run, lost)[EntryState.DELETED]
            changed += before[EntryState.CHANGED]
        done = run.progress
        anew = replace(done, deleted=done.deleted + deleted, changed=done.changed - changed)
        return replace(run, progress=anew)


def _left(run: ImportRun) -> int:
    """Return how many unlisted entries Harvest was not asked for."""
    return max((run.progress.unlisted or 0) - run.progress.asked, 0)


def _unfound(tx: Transaction, run: ImportRun) -> Iterator[Sequence[int]]:
    after = 0
    while ids := tx.unfound.first(
        run.studio_id, run.id, Where.IN_WORKROOM, most=AT_ONCE, after=after
    ):
        yield ids
        after = ids[-1]


def _states(tx: Transaction, run: ImportRun, ids: Sequence[int]) -> Counter[EntryState]:
    return Counter(record.state for record in tx.ledger.known(run.studio_id, ids).values())


def mark_gone(
    tx: Transaction, host: HostTimelogs | None, run: ImportRun, ids: Sequence[int]
) -> None:
    """Record entries as gone from Harvest, which the run did not find there.

    What was deleted is looked up again, where the `host` can be asked: a timelog that is there
    again is an orphan, while nothing would tell of one of an entry that is gone. Raise
    `HostMisbehaved` as `HostTimelogs` does.
    """
    if host is not None and ids:
        known = tx.ledger.known(run.studio_id, ids)
        deleted = [one for one, record in known.items() if record.state is EntryState.DELETED]
        found = host.find(tx, run.studio_id, deleted)
        tx.timelog_marks.mark_found(run.studio_id, run.id, list(found))
    tx.timelog_marks.mark_gone(run.studio_id, run.id, ids)


def _mark_gone(tx: Transaction, host: HostTimelogs, run: ImportRun) -> ImportRun:
    ids = tx.unfound.first(run.studio_id, run.id, Where.IN_HARVEST, most=MOST_ASKED)
    mark_gone(tx, host, run, ids)
    gone = _states(tx, run, ids)[EntryState.GONE]
    return replace(run, progress=replace(run.progress, gone=run.progress.gone + gone))


def _end(tx: Transaction, run: ImportRun, connection: Connection) -> ImportRun:
    """Return the run with the entries that are gone and whose timelogs still stand."""
    days = run.request.window
    if not isinstance(days, Days):
        return run
    tx.listed_days.replace(run.studio_id, run.id, {})
    orphans = tx.listed_days.count_orphans(run.studio_id, connection.harvest_account.id, days)
    return replace(run, progress=replace(run.progress, gone=run.progress.gone + orphans))
