"""The step that looks up the timelogs of a page's entries, to learn which were deleted."""

from collections.abc import Container
from dataclasses import dataclass, replace

from workroom_harvest.domain.decisions import Decision, Noted, compared
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.ports.store.unfound import Where
from workroom_harvest.domain.read_days import counts_days
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.importing.decide_page import Decided
from workroom_harvest.domain.use_cases.importing.host_timelogs import HostTimelogs


@dataclass(frozen=True)
class LookUp:
    """Look up what the ledger says is in Workroom, and keep what is not until the run ends.

    Without a `host` that can be looked up nothing is done.
    """

    host: HostTimelogs | None

    def __call__(self, tx: Transaction, run: ImportRun, decided: Decided) -> Decided:
        """Return the page with the number of timelogs that the host was asked for.

        An entry whose timelog was deleted, and is found again, is imported or changed again. The
        caller's transaction has written something before. Raise `HostMisbehaved` as `HostTimelogs`
        does.
        """
        if self.host is None:
            return decided
        if not run.progress.pages:
            # The run may have begun again.
            tx.unfound.clear(run.studio_id, run.id)
            tx.listed_days.replace(run.studio_id, run.id, {})
        if counts_days(run):
            tx.listed_days.add(run.studio_id, run.id, decided.days)
        # What the run has imported itself was read twice, and what is of another account is frozen.
        account_id = decided.source.harvest_account_id
        known = {
            number: record.state
            for number, record in decided.records.items()
            if record.run_id != run.id and not record.is_of_other_than(account_id)
        }
        has_timelog = [number for number, state in known.items() if state.has_timelog]
        deleted = [number for number, state in known.items() if state is EntryState.DELETED]
        found = self.host.find(tx, run.studio_id, [*has_timelog, *deleted])
        unfound = [number for number in has_timelog if number not in found]
        tx.unfound.add_many(run.studio_id, run.id, Where.IN_WORKROOM, unfound)
        again = found.keys() & {*deleted}
        decisions = [_found(decided, one, again) for one in decided.decisions]
        return replace(decided, decisions=decisions, looked_up=len(has_timelog))


def _found(decided: Decided, one: Decision, again: Container[int]) -> Decision:
    """Return what becomes of an entry, of which those timelogs are there `again`."""
    if not isinstance(one, Noted) or one.entry.id not in again:
        return one
    number = one.entry.id
    return compared(one.entry, decided.source.fingerprints[number], decided.records[number])
