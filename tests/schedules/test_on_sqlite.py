"""Every interleaving of each two use cases over the real store, at each of its statements.

The bound is one disturbance in either form; the short form has some of the pairs.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.schedules.corrections import MET_MOST
from tests.schedules.scene import BUTTON_PAIRS, FIRST_PAIRS, PAIRS, Scene, play, search
from tests.schedules.sqlite_file import SqliteFile
from tests.schedules.sqlite_world import SqliteWorlds
from workroom_harvest.adapters.sql.repositories.connections import SqlConnections

SHORT_PAIRS = [
    ("click", "click"),
    ("refresh", "refresh"),
    ("save", "other account"),
    ("confirm", "disconnect"),
]
SHORT_FIRST_PAIRS = [("connect", "connect")]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each test the pairs of its form."""
    is_long = metafunc.config.getoption("--long")
    for argument, all_of_them, some in (
        ("pair", [*PAIRS, *BUTTON_PAIRS, *MET_MOST], SHORT_PAIRS),
        ("first_pair", FIRST_PAIRS, SHORT_FIRST_PAIRS),
    ):
        if argument in metafunc.fixturenames:
            metafunc.parametrize(argument, all_of_them if is_long else some, ids=" + ".join)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[SqliteFile]:
    """Return an empty file with the plugin's tables."""
    file = SqliteFile(tmp_path / "plugin.sqlite3")
    yield file
    file.close()


def test_two_use_cases_keep_every_promise_on_sqlite(
    file: SqliteFile, pair: tuple[str, str], count: Callable[[int], None]
) -> None:
    """Wherever between two statements something happens, inside of transactions, too."""
    count(search(Scene(*pair, SqliteWorlds(file)), 1))


def test_so_do_two_where_nobody_is_connected_yet_on_sqlite(
    file: SqliteFile, first_pair: tuple[str, str], count: Callable[[int], None]
) -> None:
    """Each would be the first."""
    count(search(Scene(*first_pair, SqliteWorlds(file, is_connected=False)), 1))


def test_it_notices_a_lock_that_is_none(file: SqliteFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever only reads what they should lock writes over what came in between."""
    scene = Scene("save", "other account", SqliteWorlds(file))
    meanwhile = "preempt", "other account", "INSERT connections", 1
    assert play(scene, "other account", meanwhile) == []
    monkeypatch.setattr(SqlConnections, "locked", SqlConnections.for_studio)
    assert play(scene, "other account", meanwhile) != []
