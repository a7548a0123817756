"""What can be done: one verb each, over ports, one transaction at a time."""

from dataclasses import dataclass

from workroom_harvest.domain.use_cases.admit import Admit
from workroom_harvest.domain.use_cases.connect import Disconnect, FinishConsent, StartConsent
from workroom_harvest.domain.use_cases.imports import RequestImport, ShowRun, Today
from workroom_harvest.domain.use_cases.maintain import CheckUp, SealAnew
from workroom_harvest.domain.use_cases.mappings import SaveMappings, ShowMappings
from workroom_harvest.domain.use_cases.nights import SetAutomatedSync, StartWhatIsDue
from workroom_harvest.domain.use_cases.overview import ShowOverview
from workroom_harvest.domain.use_cases.perform_import import PerformImport

__all__ = ["UseCases"]


@dataclass(frozen=True)
class UseCases:
    """Every use case of one app, bound to its adapters."""

    admit: Admit
    today: Today
    show_overview: ShowOverview
    start_consent: StartConsent
    finish_consent: FinishConsent
    show_mappings: ShowMappings
    save_mappings: SaveMappings
    request_import: RequestImport
    show_run: ShowRun
    perform_import: PerformImport
    set_automated_sync: SetAutomatedSync
    start_what_is_due: StartWhatIsDue
    disconnect: Disconnect
    check_up: CheckUp
    seal_anew: SealAnew
