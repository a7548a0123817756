"""The stored count of the to-do list is right after whatever can change the list."""

from collections.abc import Callable

import pytest

from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.support.factories import NOON, entry, nightly
from tests.use_cases.following_up.helpers import CABIN_TOO, NOT_CABIN, OF_CABIN, OF_PLANS, stored
from tests.use_cases.importing.helpers import at
from workroom_harvest.domain.messages import Code, Message


def elsewhere(plugin: FakedPlugin) -> None:
    """Connect another Harvest account."""
    plugin.harvest.account(2, "Second")
    plugin.connect(2)


def elsewhere_and_back(plugin: FakedPlugin) -> None:
    """Connect another Harvest account, and then the first one again."""
    elsewhere(plugin)
    plugin.connect(1)


def elsewhere_again(plugin: FakedPlugin) -> None:
    """Connect another account, of which entries wait since it was connected last."""
    elsewhere(plugin)
    plugin.harvest.account(2, "Second").put(entry())
    plugin.import_days()
    plugin.connect(1)
    plugin.connect(2)


def disconnect_and_reconnect(plugin: FakedPlugin) -> None:
    """Disconnect, which leaves what waits where it is, and connect the same account again."""
    plugin.use.disconnect(STUDIO)
    plugin.connect()


def forget_and_connect(plugin: FakedPlugin) -> None:
    """Have the studio forgotten, and connect it again."""
    plugin.use.forget_studio(STUDIO)
    plugin.connect()


def leave_out_and_reconnect(plugin: FakedPlugin) -> None:
    """Leave a project out, and disconnect and connect again, which takes it back."""
    plugin.use.leave_out(STUDIO, plugin.elin.id, OF_CABIN)
    disconnect_and_reconnect(plugin)


def cancel_on_the_way(plugin: FakedPlugin) -> None:
    """Cancel an import whose first page let something new wait."""
    plugin.log(1, project_id=77, project_name="Boathouse")
    plugin.harvest.page_size = 5
    run = plugin.request()
    at(plugin, "answered entries", lambda: plugin.use.cancel_import(STUDIO, run.id), nth=2)
    plugin.work()


def a_failed_night(plugin: FakedPlugin) -> None:
    """Let a night fail, and an import by hand count that."""
    plugin.use.set_automated_sync(STUDIO, True)
    run = nightly(connection_id=plugin.connection().id).fail(Message(Code.IMPORT_BROKEN), NOON)
    with plugin.store.transaction() as tx:
        tx.runs.add(run)
        tx.commit()
    plugin.import_days()


def continue_a_night(plugin: FakedPlugin) -> None:
    """Let a night go on that had failed."""
    a_failed_night(plugin)
    night = next(run for run in plugin.runs() if run.request.night)
    plugin.clock.jump(NOON)
    plugin.use.continue_import(STUDIO, night.id)


@pytest.mark.parametrize(
    ("happen", "count"),
    [
        (elsewhere, 0),
        (elsewhere_and_back, 2),
        (elsewhere_again, 1),
        (disconnect_and_reconnect, 2),
        (forget_and_connect, 0),
        (leave_out_and_reconnect, 2),
        (lambda late: late.use.leave_out(STUDIO, late.elin.id, OF_PLANS), 1),
        (lambda late: late.use.disconnect(STUDIO), None),
        (lambda late: late.map(CABIN_TOO), 2),
        (lambda late: late.map(NOT_CABIN), 2),
        (cancel_on_the_way, 3),
        (a_failed_night, 3),
        (continue_a_night, 2),
    ],
)
def test_the_count_is_that_of_the_list(
    late: FakedPlugin, happen: Callable[[FakedPlugin], object], count: int | None
) -> None:
    """Whatever happened last, the stored count is the number of items, without another run."""
    happen(late)
    if count is None:
        assert late.row() is None
        return
    assert stored(late) == count


def test_a_look_at_the_list_mends_a_count_that_differs(late: FakedPlugin) -> None:
    """What the host deleted changes the list, and the count follows once somebody looks."""
    late.log(1, task_id=77)
    late.import_days()
    late.workroom.studio(STUDIO).projects.clear()
    before, shown = late.connection().todo_count, len(late.use.show_todo(STUDIO).items)
    assert (before, shown) == (3, 2)
    assert stored(late) == shown


def test_a_look_at_the_list_leaves_the_count_to_a_run_that_is_under_way(late: FakedPlugin) -> None:
    """While an import is under way, looking at the list writes nothing, as its end counts."""
    late.log(1, task_id=77)
    late.import_days()
    late.request()
    late.workroom.studio(STUDIO).projects.clear()
    before = late.connection()
    late.use.show_todo(STUDIO)
    assert late.connection() == before
