"""The use cases: each is one verb over the ports, in one transaction at a time.

`bind(ports)` connects them, for the plugin and for the tests alike.
"""

from dataclasses import dataclass

from workroom_harvest.domain.ports.background import Background
from workroom_harvest.domain.ports.clock import Clock, Ids, Random
from workroom_harvest.domain.ports.correctable_timelogs import correctable
from workroom_harvest.domain.ports.events import Events
from workroom_harvest.domain.ports.harvest import HarvestApi, HarvestOAuth
from workroom_harvest.domain.ports.host import Access, Catalogue, People, Timelogs
from workroom_harvest.domain.ports.queue import ImportQueue, Workers
from workroom_harvest.domain.ports.store import Store
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
from workroom_harvest.domain.use_cases.following_up.dismiss_corrections import DismissCorrections
from workroom_harvest.domain.use_cases.following_up.leave_out import LeaveOut, TakeBack
from workroom_harvest.domain.use_cases.following_up.list_waiting import ListWaiting
from workroom_harvest.domain.use_cases.following_up.show_todo import ShowTodo
from workroom_harvest.domain.use_cases.following_up.show_waiting import ShowWaiting
from workroom_harvest.domain.use_cases.importing.ask_chosen import AskChosen
from workroom_harvest.domain.use_cases.importing.ask_unlisted import AskUnlisted
from workroom_harvest.domain.use_cases.importing.back_off import BackOff
from workroom_harvest.domain.use_cases.importing.cancel_import import CancelImport
from workroom_harvest.domain.use_cases.importing.check_preconditions import CheckPreconditions
from workroom_harvest.domain.use_cases.importing.compare_days import CompareDays
from workroom_harvest.domain.use_cases.importing.conclude import Conclude
from workroom_harvest.domain.use_cases.importing.continue_import import ContinueImport
from workroom_harvest.domain.use_cases.importing.correct_page import CorrectPage
from workroom_harvest.domain.use_cases.importing.decide_corrections import DecideCorrections
from workroom_harvest.domain.use_cases.importing.decide_page import DecidePage
from workroom_harvest.domain.use_cases.importing.find_gone import FindGone
from workroom_harvest.domain.use_cases.importing.finish_run import FinishRun
from workroom_harvest.domain.use_cases.importing.host_timelogs import HostTimelogs, add_timelogs
from workroom_harvest.domain.use_cases.importing.learn_people import LearnPeople
from workroom_harvest.domain.use_cases.importing.list_corrections import ListCorrections
from workroom_harvest.domain.use_cases.importing.list_entries import ListEntries
from workroom_harvest.domain.use_cases.importing.list_runs import ListRuns
from workroom_harvest.domain.use_cases.importing.list_skipped import ListSkipped
from workroom_harvest.domain.use_cases.importing.look_up import LookUp
from workroom_harvest.domain.use_cases.importing.perform_import import PerformImport
from workroom_harvest.domain.use_cases.importing.perform_imports import PerformImports
from workroom_harvest.domain.use_cases.importing.pick_waiting import PickWaiting
from workroom_harvest.domain.use_cases.importing.preview_page import PreviewPage
from workroom_harvest.domain.use_cases.importing.report_end import ReportEnd
from workroom_harvest.domain.use_cases.importing.request_corrections import RequestCorrections
from workroom_harvest.domain.use_cases.importing.request_import import RequestImport
from workroom_harvest.domain.use_cases.importing.request_preview import RequestPreview
from workroom_harvest.domain.use_cases.importing.request_undo import RequestUndo, ShowUndo
from workroom_harvest.domain.use_cases.importing.request_waiting_import import RequestWaitingImport
from workroom_harvest.domain.use_cases.importing.resolve_owners import ResolveOwners
from workroom_harvest.domain.use_cases.importing.show_preview import ShowPreview
from workroom_harvest.domain.use_cases.importing.show_run import ShowRun
from workroom_harvest.domain.use_cases.importing.start_run import StartRun
from workroom_harvest.domain.use_cases.importing.steps import CorrectionSteps, Steps
from workroom_harvest.domain.use_cases.importing.today import Today
from workroom_harvest.domain.use_cases.importing.undo_page import UndoPage
from workroom_harvest.domain.use_cases.importing.write_page import WritePage
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
from workroom_harvest.domain.use_cases.scheduling.dispatch_due import DispatchDue
from workroom_harvest.domain.use_cases.scheduling.set_automated_sync import SetAutomatedSync
from workroom_harvest.domain.use_cases.shared.check_access import CheckAccess
from workroom_harvest.domain.use_cases.shared.count_todo import CountTodo
from workroom_harvest.domain.use_cases.shared.harvest_calls import PAGE_MAX_WAIT, HarvestCalls
from workroom_harvest.domain.use_cases.shared.learn_sight import LearnSight

__all__ = ["Ports", "UseCases", "bind"]


@dataclass(frozen=True)
class Ports:
    """The ports of all use cases, and the numbers that a host can choose.

    Harvest is called in three ways: by a worker (`api` and `oauth`), which has time; while somebody
    looks at a page (`page_api`); and for what such a page can do without (`glance_oauth`). `beside`
    is the same database as `store`, read without ending the host's own transaction. `lookback_days`
    is how many days back a night takes entries, and `keep_runs_days` how many days a run is kept
    after its end.
    """

    store: Store
    beside: Store
    queue: ImportQueue
    workers: Workers
    oauth: HarvestOAuth
    glance_oauth: HarvestOAuth
    api: HarvestApi
    page_api: HarvestApi
    people: People
    access: Access
    catalogue: Catalogue
    timelogs: Timelogs
    events: Events
    clock: Clock
    random: Random
    background: Background
    ids: Ids
    lookback_days: int
    keep_runs_days: int


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
    host = host_timelogs(ports)
    perform_import = _perform_import(ports, check_access)
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
        save_mappings=SaveMappings(store, catalogue),
        request_import=RequestImport(start_run),
        request_waiting_import=RequestWaitingImport(start_run, catalogue),
        request_preview=RequestPreview(start_run),
        show_preview=ShowPreview(store, catalogue, people),
        show_run=ShowRun(store),
        list_entries=ListEntries(store),
        list_audit=ListAudit(store, people),
        list_runs=ListRuns(store, people),
        list_skipped=ListSkipped(store),
        cancel_import=CancelImport(store, clock, count_todo),
        continue_import=ContinueImport(store, queue, clock, count_todo),
        show_undo=ShowUndo(store, host_timelogs(ports)),
        request_undo=RequestUndo(start_run, host_timelogs(ports) is not None),
        show_hours=ShowHours(
            store, catalogue, people, StandingHours(store, correctable(ports.timelogs))
        ),
        show_entry=ShowEntry(store, catalogue, people),
        find_entries=FindEntries(store, people),
        perform_import=perform_import,
        perform_imports=PerformImports(perform_import, queue, clock),
        show_waiting=ShowWaiting(store, catalogue),
        list_waiting=ListWaiting(store, catalogue),
        leave_out=LeaveOut(store, catalogue),
        take_back=TakeBack(store, catalogue),
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


def host_timelogs(ports: Ports) -> HostTimelogs | None:
    """Return the host's timelogs to look up, change and remove, or None if it offers none."""
    found = correctable(ports.timelogs)
    return None if found is None else HostTimelogs(found)


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


def _perform_import(ports: Ports, check_access: CheckAccess) -> PerformImport:
    store, host = ports.store, host_timelogs(ports)
    calls = HarvestCalls(store, ports.oauth, ports.clock, ports.events)
    timelogs = correctable(ports.timelogs)
    host = HostTimelogs(timelogs) if timelogs else None
    learn_sight = LearnSight(store, ports.api)
    finish = FinishRun(store, ports.clock, Conclude(host))
    pick = PickWaiting(store)
    decide, write = (
        DecidePage(store, pick),
        WritePage(store, LookUp(host), add_timelogs(ports.timelogs)),
    )
    steps = Steps(
        check_preconditions=CheckPreconditions(store, ports.catalogue, check_access),
        learn_sight=learn_sight,
        resolve_owners=ResolveOwners(ports.people),
        decide=decide,
        write=write,
        preview=PreviewPage(store),
        ask_unlisted=AskUnlisted(pick, decide, write, learn_sight, finish, ports.clock),
        compare_days=CompareDays(store, host),
        find_gone=FindGone(store, decide, write, learn_sight, finish, ports.clock),
        corrections=_correction_steps(ports, host, learn_sight, finish) if host else None,
        finish=finish,
        undo=UndoPage(store, ports.clock, host) if host else None,
        back_off=BackOff(store, ports.random),
        count_todo=CountTodo(store, ports.catalogue, ports.people),
        learn_people=LearnPeople(store),
        store=store,
        clock=ports.clock,
        api=ports.api,
        calls=calls,
        background=ports.background,
    )
    return PerformImport(store, ports.queue, steps, ReportEnd(store, ports.events))


def _correction_steps(
    ports: Ports, host: HostTimelogs, learn_sight: LearnSight, finish: FinishRun
) -> CorrectionSteps:
    store, decide = ports.store, DecideCorrections(ports.store)
    correct = CorrectPage(store, host, add_timelogs(ports.timelogs))
    ask = AskChosen(store, decide, correct, learn_sight, finish, ports.clock)
    return CorrectionSteps(decide, correct, ask)
