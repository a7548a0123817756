"""What is said of each kind of run, and of each grant, is a whole sentence of its own."""

from datetime import date

import pytest

from tests.support.factories import connection, run
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.progress import Progress
from workroom_harvest.domain.run import ImportRun, RunKind
from workroom_harvest.domain.run_request import Request
from workroom_harvest.domain.window import ChosenEntries, Days
from workroom_harvest.web.presenters import notices
from workroom_harvest.web.presenters.grant import sees_less

DAYS = Days(date(2026, 6, 1), date(2026, 6, 12))
RUNS = {
    "import": run(),
    "preview": run(request=Request(RunKind.PREVIEW, DAYS)),
    "undo": run(request=Request(RunKind.UNDO, DAYS, undoes="a" * 32)),
    "correction": run(request=Request(RunKind.CORRECTION, ChosenEntries(DAYS))),
}


@pytest.mark.parametrize(("name", "one"), RUNS.items())
def test_a_notice_calls_a_run_what_it_is(name: str, one: ImportRun) -> None:
    """Whether it waits, was there already or was cancelled: the run is named by its kind."""
    article = "An" if name[0] in "iu" else "A"
    assert notices.under_way(one) == f"{article} {name} was on its way already: here it is."
    assert notices.not_enqueued(one).startswith(f"The {name} is kept, but Redis does not answer")
    assert notices.cancelled(one).startswith(f"The {name} was cancelled. ")


def test_a_cancelled_run_keeps_what_it_did() -> None:
    """What stays of a cancelled run is what a run of its kind does."""
    assert [notices.cancelled(one).partition(". ")[2] for one in RUNS.values()] == [
        "What it has imported stays.",
        "It has changed nothing.",
        "What it has removed stays removed.",
        "What it has corrected stays corrected.",
    ]


@pytest.mark.parametrize("saw", Sight)
@pytest.mark.parametrize("sees", Sight)
def test_a_grant_that_sees_less_is_told_by_both(sees: Sight, saw: Sight) -> None:
    """What is seen now and what was seen before are told of a connection and of a run alike."""
    of_connection = sees_less(connection(sees=sees, saw=saw))
    of_run = sees_less(Progress(sees=sees, saw=saw))
    assert bool(of_connection) is bool(of_run) is sees.is_less_than(saw)
    if of_run:
        assert of_run.replace("showed this import", "shows") == of_connection
        before = "the time of a team" if saw is Sight.TEAM else "everyone's time"
        assert f"before, it showed {before}. What Harvest does not show" in of_run
