"""The use case that checks the health of everything that an import needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workroom_harvest.domain.errors import QueueUnavailable, StoreUnavailable, StoreUnfit
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.harvest import HarvestApi, HarvestOAuth, Reach
from workroom_harvest.domain.ports.queue import Workers
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.use_cases.operating.check_host import CheckHost

REACHED: Mapping[Reach, Code] = {
    Reach.ANSWERS: Code.CHECK_ANSWERS,
    Reach.SILENT: Code.CHECK_SILENT,
    Reach.SOMEBODY_ELSE: Code.CHECK_SOMEBODY_ELSE,
    Reach.UNVERIFIED: Code.CHECK_UNVERIFIED,
}
"""The code of the result for each answer to the question who answers at an address."""


class Component(StrEnum):
    """A component that is checked."""

    SETTINGS = "settings"
    DATABASE = "database"
    HOST = "host"
    WORKER = "worker"
    SCHEDULER = "scheduler"
    HARVEST_ID = "harvest_id"
    HARVEST_API = "harvest_api"


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """The result for one component.

    There is more than one message where the host has several faults, or limits. `studio_id` is the
    studio that the host was asked for, and None for every other component.
    """

    component: Component
    is_well: bool
    messages: Sequence[Message]
    studio_id: str | None = None


@dataclass(frozen=True)
class RunHealthChecks:
    """Check everything that an import needs, without changing anything that lasts."""

    store: Store
    workers: Workers
    oauth: HarvestOAuth
    api: HarvestApi
    check_host: CheckHost

    def __call__(self) -> Sequence[HealthCheck]:
        """Return one result for each component.

        An error of a component is part of its result, and not raised.
        """
        looks: Sequence[tuple[Component, Callable[[], HealthCheck]]] = (
            (Component.DATABASE, self._database),
            (Component.HOST, self._host),
            (Component.WORKER, self._worker),
            (Component.SCHEDULER, self._scheduler),
        )
        checks = [_well(Component.SETTINGS, Code.CHECK_SETTINGS_COMPLETE)]
        for component, look in looks:
            try:
                checks.append(look())
            except (QueueUnavailable, StoreUnfit) as error:
                checks.append(HealthCheck(component, False, [error.detail]))
            except StoreUnavailable:
                checks.append(_unwell(component, Code.CHECK_DATABASE_SILENT))
        return [
            *checks,
            _reached(Component.HARVEST_ID, self.oauth),
            _reached(Component.HARVEST_API, self.api),
        ]

    def _database(self) -> HealthCheck:
        if self.store.ready():
            return _well(Component.DATABASE, Code.CHECK_TABLES_THERE)
        return _unwell(Component.DATABASE, Code.CHECK_TABLES_MISSING)

    def _host(self) -> HealthCheck:
        studio_id, problems = self.check_host()
        if problems:
            return HealthCheck(Component.HOST, False, problems, studio_id)
        found = (
            Message(Code.CHECK_WITHOUT_STUDIO)
            if studio_id is None
            else Message(Code.CHECK_HOST_ANSWERS, {"studio": studio_id})
        )
        return HealthCheck(Component.HOST, True, [found, *self.check_host.limits], studio_id)

    def _worker(self) -> HealthCheck:
        self.workers.demand_writes()
        alive = self.workers.alive()
        if not alive:
            return _unwell(Component.WORKER, Code.CHECK_WITHOUT_WORKER)
        message = Message(Code.CHECK_WORKERS_ALIVE, {"count": alive})
        return HealthCheck(Component.WORKER, True, [message])

    def _scheduler(self) -> HealthCheck:
        # A scheduler that is alive writes that it is: where writes are refused, none can be seen.
        self.workers.demand_writes()
        due = self.workers.next_tick()
        if due is None:
            return _unwell(Component.SCHEDULER, Code.CHECK_WITHOUT_SCHEDULER)
        message = Message(Code.CHECK_SCHEDULER_ALIVE, {"due": due.isoformat()})
        return HealthCheck(Component.SCHEDULER, True, [message])


def _well(component: Component, code: Code) -> HealthCheck:
    return HealthCheck(component, True, [Message(code)])


def _unwell(component: Component, code: Code) -> HealthCheck:
    return HealthCheck(component, False, [Message(code)])


def _reached(component: Component, counterpart: HarvestOAuth | HarvestApi) -> HealthCheck:
    reach = counterpart.reach()
    return HealthCheck(component, reach is Reach.ANSWERS, [Message(REACHED[reach])])
