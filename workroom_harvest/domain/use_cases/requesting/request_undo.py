"""The use cases by which a person undoes an import: to see what would go, and to let it go."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.errors import NotConnected, RunClosed
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.run import ImportRun, Request, RunKind
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.correcting.undo_page import PAGE, protected
from workroom_harvest.domain.use_cases.importing.host_timelogs import HostTimelogs
from workroom_harvest.domain.use_cases.reporting.show_run import own_run
from workroom_harvest.domain.use_cases.requesting.start_run import Requested, StartRun


@dataclass(frozen=True, slots=True)
class UndoCounts:
    """How many timelogs an undo of the run would remove, of how many minutes, and keep, and why."""

    run: ImportRun
    would_remove: int
    minutes: int
    would_keep: Mapping[SkipReason, int]


@dataclass(frozen=True)
class ShowUndo:
    """Count what an undo of an import would remove, as Workroom is now."""

    store: Store
    timelogs: HostTimelogs | None

    def __call__(self, studio_id: str, run_id: str) -> UndoCounts:
        """Return the counts; nothing is changed.

        Raise `NotFound` for an unknown id or another studio's, `NotConnected` without a connection,
        and `RunClosed` if the run cannot be undone.
        """
        removed, minutes, kept, after = 0, 0, Counter[SkipReason](), 0
        with self.store.transaction() as tx:
            connection = tx.connections.for_studio(studio_id)
            run = undoable(tx, studio_id, run_id)
        if connection is None:
            raise NotConnected
        if self.timelogs is None:
            raise RunClosed(Code.CANNOT_UNDO)
        account_id = connection.harvest_account.id
        while True:
            with self.store.transaction() as tx:
                page = tx.timelog_marks.written_page(
                    studio_id, account_id, run_id, most=PAGE, after=after
                )
                found = self.timelogs.find(tx, studio_id, list(page))
                stays = protected(tx, studio_id, page, found)
            kept.update(why.reason for why in stays.values())
            removed += len(page) - len(stays)
            minutes += sum(one.minutes for number, one in page.items() if number not in stays)
            if len(page) < PAGE:
                return UndoCounts(run, removed, minutes, kept)
            after = max(page)

    def is_possible(self, run: ImportRun) -> bool:
        """Return whether the run is an import that is over and wrote timelogs that may stand."""
        offered = self.timelogs is not None and run.is_import and run.is_over
        if not (offered and run.progress.imported):
            return False
        with self.store.transaction() as tx:
            connection = tx.connections.for_studio(run.studio_id)
            return connection is not None and _has_timelogs(tx, connection, run.id)


@dataclass(frozen=True)
class RequestUndo:
    """Start the removal of the timelogs that an import wrote, unless another run is live."""

    start: StartRun
    is_offered: bool

    def __call__(self, studio_id: str, member_id: str, run_id: str) -> Requested:
        """Return the new run, or the live one if it undoes the same import already.

        Raise `NotFound` for an unknown id or another studio's, `RunClosed` if the run cannot be
        undone, nothing of it is left, or another run is live, and what `StartRun` does.
        """
        with self.start.store.transaction() as tx:
            own_run(tx, studio_id, run_id)
        if not self.is_offered:
            raise RunClosed(Code.CANNOT_UNDO)

        def ask(tx: Transaction, connection: Connection) -> Request:
            run = undoable(tx, studio_id, run_id)
            live = tx.runs.live(studio_id)
            is_ours = live is not None and live.request.undoes == run_id
            if live is not None and not (live.is_preview or is_ours):
                raise RunClosed(Code.UNDO_WHILE_RUNNING)
            if not (is_ours or _has_timelogs(tx, connection, run_id)):
                raise RunClosed(Code.NOTHING_TO_UNDO)
            return Request(RunKind.UNDO, run.request.window, started_by=member_id, undoes=run_id)

        return self.start(studio_id, ask)


def undoable(tx: Transaction, studio_id: str, run_id: str) -> ImportRun:
    """Return the studio's run; raise `RunClosed` unless it is an import that is over."""
    run = own_run(tx, studio_id, run_id)
    if not run.is_import:
        raise RunClosed(Code.NO_IMPORT_TO_UNDO)
    if not run.is_over:
        raise RunClosed(Code.UNDO_WHILE_RUNNING)
    return run


def _has_timelogs(tx: Transaction, connection: Connection, run_id: str) -> bool:
    account = connection.studio_id, connection.harvest_account.id
    return bool(tx.timelog_marks.written_page(*account, run_id, most=1))
