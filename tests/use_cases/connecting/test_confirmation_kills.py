"""No grant is lost, and nothing is done by halves, where another account's grant is interrupted."""

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.plugin import SESSION, STUDIO, FakedPlugin
from tests.use_cases.connecting.question import SECOND, question
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.pending_grant import PendingGrant


@pytest.mark.parametrize("moment", ["commit", "committed"])
def test_a_lost_answer_to_the_question_leaks_no_grant(connected: FakedPlugin, moment: str) -> None:
    """A consent whose commit fails gives its grant back; one whose answer is lost is asked."""
    connected.harvest.account(SECOND, "Second")
    connected.lose(moment, after=2)
    if moment == "commit":
        with pytest.raises(StoreUnavailable):
            connected.consent(SECOND)
        assert connected.harvest.grants == 1
    else:
        assert isinstance(connected.consent(SECOND), PendingGrant)
        assert connected.harvest.grants == 2
        connected.use.confirm_account(connected.elin, SESSION)
    assert connected.harvest.grants == 1


@pytest.mark.parametrize("moment", ["commit", "committed"])
def test_a_confirmation_whose_answer_is_lost_is_done_or_undone(
    asked: FakedPlugin, moment: str
) -> None:
    """A confirmation whose commit fails can be repeated; one whose answer is lost has lasted."""
    asked.lose(moment)
    if moment == "commit":
        with pytest.raises(StoreUnavailable):
            asked.use.confirm_account(asked.elin, SESSION)
        assert asked.harvest.grants == 2
        assert question(asked) is not None
    asked.use.confirm_account(asked.elin, SESSION)
    assert (asked.connection().harvest_account.id, asked.harvest.grants) == (SECOND, 1)


@pytest.mark.parametrize("moment", ["commit", "committed"])
def test_going_back_whose_answer_is_lost_is_done_or_undone(asked: FakedPlugin, moment: str) -> None:
    """Going back whose commit fails is raised; where the answer is lost the grant is revoked."""
    asked.lose(moment)
    if moment == "commit":
        with pytest.raises(StoreUnavailable):
            asked.use.decline_account(asked.elin, SESSION)
        assert (question(asked) is not None, asked.harvest.grants) == (True, 2)
    assert asked.use.decline_account(asked.elin, SESSION)
    assert (question(asked), asked.harvest.grants) == (None, 1)


@pytest.mark.parametrize("moment", [None, "begin", "commit", "committed", "revoke", "asked sight"])
@pytest.mark.parametrize("after", range(8))
def test_a_confirmation_that_is_killed_is_done_or_undone(
    asked: FakedPlugin, moment: str | None, after: int
) -> None:
    """Wherever a confirmation is killed, either account is connected as a whole, and works.

    As long as the former one is, the question is still there, and can be answered.
    """
    run, before = asked.request(), asked.pairs()
    asked.moments.kill(moment, after=after)
    try:
        asked.use.confirm_account(asked.elin, SESSION)
    except Crash:
        asked.moments.revive()
    asked.moments.revive()
    if asked.connection().harvest_account.id == 1:
        assert asked.pairs() == before
        assert not asked.shown(run).is_over
        assert question(asked) is not None
        asked.use.confirm_account(asked.elin, SESSION)
    assert asked.connection().harvest_account.id == SECOND
    assert (asked.pairs(), question(asked)) == ({}, None)
    assert asked.shown(run).is_over
    assert asked.import_days().failure is None
    assert asked.use.disconnect(STUDIO)
