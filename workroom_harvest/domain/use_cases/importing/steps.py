"""The steps of a time slice of an import."""

from dataclasses import dataclass

from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.use_cases.importing.back_off import BackOff
from workroom_harvest.domain.use_cases.importing.check_preconditions import CheckPreconditions
from workroom_harvest.domain.use_cases.importing.decide_page import DecidePage
from workroom_harvest.domain.use_cases.importing.fetch_page import FetchPage
from workroom_harvest.domain.use_cases.importing.resolve_owners import ResolveOwners
from workroom_harvest.domain.use_cases.importing.write_page import WritePage
from workroom_harvest.domain.use_cases.shared.learn_sight import LearnSight


@dataclass(frozen=True)
class Steps:
    """The steps that a time slice takes for each page, with the store and the clock."""

    check_preconditions: CheckPreconditions
    learn_sight: LearnSight
    fetch: FetchPage
    resolve_owners: ResolveOwners
    decide: DecidePage
    write: WritePage
    back_off: BackOff
    store: Store
    clock: Clock
