"""An import by hand notes the days that it read in full, in the commit of its end."""

from datetime import date

from tests.fakes.plugin import JUNE, STUDIO, FakedPlugin
from tests.use_cases.importing.helpers import FORBIDDEN, fail
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.read_days import ReadDays
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.window import Days


def read(plugin: FakedPlugin, account_id: int | None = None) -> list[ReadDays]:
    """Return the days of June that were read of the account."""
    with plugin.store.transaction() as tx:
        return list(tx.read_days.within(STUDIO, account_id or plugin.account.id, JUNE))


def test_an_import_notes_its_days_as_read(busy: FakedPlugin) -> None:
    """A finished import of everyone's entries notes its days, as of its start."""
    run = busy.import_days()
    assert run.started_at is not None
    assert read(busy) == [ReadDays(JUNE, run.started_at)]


def test_a_failed_import_read_no_days(busy: FakedPlugin) -> None:
    """An import that Harvest broke off notes nothing."""
    fail(busy, FORBIDDEN, page=2)
    assert busy.import_days().status is RunStatus.FAILED
    assert read(busy) == []


def test_what_a_team_manager_sees_is_not_everything(busy: FakedPlugin) -> None:
    """An import by a grant that shows a team's entries alone notes nothing."""
    busy.harvest.role = Sight.TEAM
    assert busy.import_days().status is RunStatus.FINISHED
    assert read(busy) == []


def test_the_run_ends_with_its_days_or_not_at_all(busy: FakedPlugin) -> None:
    """At no commit the run is over and its days are not read, nor the other way round."""
    seen: list[bool] = []

    def look(name: str) -> None:
        if name == "committed":
            is_over = all(run.is_over for run in busy.runs())
            assert is_over is bool(busy.database.committed("read_days"))
            seen.append(is_over)

    busy.moments.watchers.append(look)
    busy.import_days()
    assert set(seen) == {False, True}


def test_read_days_outlive_disconnect(busy: FakedPlugin) -> None:
    """After Disconnect it is still known which days were read."""
    busy.import_days(Days(date(2026, 6, 1), date(2026, 6, 3)))
    busy.use.disconnect(STUDIO)
    assert [one.days for one in read(busy)] == [Days(date(2026, 6, 1), date(2026, 6, 3))]
