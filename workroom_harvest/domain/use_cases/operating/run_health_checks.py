"""For whoever runs the plugin: is all well?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.errors import QueueUnavailable, StoreUnavailable, StoreUnfit
from workroom_harvest.domain.ports.harvest import HarvestApi, HarvestOAuth, Reach
from workroom_harvest.domain.ports.queue import Workers
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.use_cases.operating.check_host import CheckHost

REACHED: Mapping[Reach, str] = {
    Reach.ANSWERS: "answers",
    Reach.SILENT: "does not answer. Check its address and the network.",
    Reach.SOMEBODY_ELSE: (
        "something answers, but not as Harvest does. Check its address, and what stands in "
        "between: a proxy, a sign-in page of the network, a page about maintenance."
    ),
    Reach.UNVERIFIED: (
        "its certificate could not be verified, so nothing is sent there. Check its address, this "
        "machine's clock and the certificates that it trusts, and who stands in between."
    ),
}


NO_DATABASE = "the database does not answer. Check its address, and that the server is up."


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One thing that was looked at: how it is, and what to do if it is not well."""

    name: str
    is_well: bool
    sentence: str


@dataclass(frozen=True)
class RunHealthChecks:
    """Look at everything that an import needs, without changing anything that lasts."""

    store: Store
    workers: Workers
    oauth: HarvestOAuth
    api: HarvestApi
    check_host: CheckHost

    def __call__(self) -> Sequence[HealthCheck]:
        """A finding each; none of them raises."""
        looks: Sequence[tuple[str, Callable[[], HealthCheck]]] = (
            ("Database", self._database),
            ("Workroom", self._workroom),
            ("Worker", self._worker),
            ("Scheduler", self._scheduler),
        )
        findings = [HealthCheck("Settings", True, "complete")]
        for name, look in looks:
            try:
                findings.append(look())
            except QueueUnavailable as error:
                findings.append(HealthCheck(name, False, str(error)))
            except StoreUnfit as error:
                findings.append(HealthCheck(name, False, str(error)))
            except StoreUnavailable:
                findings.append(HealthCheck(name, False, NO_DATABASE))
        return [
            *findings,
            self._answers("Harvest ID", self.oauth),
            self._answers("Harvest API", self.api),
        ]

    def _database(self) -> HealthCheck:
        if self.store.ready():
            return HealthCheck("Database", True, "tables are there")
        return HealthCheck(
            "Database", False, "tables or columns are missing. Run the migrations: upgrade heads."
        )

    def _workroom(self) -> HealthCheck:
        studio, problems = self.check_host()
        if problems:
            whose = f" (asked for studio {studio})" if studio else ""
            sentence = f"{'; '.join(problems)}{whose}. Mend what was given to WorkroomHarvest."
            return HealthCheck("Workroom", False, sentence)
        if studio is None:
            return HealthCheck(
                "Workroom", True, "no studio is connected that it could be asked for"
            )
        return HealthCheck(
            "Workroom",
            True,
            f"answers for studio {studio}; Timelogs.add_many is tried by an import only",
        )

    def _worker(self) -> HealthCheck:
        self.workers.demand_writes()
        alive = self.workers.alive()
        if alive:
            return HealthCheck("Worker", True, f"{alive} alive, and Redis answers")
        return HealthCheck("Worker", False, "none alive. Start one: flask harvest worker")

    def _scheduler(self) -> HealthCheck:
        # Who lives says so by writing: where that is refused, nobody is seen.
        self.workers.demand_writes()
        due = self.workers.next_tick()
        if due:
            return HealthCheck("Scheduler", True, f"alive, next tick {due:%Y-%m-%d %H:%M} UTC")
        return HealthCheck("Scheduler", False, "none alive. Start one: flask harvest scheduler")

    @staticmethod
    def _answers(name: str, counterpart: HarvestOAuth | HarvestApi) -> HealthCheck:
        reach = counterpart.reach()
        return HealthCheck(name, reach is Reach.ANSWERS, REACHED[reach])
