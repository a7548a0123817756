"""`flask harvest forget-studio` erases all that is kept of a studio, on either database."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from threading import Thread

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from demo.workroom.harvest_host import WorkroomPeople, WorkroomTimelogs
from demo.workroom.models import db
from tests.support.apps import another, rewire
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio
from workroom_harvest import NewTimelog
from workroom_harvest.current import use_cases
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.ports.store.studio_rows import RowKind
from workroom_harvest.web.presenters.forgetting import NAMES, will_erase

FROM_2020 = (date(2020, 1, 1), date(2020, 1, 2))
"""Days without any entry."""


@pytest.fixture
def studio(either_app: Flask, harvest: LocalHarvest) -> Studio:
    """Give Studio Lindqvist, connected and with the demo's mappings."""
    elin = Studio(either_app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
    elin.connect()
    elin.map()
    return elin


@pytest.fixture
def days(today: date) -> tuple[date, date]:
    """Give the days of all entries of the demo."""
    return today - timedelta(days=60), today


def forget(app: Flask, *arguments: str, answer: str | None = None) -> Result:
    """Run the command, and answer its question."""
    command = ["harvest", "forget-studio", *arguments]
    return app.test_cli_runner().invoke(args=command, input=answer)


def rows(app: Flask) -> dict[str, int]:
    """Return how many rows each of the plugin's tables has, and nothing for those without any."""
    with app.app_context():
        tables = [one for name, one in db.metadata.tables.items() if name.startswith("workroom_h")]
        counts = {
            table.name: db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in tables
        }
    return {name: count for name, count in counts.items() if count}


def test_it_asks_and_then_says_what_it_did(studio: Studio, days: tuple[date, date]) -> None:
    """It says what it will erase, asks, erases all rows and says so; the timelogs stay."""
    run = studio.import_days(*days)
    done = forget(studio.app, studio.studio_id, answer="y\n")
    assert done.exit_code == 0, done.output
    before, asked, after = done.output.partition("Erase it? [y/N]: y\n")
    assert asked
    assert f"erases for good what the Harvest plugin keeps of studio {studio.studio_id}:" in before
    assert "an import that is under way stops." in before
    assert "adds the same entries a second time." in before
    assert after.startswith(f"Erased of studio {studio.studio_id}:\n")
    for text in (before, after):
        assert "- 1 connection to Harvest, with its tokens\n" in text
        assert "- 1 result of an import\n" in text
        assert f"- {run['total']} records of entries that Harvest listed\n" in text
        assert "The timelogs in Workroom stay." in text
    assert rows(studio.app) == {}
    assert len(studio.timelogs()) == run["imported"] > 1
    assert studio.harvest.state.by_refresh == {}


def test_a_script_is_not_asked_and_is_told_what_a_person_has_to_do(studio: Studio) -> None:
    """With `--yes` nothing is asked; without a way to revoke, a person is sent to Harvest."""
    with another(studio.app, HARVEST_REVOKE_URL="") as other:
        done = forget(other, studio.studio_id, "--yes")
    assert done.exit_code == 0, done.output
    assert "Erase it?" not in done.output
    assert "Somebody of the studio has to remove it there" in done.output
    assert rows(studio.app) == {}


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_whoever_does_not_say_yes_changes_nothing(studio: Studio, answer: str) -> None:
    """No, an empty line and no answer at all leave every row, and the exit status is 1."""
    before = rows(studio.app)
    done = forget(studio.app, studio.studio_id, answer=answer)
    assert done.exit_code == 1
    assert "Erased" not in done.output
    assert rows(studio.app) == before


def test_an_unknown_studio_is_named_and_nothing_changes(studio: Studio) -> None:
    """Of a studio that is unknown nothing is erased, which is said, and the exit status is 1."""
    before = rows(studio.app)
    done = forget(studio.app, "no such studio", "--yes")
    assert done.exit_code == 1
    assert done.output.startswith("Error: The Harvest plugin keeps nothing of a studio no such")
    assert rows(studio.app) == before


def test_another_studio_keeps_all_its_rows(studio: Studio, days: tuple[date, date]) -> None:
    """Forgetting one studio leaves the connection, mappings and ledger of another as they are."""
    claire = Studio(studio.app, studio.harvest, "claire@moreau.example", "Atelier Moreau")
    claire.connect()
    imported = studio.import_days(*days)["imported"]
    with studio.app.app_context():
        before = use_cases().count_studio_rows(studio.studio_id)
    assert forget(studio.app, claire.studio_id, "--yes").exit_code == 0
    with studio.app.app_context():
        assert use_cases().count_studio_rows(claire.studio_id) == {}
        assert use_cases().count_studio_rows(studio.studio_id) == before
    assert studio.import_days(*days)["skipped"]["Already imported"] == imported > 1


class InterruptedPeople(WorkroomPeople):
    """A host that is asked for owners after a page was read, and something happens then, once."""

    def __init__(self, happens: Callable[[], object]) -> None:
        self.happening = [happens]

    def active_members(self, studio_id: str) -> Sequence[Member]:
        """Return the members after it happened."""
        while self.happening:
            self.happening.pop()()
        return super().active_members(studio_id)

    def member(self, studio_id: str, member_id: str) -> Member | None:
        """Return a member, before a page is read, without anything happening."""
        return WorkroomPeople().member(studio_id, member_id)


@pytest.mark.parametrize("returns", [False, True], ids=["gone", "returned"])
def test_an_import_amid_a_page_writes_nothing_afterwards(
    studio: Studio, days: tuple[date, date], returns: bool
) -> None:
    """A page that was read before the studio was forgotten is not written.

    Nor is it once the studio connected again and another import of it has been given the lease.
    """
    run_id = studio.start_import(*days)
    kept: list[dict[str, int]] = []

    def happens() -> None:
        assert forget(studio.app, studio.studio_id, "--yes").exit_code == 0
        if returns:
            studio.connect()
            studio.map()
            assert studio.import_days(*FROM_2020)["status"] == "finished"
        kept.append(rows(studio.app))

    rewire(studio.app, people=InterruptedPeople(happens))
    studio.work(run_id)
    assert kept == [rows(studio.app)]
    assert studio.timelogs() == []
    assert kept[0].get("workroom_harvest_runs", 0) == returns


class InterruptedTimelogs(WorkroomTimelogs):
    """A host that adds timelogs while something else is tried, which has to wait for the page."""

    def __init__(self, other: Thread) -> None:
        self._other = other

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        """Add them once the other thread had the time to come to where it waits."""
        self._other.start()
        self._other.join(0.5)
        return super().add_many(studio_id, timelogs)


def test_a_page_that_is_being_written_is_waited_for(
    studio: Studio, days: tuple[date, date]
) -> None:
    """Forgetting waits for the page that is being written, and erases what it wrote, too."""
    done: list[Result] = []
    arguments = (studio.studio_id, "--yes")
    other = Thread(target=lambda: done.append(forget(studio.app, *arguments)))
    run_id = studio.start_import(*days)
    rewire(studio.app, timelogs=InterruptedTimelogs(other))
    studio.work(run_id)
    other.join()
    assert [(one.exit_code, one.exception) for one in done] == [(0, None)], done[0].output
    assert rows(studio.app) == {}
    assert studio.timelogs()
    assert "records of entries that Harvest listed" in done[0].output.partition("Erased")[2]


def test_every_kind_of_rows_has_words() -> None:
    """Each kind is counted in words of its own, one row in the singular."""
    assert NAMES.keys() == set(RowKind)
    assert len({name for both in NAMES.values() for name in both}) == 2 * len(RowKind)
    for number, position in ((1, 0), (1_200, 1)):
        lines = list(will_erase("7", dict.fromkeys(RowKind, number)))
        assert [line for line in lines if line.startswith("- ")] == [
            f"- {number:,} {NAMES[kind][position]}" for kind in RowKind
        ]
