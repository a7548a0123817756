"""The mapping table: what there is on both sides, and saving what a person changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.errors import ConnectionChanged, InvalidMappings, NotConnected
from workroom_harvest.domain.mapping import Mapped, Pair, ProjectPair, TaskPair, Unmap, apply
from workroom_harvest.domain.ports.harvest import HarvestLists, Named, Reader
from workroom_harvest.domain.ports.host import ActivityType, Catalogue, Project
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.use_cases.learn_name import LearnName
from workroom_harvest.domain.use_cases.tokens import UseTokens

Target = TypeVar("Target", Project, ActivityType)
P = TypeVar("P", ProjectPair, TaskPair)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a Harvest side and what it is mapped to.

    `remark` says what became of either side since it was mapped; empty when nothing did.
    """

    harvest: Named
    target_id: str | None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Table(Generic[Target]):
    """Rows, and what can be chosen: active targets, and archived ones that are mapped."""

    rows: Sequence[Row]
    targets: Sequence[Target]


@dataclass(frozen=True, slots=True)
class MappingTables:
    """Both tables; `partial` when Harvest showed only the connected user's own assignments."""

    projects: Table[Project]
    tasks: Table[ActivityType]
    partial: bool


@dataclass(frozen=True)
class ShowMappings:
    """Harvest's active projects and tasks beside the host's catalogue and the saved pairs."""

    store: Store
    catalogue: Catalogue
    reader: Reader
    tokens: UseTokens
    learn_name: LearnName

    def __call__(self, account_id: str) -> MappingTables:
        """Raises `NotConnected`, `ReconnectNeeded` or `HarvestError`."""
        with self.store.transaction():
            connection = self.store.connections.of(account_id)
            projects = self.store.pairs.projects(account_id)
            tasks = self.store.pairs.tasks(account_id)
        if connection is None:
            raise NotConnected
        lists = self.tokens.call(connection, self.reader.lists)
        self.learn_name(connection)
        return MappingTables(
            projects=table(lists.projects, projects, self.catalogue.projects(account_id)),
            tasks=table(lists.tasks, tasks, self.catalogue.activity_types(account_id)),
            partial=lists.partial,
        )


def table(
    harvest: Sequence[Named], pairs: Iterable[Pair], targets: Sequence[Target]
) -> Table[Target]:
    """Harvest's rows by name, then those that are mapped but no longer in Harvest's list."""
    mapped = {pair.harvest_id: pair for pair in pairs}
    held = {target.id: target for target in targets}
    active = {item.id for item in harvest}
    rows = [
        _row(item, mapped.get(item.id), held, "")
        for item in sorted(harvest, key=lambda item: (item.name.casefold(), item.detail, item.id))
    ]
    rows += [
        _row(Named(pair.harvest_id, pair.harvest_name), pair, held, "No longer active in Harvest.")
        for pair in mapped.values()
        if pair.harvest_id not in active
    ]
    used = {pair.target_id for pair in mapped.values()}
    choices = [target for target in targets if not target.is_archived or target.id in used]
    return Table(rows, choices)


def _row(item: Named, pair: Pair | None, held: Mapping[str, Target], remark: str) -> Row:
    if pair is None:
        return Row(item, None, remark)
    target = held.get(pair.target_id)
    if target is None:
        gone = "Mapped to something that was deleted in Workroom: entries are skipped."
        return Row(item, None, f"{remark} {gone}".strip())
    if target.is_archived:
        return Row(item, pair.target_id, f"{remark} Archived in Workroom.".strip())
    return Row(item, pair.target_id, remark)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose for one row; `chosen` is None for Not mapped."""

    harvest_id: int
    chosen: str | None


@dataclass(frozen=True, slots=True)
class MappingChanges:
    """The rows that a person changed."""

    projects: Sequence[Choice]
    tasks: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did beyond what was asked: the pairs that gave way."""

    cleared: Sequence[Pair]


@dataclass(frozen=True)
class SaveMappings:
    """Assign what was changed; each assignment clears whatever held either side."""

    store: Store
    catalogue: Catalogue
    reader: Reader
    tokens: UseTokens

    def __call__(self, account_id: str, changes: MappingChanges) -> Saved:
        """Raises `InvalidMappings`, `NotConnected`, `ConnectionChanged` or `HarvestError`.

        Nothing was changed then.
        """
        connection = self._connection(account_id)
        names = self._names(connection, changes)
        problems = {
            **_problems("project", changes.projects, names[0], self.catalogue.projects(account_id)),
            **_problems("task", changes.tasks, names[1], self.catalogue.activity_types(account_id)),
        }
        if problems:
            raise InvalidMappings(problems)
        with self.store.transaction() as transaction:
            # One save at a time, and none behind a Disconnect that cleared the pairs, or behind a
            # change of account: its projects and tasks are others.
            present = self.store.connections.locked(account_id)
            if present is None:
                raise NotConnected
            if present.id != connection.id:
                raise ConnectionChanged
            projects = _applied(
                ProjectPair, self.store.pairs.projects(account_id), changes.projects, names[0]
            )
            tasks = _applied(TaskPair, self.store.pairs.tasks(account_id), changes.tasks, names[1])
            self.store.pairs.replace(account_id, projects.pairs, tasks.pairs)
            transaction.commit()
        return Saved((*projects.cleared, *tasks.cleared))

    def _connection(self, account_id: str) -> Connection:
        with self.store.transaction():
            connection = self.store.connections.of(account_id)
        if connection is None:
            raise NotConnected
        return connection

    def _names(
        self, connection: Connection, changes: MappingChanges
    ) -> tuple[Mapping[int, str], Mapping[int, str]]:
        """The names of all Harvest ids that may be mapped; asks Harvest only if it must."""
        with self.store.transaction():
            projects = _by_id(self.store.pairs.projects(connection.account_id))
            tasks = _by_id(self.store.pairs.tasks(connection.account_id))
        if _assigned(changes.projects) <= projects.keys() and (
            _assigned(changes.tasks) <= tasks.keys()
        ):
            return projects, tasks
        lists: HarvestLists = self.tokens.call(connection, self.reader.lists)
        return (
            projects | {item.id: item.name for item in lists.projects},
            tasks | {item.id: item.name for item in lists.tasks},
        )


def _by_id(pairs: Iterable[Pair]) -> dict[int, str]:
    return {pair.harvest_id: pair.harvest_name for pair in pairs}


def _assigned(choices: Iterable[Choice]) -> set[int]:
    return {choice.harvest_id for choice in choices if choice.chosen is not None}


def _problems(
    kind: str, choices: Iterable[Choice], names: Collection[int], targets: Iterable[Target]
) -> dict[str, str]:
    held = {target.id for target in targets}
    problems = {}
    for choice in choices:
        field = f"{kind}-{choice.harvest_id}"
        if choice.chosen is not None and choice.chosen not in held:
            problems[field] = "That is no longer there in Workroom. Choose another."
        elif choice.chosen is not None and choice.harvest_id not in names:
            problems[field] = "Harvest does not know this row as active. Reload the page."
    return problems


def _applied(
    pair: type[P], held: Sequence[P], choices: Iterable[Choice], names: Mapping[int, str]
) -> Mapped[P]:
    mapped = {pair.harvest_id: pair.target_id for pair in held}
    changes: list[P | Unmap] = [
        Unmap(choice.harvest_id)
        if choice.chosen is None
        else pair(choice.harvest_id, names[choice.harvest_id], choice.chosen)
        for choice in choices
        if choice.chosen != mapped.get(choice.harvest_id)
    ]
    return apply(held, changes)
