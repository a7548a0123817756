"""The use cases: each is one verb over the ports, in one transaction at a time.

`bind(ports)` connects them, for the plugin and for the tests alike.
"""

from dataclasses import dataclass

from workroom_harvest.domain.ports import Ports
from workroom_harvest.domain.ports.correctable_timelogs import correctable
from workroom_harvest.domain.use_cases.auditing.find_entries import FindEntries
from workroom_harvest.domain.use_cases.auditing.list_audit import ListAudit
from workroom_harvest.domain.use_cases.auditing.show_entry import ShowEntry
from workroom_harvest.domain.use_cases.auditing.show_hours import ShowHours
from workroom_harvest.domain.use_cases.auditing.standing_hours import StandingHours
from workroom_harvest.domain.use_cases.connecting.confirm_account import ConfirmAccount
from workroom_harvest.domain.use_cases.connecting.decline_account import DeclineAccount
from workroom_harvest.domain.use_cases.connecting.disconnect import Disconnect
from workroom_harvest.domain.use_cases.connecting.drop_expired_grants import DropExpiredGrants
from workroom_harvest.domain.use_cases.connecting.finish_authorization import FinishAuthorization
from workroom_harvest.domain.use_cases.connecting.open_connection import OpenConnection
from workroom_harvest.domain.use_cases.connecting.show_overview import ShowOverview
from workroom_harvest.domain.use_cases.connecting.show_question import ShowQuestion
from workroom_harvest.domain.use_cases.connecting.start_authorization import StartAuthorization
from workroom_harvest.domain.use_cases.correcting.list_corrections import ListCorrections
from workroom_harvest.domain.use_cases.following_up.dismiss_corrections import DismissCorrections
from workroom_harvest.domain.use_cases.following_up.group_skipped import GroupSkipped
from workroom_harvest.domain.use_cases.following_up.leave_out import LeaveOut, TakeBack
from workroom_harvest.domain.use_cases.following_up.list_waiting import ListWaiting
from workroom_harvest.domain.use_cases.following_up.show_todo import ShowTodo
from workroom_harvest.domain.use_cases.following_up.show_waiting import ShowWaiting
from workroom_harvest.domain.use_cases.importing.host_timelogs import host_timelogs
from workroom_harvest.domain.use_cases.mapping.learn_name import LearnName
from workroom_harvest.domain.use_cases.mapping.refresh_lists import RefreshLists
from workroom_harvest.domain.use_cases.mapping.save_mappings import SaveMappings
from workroom_harvest.domain.use_cases.mapping.show_mappings import ShowMappings
from workroom_harvest.domain.use_cases.operating.check_host import CheckHost
from workroom_harvest.domain.use_cases.operating.count_studio_rows import CountStudioRows
from workroom_harvest.domain.use_cases.operating.forget_old_runs import ForgetOldRuns
from workroom_harvest.domain.use_cases.operating.forget_studio import ForgetStudio
from workroom_harvest.domain.use_cases.operating.rotate_token_keys import RotateTokenKeys
from workroom_harvest.domain.use_cases.operating.run_health_checks import RunHealthChecks
from workroom_harvest.domain.use_cases.operating.warm_up import WarmUp
from workroom_harvest.domain.use_cases.performing.perform_import import PerformImport
from workroom_harvest.domain.use_cases.performing.perform_imports import PerformImports
from workroom_harvest.domain.use_cases.performing.wiring import wire
from workroom_harvest.domain.use_cases.reporting.list_entries import ListEntries
from workroom_harvest.domain.use_cases.reporting.list_runs import ListRuns
from workroom_harvest.domain.use_cases.reporting.list_skipped import ListSkipped
from workroom_harvest.domain.use_cases.reporting.show_preview import ShowPreview
from workroom_harvest.domain.use_cases.reporting.show_run import ShowRun
from workroom_harvest.domain.use_cases.requesting.cancel_import import CancelImport
from workroom_harvest.domain.use_cases.requesting.continue_import import ContinueImport
from workroom_harvest.domain.use_cases.requesting.request_corrections import RequestCorrections
from workroom_harvest.domain.use_cases.requesting.request_import import RequestImport
from workroom_harvest.domain.use_cases.requesting.request_preview import RequestPreview
from workroom_harvest.domain.use_cases.requesting.request_undo import RequestUndo, ShowUndo
from workroom_harvest.domain.use_cases.requesting.request_waiting_import import RequestWaitingImport
from workroom_harvest.domain.use_cases.requesting.start_run import StartRun
from workroom_harvest.domain.use_cases.requesting.today import Today
from workroom_harvest.domain.use_cases.scheduling.dispatch_due import DispatchDue
from workroom_harvest.domain.use_cases.scheduling.set_automated_sync import SetAutomatedSync
from workroom_harvest.domain.use_cases.shared.check_access import CheckAccess
from workroom_harvest.domain.use_cases.shared.count_todo import CountTodo
from workroom_harvest.domain.use_cases.shared.harvest_calls import PAGE_MAX_WAIT, HarvestCalls
from workroom_harvest.domain.use_cases.shared.learn_sight import LearnSight

__all__ = ["UseCases", "bind"]


@dataclass(frozen=True)
class UseCases:
    """The use cases of one app, bound to its adapters.

    `menu_overview` reads a studio's overview for the widgets in a host's own pages.
    """

    check_access: CheckAccess
    today: Today
    show_overview: ShowOverview
    menu_overview: ShowOverview
    start_authorization: StartAuthorization
    finish_authorization: FinishAuthorization
    show_question: ShowQuestion
    confirm_account: ConfirmAccount
    decline_account: DeclineAccount
    drop_expired_grants: DropExpiredGrants
    show_mappings: ShowMappings
    refresh_lists: RefreshLists
    save_mappings: SaveMappings
    request_import: RequestImport
    request_waiting_import: RequestWaitingImport
    request_preview: RequestPreview
    show_preview: ShowPreview
    show_run: ShowRun
    list_audit: ListAudit
    list_runs: ListRuns
    list_entries: ListEntries
    group_skipped: GroupSkipped
    list_skipped: ListSkipped
    cancel_import: CancelImport
    continue_import: ContinueImport
    show_undo: ShowUndo
    request_undo: RequestUndo
    show_hours: ShowHours
    show_entry: ShowEntry
    find_entries: FindEntries
    perform_import: PerformImport
    perform_imports: PerformImports
    show_waiting: ShowWaiting
    list_waiting: ListWaiting
    leave_out: LeaveOut
    take_back: TakeBack
    show_todo: ShowTodo
    list_corrections: ListCorrections
    request_corrections: RequestCorrections
    dismiss_corrections: DismissCorrections
    set_automated_sync: SetAutomatedSync
    dispatch_due: DispatchDue
    forget_old_runs: ForgetOldRuns
    disconnect: Disconnect
    run_health_checks: RunHealthChecks
    rotate_token_keys: RotateTokenKeys
    count_studio_rows: CountStudioRows
    forget_studio: ForgetStudio
    warm_up: WarmUp


def bind(ports: Ports) -> UseCases:
    """Return all use cases over these ports."""
    store, clock, ids, queue = ports.store, ports.clock, ports.ids, ports.queue
    people, access, catalogue = ports.people, ports.access, ports.catalogue
    check_access = CheckAccess(people, access)
    host = host_timelogs(ports.timelogs)
    perform_import = wire(ports, check_access)
    start_run = StartRun(store, queue, ids)
    count_todo = CountTodo(store, catalogue, people)
    on_page = HarvestCalls(store, ports.oauth, clock, ports.events, PAGE_MAX_WAIT)
    opening = _open_connection(ports)
    refresh_lists = RefreshLists(
        store, ports.page_api, on_page, LearnName(store, ports.glance_oauth, on_page)
    )
    return UseCases(
        check_access=check_access,
        today=Today(people, clock),
        show_overview=ShowOverview(store, people, clock),
        menu_overview=ShowOverview(ports.beside, people, clock),
        start_authorization=StartAuthorization(store, ports.oauth, ids),
        finish_authorization=FinishAuthorization(store, ports.oauth, opening),
        show_question=ShowQuestion(store),
        confirm_account=ConfirmAccount(store, opening),
        decline_account=DeclineAccount(store, ports.oauth),
        drop_expired_grants=DropExpiredGrants(store, ports.glance_oauth),
        show_mappings=ShowMappings(store, catalogue, refresh_lists),
        refresh_lists=refresh_lists,
        save_mappings=SaveMappings(store, catalogue, people),
        request_import=RequestImport(start_run),
        request_waiting_import=RequestWaitingImport(start_run, catalogue),
        request_preview=RequestPreview(start_run),
        show_preview=ShowPreview(store, catalogue, people),
        show_run=ShowRun(store),
        list_entries=ListEntries(store),
        list_audit=ListAudit(store, people),
        list_runs=ListRuns(store, people),
        group_skipped=GroupSkipped(store),
        list_skipped=ListSkipped(store),
        cancel_import=CancelImport(store, clock, count_todo),
        continue_import=ContinueImport(store, queue, clock, count_todo),
        show_undo=ShowUndo(store, host),
        request_undo=RequestUndo(start_run, host is not None),
        show_hours=ShowHours(
            store, catalogue, people, StandingHours(store, correctable(ports.timelogs))
        ),
        show_entry=ShowEntry(store, catalogue, people),
        find_entries=FindEntries(store, people),
        perform_import=perform_import,
        perform_imports=PerformImports(perform_import, queue, clock),
        show_waiting=ShowWaiting(store, catalogue),
        list_waiting=ListWaiting(store, catalogue),
        leave_out=LeaveOut(store, catalogue, people),
        take_back=TakeBack(store, catalogue, people),
        show_todo=ShowTodo(store, catalogue, count_todo),
        list_corrections=ListCorrections(store, catalogue, people, host),
        request_corrections=RequestCorrections(start_run, people, is_offered=host is not None),
        dismiss_corrections=DismissCorrections(store, catalogue, people),
        set_automated_sync=SetAutomatedSync(store, clock, count_todo),
        dispatch_due=DispatchDue(store, queue, clock, ids, ports.lookback_days),
        forget_old_runs=ForgetOldRuns(store, ports.keep_runs_days),
        disconnect=Disconnect(store, ports.oauth, clock),
        run_health_checks=RunHealthChecks(
            store,
            ports.workers,
            ports.oauth,
            ports.page_api,
            CheckHost(store, people, access, catalogue, correctable(ports.timelogs)),
        ),
        rotate_token_keys=RotateTokenKeys(store),
        count_studio_rows=CountStudioRows(store),
        forget_studio=ForgetStudio(store, ports.oauth),
        warm_up=WarmUp(store, clock, ids),
    )


def _open_connection(ports: Ports) -> OpenConnection:
    store = ports.store
    return OpenConnection(
        store,
        ports.oauth,
        LearnSight(store, ports.page_api),
        CountTodo(store, ports.catalogue, ports.people),
        ports.clock,
        ports.ids,
        ports.events,
    )
