"""The steps of a run, connected to the ports."""

from workroom_harvest.domain.ports import Ports
from workroom_harvest.domain.use_cases.correcting.ask_chosen import AskChosen
from workroom_harvest.domain.use_cases.correcting.correct_page import CorrectPage
from workroom_harvest.domain.use_cases.correcting.decide_corrections import DecideCorrections
from workroom_harvest.domain.use_cases.correcting.undo_page import UndoPage
from workroom_harvest.domain.use_cases.importing.ask_unlisted import AskUnlisted
from workroom_harvest.domain.use_cases.importing.check_preconditions import CheckPreconditions
from workroom_harvest.domain.use_cases.importing.compare_days import CompareDays
from workroom_harvest.domain.use_cases.importing.conclude import Conclude
from workroom_harvest.domain.use_cases.importing.decide_page import DecidePage
from workroom_harvest.domain.use_cases.importing.end_list import EndList
from workroom_harvest.domain.use_cases.importing.find_gone import FindGone
from workroom_harvest.domain.use_cases.importing.finish_asking import FinishAsking
from workroom_harvest.domain.use_cases.importing.finish_run import FinishRun
from workroom_harvest.domain.use_cases.importing.host_timelogs import (
    HostTimelogs,
    add_timelogs,
    host_timelogs,
)
from workroom_harvest.domain.use_cases.importing.learn_people import LearnPeople
from workroom_harvest.domain.use_cases.importing.look_up import LookUp
from workroom_harvest.domain.use_cases.importing.pick_waiting import PickWaiting
from workroom_harvest.domain.use_cases.importing.preview_page import PreviewPage
from workroom_harvest.domain.use_cases.importing.resolve_owners import ResolveOwners
from workroom_harvest.domain.use_cases.importing.write_page import WritePage
from workroom_harvest.domain.use_cases.performing.back_off import BackOff
from workroom_harvest.domain.use_cases.performing.perform_import import PerformImport
from workroom_harvest.domain.use_cases.performing.report_end import ReportEnd
from workroom_harvest.domain.use_cases.performing.steps import CorrectionSteps, Steps
from workroom_harvest.domain.use_cases.shared.check_access import CheckAccess
from workroom_harvest.domain.use_cases.shared.count_todo import CountTodo
from workroom_harvest.domain.use_cases.shared.harvest_calls import HarvestCalls
from workroom_harvest.domain.use_cases.shared.learn_sight import LearnSight


def wire(ports: Ports, check_access: CheckAccess) -> PerformImport:
    """Return the use case that performs a run, with its steps over these ports."""
    store, host = ports.store, host_timelogs(ports.timelogs)
    calls = HarvestCalls(store, ports.oauth, ports.clock, ports.events)
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
        ask_unlisted=AskUnlisted(
            pick, decide, write, FinishAsking(learn_sight, finish), ports.clock
        ),
        end_list=EndList(store, CompareDays(host), finish),
        find_gone=FindGone(store, decide, write, learn_sight, finish, ports.clock),
        corrections=_correction_steps(ports, host, learn_sight, finish) if host else None,
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
    ask = AskChosen(
        store, decide, correct, learn_sight, FinishAsking(learn_sight, finish), ports.clock
    )
    return CorrectionSteps(decide, correct, ask)
