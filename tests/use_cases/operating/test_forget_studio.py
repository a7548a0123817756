"""Forgetting a studio erases all that is kept of it, and leaves its timelogs."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.plugin import STUDIO, FakedPlugin
from tests.fakes.wiring import faked_plugin
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.ports.store.studio_rows import RowKind
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.operating.forget_studio import Forgotten
from workroom_harvest.domain.window import Days

FULL = {
    RowKind.CONNECTIONS: 1,
    RowKind.PROJECT_PAIRS: 2,
    RowKind.TASK_PAIRS: 2,
    RowKind.AUTHORIZATION_REQUESTS: 1,
    RowKind.AUDIT: 3,
    RowKind.RUNS: 1,
    RowKind.LEASES: 1,
    RowKind.ENTRIES: 8,
    RowKind.SKIPPED_ENTRIES: 1,
    RowKind.ENTRY_NOTES: 1,
    RowKind.READ_DAYS: 1,
    RowKind.HARVEST_ITEMS: 5,
    RowKind.HASH_KEYS: 1,
}
ENTRIES, PAGE_SIZE = 8, 3
EMPTY_DAYS = Days(date(2020, 1, 1), date(2020, 1, 2))


@pytest.fixture
def full(connected: FakedPlugin) -> FakedPlugin:
    """Return a plugin with rows of every kind, after an import of seven of eight entries."""
    connected.log(ENTRIES - 1)
    connected.log(is_running=True)
    connected.import_days()
    connected.set_out()
    assert connected.use.count_studio_rows(STUDIO) == FULL
    return connected


def test_everything_is_erased_but_the_timelogs(full: FakedPlugin) -> None:
    """All rows of the studio go, the grant at Harvest ends, and timelogs stay."""
    assert full.use.forget_studio(STUDIO) == Forgotten(FULL, is_revoked=True)
    assert full.use.count_studio_rows(STUDIO) == {}
    assert full.harvest.grants == 0
    assert len(full.timelogs()) == ENTRIES - 1


def test_nothing_is_known_of_what_was_imported(full: FakedPlugin) -> None:
    """A later import gives the same entries to Workroom again, which refuses stamps that it has."""
    full.use.forget_studio(STUDIO)
    full.connect()
    full.map()
    skipped = full.import_days().progress.skipped
    assert skipped == {SkipReason.SAVE_FAILED: ENTRIES - 1, SkipReason.TIMER_RUNNING: 1}


def test_a_studio_that_was_disconnected_is_forgotten_too(full: FakedPlugin) -> None:
    """What Disconnect leaves goes as well, and there is no grant left to end."""
    full.use.disconnect(STUDIO)
    forgotten = full.use.forget_studio(STUDIO)
    gone = {
        RowKind.CONNECTIONS,
        RowKind.PROJECT_PAIRS,
        RowKind.TASK_PAIRS,
        RowKind.ENTRY_NOTES,
        RowKind.HARVEST_ITEMS,
    }
    assert (set(forgotten.rows), forgotten.is_revoked) == (FULL.keys() - gone, True)
    assert full.use.count_studio_rows(STUDIO) == {}


def test_of_an_unknown_studio_there_is_nothing_to_erase(full: FakedPlugin) -> None:
    """Forgetting a studio of which nothing is kept commits nothing."""
    full.lose("commit")
    assert full.use.forget_studio("nobody") == Forgotten()
    assert full.use.count_studio_rows(STUDIO) == FULL


def test_a_lease_that_was_not_there_is_not_counted(connected: FakedPlugin) -> None:
    """The lease that keeps others out meanwhile is neither counted nor left behind."""
    assert RowKind.LEASES not in connected.use.forget_studio(STUDIO).rows
    assert connected.database.committed("leases") == {}


def _no_way(plugin: FakedPlugin) -> None:
    plugin.harvest.offers_revocation = False


def _sealed_shut(plugin: FakedPlugin) -> None:
    plugin.store.is_sealed_shut = True


@pytest.mark.parametrize("trouble", [_no_way, _sealed_shut])
def test_it_is_told_where_harvest_could_not_be(
    full: FakedPlugin, trouble: Callable[[FakedPlugin], None]
) -> None:
    """Everything is erased and it is said so where Harvest could not be told."""
    trouble(full)
    assert full.use.forget_studio(STUDIO) == Forgotten(FULL, is_revoked=False)
    assert full.use.count_studio_rows(STUDIO) == {}


@pytest.mark.parametrize(("moment", "is_kept"), [("commit", True), ("revoke", False)])
def test_it_is_done_as_a_whole_or_not_at_all(full: FakedPlugin, moment: str, is_kept: bool) -> None:
    """Forgetting that is killed has erased everything or nothing."""
    full.moments.kill(moment)
    with pytest.raises(Crash):
        full.use.forget_studio(STUDIO)
    full.moments.revive()
    assert full.use.count_studio_rows(STUDIO) == (FULL if is_kept else {})


def test_a_lost_answer_to_the_commit_loses_nothing(full: FakedPlugin) -> None:
    """The grant is withdrawn, and what was erased is told, though the commit's answer was lost."""
    full.lose("committed")
    assert full.use.forget_studio(STUDIO) == Forgotten(FULL, is_revoked=True)
    assert full.harvest.grants == 0


def test_what_was_not_stored_withdraws_nothing(full: FakedPlugin) -> None:
    """A commit that failed is raised, and leaves the rows and the grant."""
    full.lose("commit")
    with pytest.raises(StoreUnavailable):
        full.use.forget_studio(STUDIO)
    assert full.use.count_studio_rows(STUDIO) == FULL
    assert full.harvest.grants == 1


def _busy() -> FakedPlugin:
    plugin = faked_plugin(page_size=PAGE_SIZE)
    plugin.connect()
    plugin.map()
    plugin.log(ENTRIES)
    return plugin


def _moments(moment: str) -> int:
    """Return how often a moment is reached in an import that nobody disturbs."""
    plugin, reached = _busy(), []
    plugin.request()
    plugin.moments.watchers.append(lambda name: reached.append(name) if name == moment else None)
    plugin.work()
    return len(reached)


def _kept(plugin: FakedPlugin) -> object:
    return plugin.use.count_studio_rows(STUDIO), plugin.timelogs(), plugin.runs()


def _forgotten_at(moment: str, nth: int, *, returns: bool) -> tuple[object, object]:
    """Return what is kept after forgetting at that moment of an import, and at the import's end."""
    plugin = _busy()
    run = plugin.request()
    plugin.queue.take()
    kept: list[object] = []

    def forget() -> None:
        plugin.use.forget_studio(STUDIO)
        if returns:
            plugin.connect()
            plugin.map()
            plugin.import_days(EMPTY_DAYS)
        kept.append(_kept(plugin))

    plugin.moments.at(moment, forget, nth=nth)
    plugin.use.perform_import(run.id)
    (then,) = kept
    return then, _kept(plugin)


@pytest.mark.parametrize("returns", [False, True])
@pytest.mark.parametrize("moment", ["begin", "answered entries"])
def test_an_import_that_is_under_way_writes_nothing_afterwards(moment: str, returns: bool) -> None:
    """Wherever forgetting comes in an import, that import writes nothing more.

    Nor does it once the studio `returns`: it connects, maps and imports other days at once, whose
    import has had the lease by then.
    """
    for nth in range(1, _moments(moment) + 1):
        then, in_the_end = _forgotten_at(moment, nth, returns=returns)
        assert then == in_the_end, f"{moment} {nth}"
