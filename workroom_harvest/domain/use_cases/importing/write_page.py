"""The step that writes a page as timelogs and ledger rows, in one commit, under the fence."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from workroom_harvest.domain.decisions import (
    Changed,
    Import,
    Noted,
    Skip,
    is_news,
)
from workroom_harvest.domain.entries import HarvestEntry, NewTimelog
from workroom_harvest.domain.errors import HostMisbehaved
from workroom_harvest.domain.fallback import FellBack
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKey, ItemKind
from workroom_harvest.domain.ports.store.ledger import Refusal
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import PageResult, SkippedEntry, SkipReason
from workroom_harvest.domain.use_cases.importing.decide_page import Decided
from workroom_harvest.domain.use_cases.importing.hand_over import HandOver
from workroom_harvest.domain.use_cases.importing.keep_notes import keep_notes
from workroom_harvest.domain.use_cases.importing.keep_page import KeepPage
from workroom_harvest.domain.use_cases.importing.keep_skipped import keep_skipped
from workroom_harvest.domain.use_cases.importing.keep_titles import keep_titles
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper
from workroom_harvest.domain.use_cases.importing.look_up import LookUp


@dataclass(frozen=True)
class WritePage(KeepPage):
    """Commit a page's timelogs, what the ledger knows of its entries, and the run's progress."""

    store: Store
    look_up: LookUp
    add_timelogs: HandOver[NewTimelog]

    def __call__(
        self,
        run: ImportRun,
        lease: LeaseKeeper,
        decided: Decided,
        cursor: str | None,
        known: set[ItemKey],
    ) -> ImportRun:
        """Return the run after the page.

        `cursor` is the address of the next page, or None. `known` are the items whose names are
        stored already, and those of the page are added to it. Timelogs that the host refuses are
        skipped as `SAVE_FAILED`, each with its cause; all others are added. What was imported
        before is looked up.

        Raise `LeaseLost` if another worker took over. Raise `HostMisbehaved` if the host ended or
        replaced the transaction, or did not say that it added what it was given; then nothing is
        written, except what the host committed by itself.
        """
        wanted = [one.timelog for one in decided.decisions if isinstance(one, Import)]
        handed: set[int] = set()
        names = _unknown_names(decided, known)
        try:
            with self.store.transaction() as tx:
                lease.renew(tx)
                decided = self.look_up(tx, run, decided)
                # The ledger is written first, so that a host that commits although it must not
                # commits these rows together with its timelogs.
                _record(tx, decided)
                tx.harvest_items.learn(run.studio_id, decided.source.harvest_account_id, names)
                refusals = self.add_timelogs(tx, run.studio_id, wanted, handed)
                tx.ledger.refuse(run.studio_id, run.id, refusals)
                if decided.answered:
                    tx.unfound.settle(run.studio_id, run.id, decided.answered, decided.missing)
                keep_notes(tx, decided, refusals)
                keep_titles(tx, decided)
                result = page_result(decided, refusals)
                keep_skipped(tx, run, decided, result)
                after = run.add(result, cursor=cursor)
                tx.runs.save(after)
                tx.commit()
        except HostMisbehaved:
            self._take_out(run, (log.entry_id for log in wanted if log.entry_id not in handed))
            raise
        known |= names.keys()
        return after

    def _take_out(self, run: ImportRun, entry_ids: Iterable[int]) -> None:
        """Let entries wait again that the host was not given.

        They are recorded as imported only if the host committed the transaction.
        """
        with self.store.transaction() as tx:
            tx.ledger.refuse(run.studio_id, run.id, dict.fromkeys(entry_ids))
            tx.commit()

    def recount(self, run: ImportRun) -> ImportRun:
        """Return the run with what the ledger knows of it, as `recounted` does."""
        with self.store.transaction() as tx:
            return recounted(tx, run)


def recounted(tx: Transaction, run: ImportRun) -> ImportRun:
    """Return the run with as many imported entries and minutes as the ledger has of it.

    There may be more than the run has counted, if the host committed by itself; then there is a
    warning. A run that brings nothing in is returned as it is.
    """
    if not run.is_import:
        return run
    imported = tx.ledger.imported_by(run.studio_id, run.id)
    if imported.entries > run.progress.imported:
        alone = {"count": imported.entries - run.progress.imported}
        run = run.warn(Message(Code.HOST_COMMITTED_ALONE, alone))
    return replace(run, progress=run.progress.recount(imported.entries, imported.minutes))


def _unknown_names(decided: Decided, known: Container[ItemKey]) -> Mapping[ItemKey, str]:
    """Return the names of the page's projects, tasks and people, without those that are known."""
    names: dict[ItemKey, str] = {}
    for decision in decided.decisions:
        entry = decision.entry
        if isinstance(entry, HarvestEntry):
            names[ItemKind.PROJECT, entry.project_id] = entry.project_name
            names[ItemKind.TASK, entry.task_id] = entry.task_name
            if entry.user_id is not None and entry.user_name:
                names[ItemKind.PERSON, entry.user_id] = entry.user_name
    return {key: name for key, name in names.items() if key not in known}


def _record(tx: Transaction, decided: Decided) -> None:
    """Record what became of each entry, where the ledger does not say so already."""
    source, records = decided.source, decided.records
    # Harvest's list may have an unreadable member and an entry of the same id: the first counts.
    listed = {
        number: one for one in reversed(decided.decisions) if (number := one.entry.id) is not None
    }
    tx.ledger.add_many(
        source,
        [
            one
            for number, one in listed.items()
            if number not in records and isinstance(one, Import | Skip)
        ],
    )
    tx.ledger.update_many(
        source,
        [
            one
            for number, one in listed.items()
            if number in records and is_news(one, records[number], source.fingerprints.get(number))
        ],
    )


def page_result(decided: Decided, refusals: Mapping[int, Refusal]) -> PageResult:
    """Return the result of a page, of which the host refused the entries in `refusals`."""
    imported = minutes = already_imported = already_minutes = changed = deleted = 0
    skipped = list(decided.not_found)
    fell_back: list[FellBack] = []
    for decision in decided.decisions:
        match decision:
            case _ if decision.entry.id in decided.elsewhere:
                changed += isinstance(decision, Changed)
            case Import(entry=entry) if (refusal := refusals.get(entry.id)) is not None:
                skipped.append(
                    SkippedEntry.of(
                        entry,
                        SkipReason.SAVE_FAILED,
                        refusal.cause,
                        is_lasting=refusal.is_lasting,
                    )
                )
            case Import(timelog=log, fell_back=whose):
                imported += 1
                minutes += log.duration.total_minutes
                fell_back += [whose] if whose else []
            case Skip(entry=listed, reason=reason, cause=cause, is_lasting=is_lasting):
                skipped.append(SkippedEntry.of(listed, reason, cause, is_lasting=is_lasting))
            case _:
                already_imported += 1
                already_minutes += decision.entry.minutes
                changed += isinstance(decision, Changed)
                deleted += isinstance(decision, Noted)
    return PageResult(
        imported,
        tuple(skipped),
        tuple(fell_back),
        already_imported,
        already_minutes,
        changed,
        minutes,
        decided.listed,
        decided.asked,
        deleted,
        decided.looked_up,
    )
