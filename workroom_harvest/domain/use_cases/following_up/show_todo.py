"""The use case that reads what somebody of a studio has to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.ports.host import Catalogue
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.todo import GroupWaits, TodoItem, stored_count
from workroom_harvest.domain.use_cases.following_up.group_names import ItemNames
from workroom_harvest.domain.use_cases.shared.count_todo import CountTodo
from workroom_harvest.domain.use_cases.shared.targets import Targets
from workroom_harvest.domain.use_cases.shared.waiting_now import todo_now, waiting_now
from workroom_harvest.domain.waiting import Tally, WaitingGroup


@dataclass(frozen=True, slots=True)
class TodoList:
    """What is to be done, the most urgent first, and the names of the groups in it.

    `waiting` is how much waits, whether it needs somebody or not, but for what was left out.
    """

    items: Sequence[TodoItem]
    names: Mapping[WaitingGroup, str]
    waiting: Tally


@dataclass(frozen=True)
class ShowTodo:
    """Read the to-do list afresh; its count is kept with the connection."""

    store: Store
    catalogue: Catalogue
    count_todo: CountTodo

    def __call__(self, studio_id: str) -> TodoList:
        """Return what somebody of the studio has to do: nothing, if it has no connection.

        A count that differs is mended, unless a run is under way, whose end counts: the host may
        have deleted what was mapped, or a worker was killed before it counted.
        """
        self.count_todo.where_owner_changed(studio_id)
        targets = Targets.of(self.catalogue, studio_id)
        members = self.count_todo.members(studio_id)
        with self.store.transaction() as tx:
            connection = tx.connections.for_studio(studio_id)
            if connection is None:
                return TodoList((), {}, Tally())
            counted = waiting_now(tx, connection, targets).groups
            items = todo_now(tx, connection, counted, members)
            groups = [one.group.group for one in items if isinstance(one, GroupWaits)]
            names = ItemNames.of_groups(tx, connection, groups)
            differs = stored_count(items) != connection.todo and not tx.runs.is_busy(studio_id)
        if differs:
            self.count_todo(studio_id)
        return TodoList(
            items,
            {group: names.of_group(group) for group in groups},
            sum((one.tally for one in counted if not one.is_left_out), Tally()),
        )
