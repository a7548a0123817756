"""For whoever runs the plugin: is all well, and sealing tokens anew."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.errors import QueueUnavailable, StoreUnavailable, StoreUnfit
from workroom_harvest.domain.ports.harvest import Login, Reach, Reader
from workroom_harvest.domain.ports.queue import Workers
from workroom_harvest.domain.ports.store import Resealed, Store
from workroom_harvest.domain.use_cases.check_host import CheckHost

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
class Finding:
    """One thing that was looked at: how it is, and what to do if it is not well."""

    name: str
    is_well: bool
    sentence: str


@dataclass(frozen=True)
class CheckUp:
    """Look at everything that an import needs, without changing anything that lasts."""

    store: Store
    workers: Workers
    login: Login
    reader: Reader
    check_host: CheckHost

    def __call__(self) -> Sequence[Finding]:
        """A finding each; none of them raises."""
        looks: Sequence[tuple[str, Callable[[], Finding]]] = (
            ("Database", self._database),
            ("Workroom", self._workroom),
            ("Worker", self._worker),
            ("Scheduler", self._scheduler),
        )
        findings = [Finding("Settings", True, "complete")]
        for name, look in looks:
            try:
                findings.append(look())
            except QueueUnavailable as error:
                findings.append(Finding(name, False, str(error)))
            except StoreUnfit as error:
                findings.append(Finding(name, False, str(error)))
            except StoreUnavailable:
                findings.append(Finding(name, False, NO_DATABASE))
        return [
            *findings,
            self._answers("Harvest ID", self.login),
            self._answers("Harvest API", self.reader),
        ]

    def _database(self) -> Finding:
        if self.store.ready():
            return Finding("Database", True, "tables are there")
        return Finding(
            "Database", False, "tables or columns are missing. Run the migrations: upgrade heads."
        )

    def _workroom(self) -> Finding:
        studio, problems = self.check_host()
        if problems:
            whose = f" (asked for studio {studio})" if studio else ""
            sentence = f"{'; '.join(problems)}{whose}. Mend what was given to WorkroomHarvest."
            return Finding("Workroom", False, sentence)
        if studio is None:
            return Finding("Workroom", True, "no studio is connected that it could be asked for")
        return Finding(
            "Workroom",
            True,
            f"answers for studio {studio}; Timelogs.add_many is tried by an import only",
        )

    def _worker(self) -> Finding:
        self.workers.demand_writes()
        alive = self.workers.alive()
        if alive:
            return Finding("Worker", True, f"{alive} alive, and Redis answers")
        return Finding("Worker", False, "none alive. Start one: flask harvest worker")

    def _scheduler(self) -> Finding:
        # Who lives says so by writing: where that is refused, nobody is seen.
        self.workers.demand_writes()
        due = self.workers.next_tick()
        if due:
            return Finding("Scheduler", True, f"alive, next tick {due:%Y-%m-%d %H:%M} UTC")
        return Finding("Scheduler", False, "none alive. Start one: flask harvest scheduler")

    @staticmethod
    def _answers(name: str, counterpart: Login | Reader) -> Finding:
        reach = counterpart.reach()
        return Finding(name, reach is Reach.ANSWERS, REACHED[reach])


@dataclass(frozen=True)
class SealAnew:
    """Seal all tokens under the newest key, so that older keys can be retired."""

    store: Store

    def __call__(self) -> Resealed:
        """What was done, and which studios have to reconnect before an old key is retired."""
        with self.store.transaction() as transaction:
            resealed = self.store.connections.reseal()
            transaction.commit()
        return resealed
