"""A question about another Harvest account that is answered late, elsewhere or not at all."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.fakes.plugin import SESSION, STUDIO, FakedPlugin
from tests.use_cases.connecting.question import ELSEWHERE, JONAS, SECOND, THIRD, question
from workroom_harvest.domain.connection import HarvestAccount
from workroom_harvest.domain.errors import NothingToConfirm
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.pending_grant import PENDING_LIFETIME, PendingGrant
from workroom_harvest.domain.ports.store.studio_rows import RowKind


def _confirmed(plugin: FakedPlugin) -> None:
    plugin.use.confirm_account(plugin.elin, SESSION)


def _declined(plugin: FakedPlugin) -> None:
    plugin.use.decline_account(plugin.elin, SESSION)


def _expired(plugin: FakedPlugin) -> None:
    plugin.clock.advance(PENDING_LIFETIME)


def _disconnected(plugin: FakedPlugin) -> None:
    plugin.use.disconnect(STUDIO)


def _reconnected(plugin: FakedPlugin) -> None:
    plugin.consent(1, member=JONAS, session=ELSEWHERE)


def _third_connected(plugin: FakedPlugin) -> None:
    plugin.connect(THIRD, member=JONAS, session=ELSEWHERE)


def _nothing(_: FakedPlugin) -> None:
    pass


@pytest.mark.parametrize(
    ("meanwhile", "member", "session"),
    [
        (_confirmed, "elin", SESSION),
        (_declined, "elin", SESSION),
        (_expired, "elin", SESSION),
        (_disconnected, "elin", SESSION),
        (_reconnected, "elin", SESSION),
        (_third_connected, "elin", SESSION),
        (_nothing, "elin", ELSEWHERE),
        (_nothing, "elin", ""),
        (_nothing, "jonas", SESSION),
        (_nothing, "jonas", ELSEWHERE),
    ],
)
def test_what_cannot_be_confirmed_changes_nothing(
    asked: FakedPlugin, meanwhile: Callable[[FakedPlugin], None], member: str, session: str
) -> None:
    """A confirmation that comes twice, late, after a change, or from elsewhere is refused."""
    meanwhile(asked)
    before = asked.database.everything()
    who = asked.workroom.studio(STUDIO).members[member]
    with pytest.raises(NothingToConfirm):
        asked.use.confirm_account(who, session)
    assert asked.database.everything() == before


def test_a_question_can_be_answered_for_almost_ten_minutes(asked: FakedPlugin) -> None:
    """A second before ten minutes are over, the question is there and can be answered."""
    asked.clock.advance(PENDING_LIFETIME - timedelta(seconds=1))
    assert question(asked) is not None
    asked.use.confirm_account(asked.elin, SESSION)


@pytest.mark.parametrize(
    ("end", "grants"),
    [(_declined, 1), (_disconnected, 0), (_reconnected, 1), (_third_connected, 1)],
)
def test_a_grant_that_nobody_confirms_ends(
    asked: FakedPlugin, end: Callable[[FakedPlugin], None], grants: int
) -> None:
    """Going back, Disconnect and another connection destroy the pending grant, and revoke it."""
    end(asked)
    assert question(asked) is None
    assert not asked.database.committed("pending_grants")
    assert asked.harvest.grants == grants


def test_forgetting_the_studio_ends_the_pending_grant(asked: FakedPlugin) -> None:
    """Forgetting the studio erases the pending grant, counts it, and revokes it."""
    kept = asked.use.count_studio_rows(STUDIO)
    assert kept[RowKind.PENDING_GRANTS] == 1
    forgotten = asked.use.forget_studio(STUDIO)
    assert (forgotten.rows, forgotten.is_revoked) == (kept, True)
    assert asked.harvest.grants == 0
    assert asked.use.count_studio_rows(STUDIO) == {}


def test_going_back_keeps_everything_else(asked: FakedPlugin) -> None:
    """After going back the connection and its pairs are as they were, and imports go on."""
    held, pairs = asked.row(), asked.pairs()
    asked.log()
    assert asked.use.decline_account(asked.elin, SESSION) is True
    assert (asked.row(), asked.pairs()) == (held, pairs)
    assert asked.import_days().progress.imported == 1
    assert asked.use.decline_account(asked.elin, SESSION) is True


def test_going_back_says_whether_harvest_could_be_told(asked: FakedPlugin) -> None:
    """Going back destroys the tokens and returns False where the grant lives on at Harvest."""
    asked.harvest.offers_revocation = False
    assert asked.use.decline_account(asked.elin, SESSION) is False
    assert not asked.database.committed("pending_grants")


def test_a_disconnect_says_whether_all_grants_ended(asked: FakedPlugin) -> None:
    """Disconnect returns False where one of two grants could not be revoked."""
    asked.harvest.offers_revocation = False
    assert asked.use.disconnect(STUDIO) is False
    assert not asked.database.committed("pending_grants")


def test_a_second_consent_in_the_session_replaces_the_first(asked: FakedPlugin) -> None:
    """Who chooses a third account is asked about that one; the second's grant is given back."""
    assert isinstance(asked.consent(THIRD), PendingGrant)
    found = question(asked)
    assert found is not None
    assert found.other == HarvestAccount(THIRD, "Third")
    assert asked.harvest.grants == 2


def test_an_answer_to_another_question_takes_nothing(asked: FakedPlugin) -> None:
    """An answer about an account that was asked about before is refused, and the question stays."""
    asked.consent(THIRD)
    before = asked.database.everything()
    with pytest.raises(NothingToConfirm) as refused:
        asked.use.confirm_account(asked.elin, SESSION, SECOND)
    assert refused.value.detail.code is Code.ANOTHER_QUESTION
    assert asked.database.everything() == before
    connection, _ = asked.use.confirm_account(asked.elin, SESSION, THIRD)
    assert connection.harvest_account.id == THIRD


def test_two_people_are_asked_apart(asked: FakedPlugin) -> None:
    """Each of two people has a question of their own, and the first answer ends the other."""
    asked.consent(THIRD, member=JONAS, session=ELSEWHERE)
    assert asked.harvest.grants == 3
    asked.use.confirm_account(JONAS, ELSEWHERE)
    assert asked.connection().harvest_account.id == THIRD
    assert asked.connection().connected_by == "jonas"
    assert question(asked) is None
    assert asked.harvest.grants == 1


def test_a_tick_destroys_what_expired(asked: FakedPlugin) -> None:
    """Expired grants are destroyed and revoked by the next tick, and no others."""
    asked.clock.advance(PENDING_LIFETIME - timedelta(seconds=1))
    assert asked.use.drop_expired_grants() == 0
    assert len(asked.database.committed("pending_grants")) == 1
    asked.clock.advance(timedelta(seconds=1))
    assert asked.use.drop_expired_grants() == 1
    assert not asked.database.committed("pending_grants")
    assert asked.harvest.grants == 1


def test_a_tick_stops_asking_a_harvest_that_does_not_take_back(asked: FakedPlugin) -> None:
    """All expired grants are destroyed though Harvest is away, which is asked once a tick."""
    asked.consent(THIRD, member=JONAS, session=ELSEWHERE)
    asked.clock.advance(PENDING_LIFETIME)
    asked.harvest.is_down = True
    asked.harvest.calls.clear()
    assert asked.use.drop_expired_grants() == 2
    assert not asked.database.committed("pending_grants")
    assert asked.harvest.calls["revoke"] <= 1
