"""The use case that saves what a person changed in the mapping table."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from workroom_harvest.domain.audit import AuditCode, of_mappings
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.errors import (
    ConnectionChanged,
    InvalidMappings,
    NotConnected,
    PairsGiveWay,
)
from workroom_harvest.domain.mapping import Mapped, Pair, ProjectPair, TaskPair, Unmap, apply
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.host import Catalogue, People
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.use_cases.shared.targets import Targets
from workroom_harvest.domain.use_cases.shared.waiting_now import keep_todo_count
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup

P = TypeVar("P", ProjectPair, TaskPair)


@dataclass(frozen=True, slots=True)
class Choice:
    """A person's choice for one row: the Harvest id, and the host's id or None for Not mapped."""

    harvest_id: int
    chosen: str | None


@dataclass(frozen=True, slots=True)
class MappingChanges:
    """The rows of both tables that a person changed."""

    projects: Sequence[Choice]
    tasks: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Saved:
    """The pairs that gave way although nobody asked for that."""

    cleared: Sequence[Pair]


@dataclass(frozen=True)
class SaveMappings:
    """Save the changed rows. Each new pair replaces the pairs that share a side with it."""

    store: Store
    catalogue: Catalogue
    people: People

    def __call__(
        self,
        studio_id: str,
        changes: MappingChanges,
        member_id: str | None = None,
        agreed: Collection[str] | None = None,
    ) -> Saved:
        """Save the changes, all or none, as `member_id` chose; return the pairs that gave way.

        `agreed` are the form fields of those that may give way, any if it is None. Harvest is not
        asked: what it listed last and what is mapped can be mapped. Raise `InvalidMappings` for
        rows that cannot be saved, `PairsGiveWay`, `NotConnected`, or `ConnectionChanged` if
        another account was connected meanwhile.
        """
        with self.store.transaction() as tx:
            connection = tx.connections.for_studio(studio_id)
            if connection is None:
                raise NotConnected
            names = _names(tx, connection, changes)
        targets = Targets.of(self.catalogue, studio_id)
        members = self.people.active_members(studio_id)
        problems = {
            **_problems("project", changes.projects, names[0], targets.projects),
            **_problems("task", changes.tasks, names[1], targets.activity_types),
        }
        if problems:
            raise InvalidMappings(problems)
        with self.store.transaction() as tx:
            # The lock allows one save at a time. The checks refuse a save after a disconnect, which
            # deleted the pairs, or after a change of account, whose Harvest ids are different.
            present = tx.connections.locked(studio_id)
            if present is None:
                raise NotConnected
            if present.id != connection.id:
                raise ConnectionChanged
            held = tx.pairs.projects(studio_id), tx.pairs.tasks(studio_id)
            projects = _applied(ProjectPair, held[0], changes.projects, names[0])
            tasks = _applied(TaskPair, held[1], changes.tasks, names[1])
            if agreed is not None:
                _require_consent({**_given("project", projects), **_given("task", tasks)}, agreed)
            tx.pairs.replace(studio_id, projects.pairs, tasks.pairs)
            _take_back(tx, present, projects, tasks)
            counts = of_mappings((*held[0], *held[1]), (*projects.pairs, *tasks.pairs))
            if counts:
                tx.audit.add(studio_id, member_id, AuditCode.MAPPED, counts)
            keep_todo_count(tx, present, targets, members)
            tx.commit()
        return Saved((*projects.cleared, *tasks.cleared))


def _given(kind: str, mapped: Mapped[P]) -> Mapping[str, str]:
    """Return the form fields of the pairs that gave way, each with that of the row it gave way to.

    Some row has the target in the end, as each row is changed once in a save.
    """
    holders = {pair.target_id: pair.harvest_id for pair in mapped.pairs}
    return {
        f"{kind}-{pair.harvest_id}": f"{kind}-{holders[pair.target_id]}" for pair in mapped.cleared
    }


def _require_consent(given: Mapping[str, str], agreed: Collection[str]) -> None:
    unheard = {field: taker for field, taker in given.items() if field not in agreed}
    if unheard:
        raise PairsGiveWay(given)


def _names(
    tx: Transaction, connection: Connection, changes: MappingChanges
) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """Return the names of the projects and of the tasks that may be mapped, by Harvest id.

    Of those that are not mapped yet, there are only the ones that are to be.
    """
    projects, tasks = tx.pairs.projects(connection.studio_id), tx.pairs.tasks(connection.studio_id)
    return (
        _known(tx, connection, ItemKind.PROJECT, changes.projects) | _by_id(projects),
        _known(tx, connection, ItemKind.TASK, changes.tasks) | _by_id(tasks),
    )


def _known(
    tx: Transaction, connection: Connection, kind: ItemKind, choices: Iterable[Choice]
) -> dict[int, str]:
    mine = (connection.studio_id, connection.harvest_account.id, kind)
    wanted = {choice.harvest_id for choice in choices if choice.chosen is not None}
    names = dict(tx.harvest_items.names(*mine, wanted))
    if wanted <= names.keys():
        return names
    # The names of what waits may have gone with a former connection to the account.
    return {item.id: item.name for item in tx.harvest_items.waiting(*mine)} | names


def _take_back(
    tx: Transaction, connection: Connection, projects: Mapped[ProjectPair], tasks: Mapped[TaskPair]
) -> None:
    """Take back what was left out and is mapped now."""
    mapped = [WaitingGroup(GroupKind.PROJECT, pair.harvest_id) for pair in projects.pairs]
    mapped += [WaitingGroup(GroupKind.TASK, pair.harvest_id) for pair in tasks.pairs]
    account = (connection.studio_id, connection.harvest_account.id)
    tx.left_out.remove(*account, {*mapped}.intersection(tx.left_out.of(*account)))


def _by_id(pairs: Iterable[Pair]) -> dict[int, str]:
    return {pair.harvest_id: pair.harvest_name for pair in pairs}


def _problems(
    kind: str, choices: Iterable[Choice], names: Collection[int], targets: Collection[str]
) -> dict[str, Code]:
    problems = {}
    for choice in choices:
        field = f"{kind}-{choice.harvest_id}"
        if choice.chosen is not None and choice.chosen not in targets:
            problems[field] = Code.TARGET_GONE
        elif choice.chosen is not None and choice.harvest_id not in names:
            problems[field] = Code.ROW_UNKNOWN
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
