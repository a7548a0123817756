"""The step that decides what becomes of each entry of a page."""

from collections import Counter
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from workroom_harvest.domain.decisions import (
    Decision,
    conflict,
    decide,
    unreadable,
)
from workroom_harvest.domain.entry_record import EntryRecord, EntryState, fingerprint
from workroom_harvest.domain.keyed_hash import KeyedHash
from workroom_harvest.domain.ports.harvest import EntryPage
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.ports.store.ledger import Source
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkippedEntry
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper
from workroom_harvest.domain.use_cases.importing.pick_waiting import PickWaiting
from workroom_harvest.domain.use_cases.importing.studio_hash import studio_hash
from workroom_harvest.domain.use_cases.importing.turn import Turn


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions about a page, and what was remembered of its entries before, by entry id.

    `listed` is how many entries Harvest listed on it, including those that the run does not decide.
    `days` are how many it listed of each day. Of entries that it was `asked` for by id, some are
    `not_found`. Those that it was asked for because it does not list them any more are `answered`,
    of which it has not those that are `missing`, and others are `elsewhere`, on other days than the
    run's. The host was asked for `looked_up` timelogs.
    """

    source: Source
    decisions: Sequence[Decision]
    records: Mapping[int, EntryRecord]
    listed: int
    asked: int = 0
    not_found: Sequence[SkippedEntry] = ()
    days: Mapping[date, int] = field(default_factory=dict)
    answered: Sequence[int] = ()
    missing: Sequence[int] = ()
    elsewhere: Container[int] = ()
    looked_up: int = 0


class Deciding(Protocol):
    """The step that decides what becomes of a page, in which imports and corrections differ."""

    def __call__(
        self, run: ImportRun, turn: Turn, page: EntryPage, seen: Container[int]
    ) -> Decided:
        """Return what becomes of each entry that the run takes.

        `seen` are the ids of the page before. Raise `LeaseLost` if another worker took over, and
        what `turn.owners` raises.
        """


@dataclass(frozen=True)
class DecidePage(Deciding):
    """Decide each entry of a page once, by the mappings and by the ledger."""

    store: Store
    pick: PickWaiting

    def __call__(
        self, run: ImportRun, turn: Turn, page: EntryPage, seen: Container[int]
    ) -> Decided:
        """Return what becomes of each entry.

        `seen` are the ids of the page before: Harvest shows an entry on two pages if another was
        added meanwhile. Entries that this run imported before are neither added nor counted again.
        A run that picks passes over all that it does not take, or has decided, without a word.
        Raise `LeaseLost` if another worker took over before the studio had a key for hashes.
        """
        listed = {entry.id: entry for entry in page.entries if entry.id not in seen}
        bad = page.unreadable
        count = len(listed) + len(bad)
        ids: Collection[int] = [*listed, *(one.id for one in bad if one.id is not None)]
        if run.picks:
            ids = self.pick.among(run, turn.connection, turn.mappings, ids)
            listed = {number: entry for number, entry in listed.items() if number in ids}
            bad = tuple(one for one in bad if one.id in ids)
        account_id = turn.account_id
        keyed_hash, records = self._remembered(turn.lease, run, ids)
        foreign = {number for number, one in records.items() if one.is_of_other_than(account_id)}
        reach, since = run.request.reach, run.request.wanted_since
        by_itself = run.request.night is not None
        fingerprints: dict[int, str] = {}
        decisions: list[Decision] = []
        for entry in listed.values():
            record = records.get(entry.id)
            if record is not None and record.run_id == run.id:
                # It was counted before: Harvest returned it twice, or the run began again.
                continue
            now = fingerprints[entry.id] = fingerprint(entry, keyed_hash)
            if entry.id in foreign:
                decisions.append(conflict(entry))
                continue
            decision = decide(
                entry, now, turn.mappings, turn.owners, record, reach, since, by_itself=by_itself
            )
            decisions.append(decision)
        decisions += (conflict(one) if one.id in foreign else unreadable(one) for one in bad)
        source = Source(
            run.studio_id,
            account_id,
            run.id,
            run.request.started_by,
            keyed_hash,
            fingerprints,
        )
        days = Counter(one.spent_on for one in listed.values() if one.id not in foreign)
        return Decided(source, decisions, records, count, days=days)

    def _remembered(
        self, lease: LeaseKeeper, run: ImportRun, ids: Collection[int]
    ) -> tuple[KeyedHash, Mapping[int, EntryRecord]]:
        studio_id = run.studio_id
        with self.store.transaction() as tx:
            records = dict(tx.ledger.known(studio_id, list(ids)))
            if run.is_preview:
                # The ledger does not know what the preview has decided, on a page before or at an
                # earlier start, as it does of an import.
                decided = tx.previewed_entries.known(studio_id, run.id, list(ids))
                records |= dict.fromkeys(decided, EntryRecord(EntryState.IMPORTED, run.id))
            return studio_hash(tx, lease, studio_id), records
