"""How a connection is opened, which account is chosen, and when tokens come of age."""

from datetime import timedelta

import pytest

from tests.support.factories import NOON, connection
from workroom_harvest.domain.connection import (
    Connection,
    ConnectionChange,
    HarvestAccount,
    Sight,
    Tokens,
    widest,
)
from workroom_harvest.domain.errors import AuthorizationRefused
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.read_lists import ReadLists
from workroom_harvest.domain.use_cases.connecting.choose_account import choose_account

A, B = HarvestAccount(11, "Studio A"), HarvestAccount(22, "Studio B")


def opened(held: Connection | None, account: HarvestAccount) -> tuple[Connection, ConnectionChange]:
    """Return what a consent to that account, an hour after noon, makes of the connection."""
    return Connection.open(
        held,
        new_id="n" * 32,
        studio_id="studio",
        harvest_account=account,
        member_id="jonas",
        now=NOON + timedelta(hours=1),
    )


def test_the_first_consent_opens_a_connection() -> None:
    """A first consent opens a connection for whoever gave it, with Automated sync off."""
    made, change = opened(None, A)
    assert change is ConnectionChange.NEW
    assert made == Connection("n" * 32, "studio", A, "jonas", NOON + timedelta(hours=1))
    assert not made.automated_sync
    assert made.todo_count == 0
    assert (made.lacks_owner, made.told_todo, made.told_failing) == (False, False, False)


def test_the_same_account_goes_on_where_it_was() -> None:
    """A consent to the same account keeps id, nights, lists and to-do count; it works again.

    What the host was told of it is not told again.
    """
    held = connection(
        harvest_account=A,
        todo=3,
        lists=ReadLists(NOON, NOON),
        automated_since=NOON,
        last_night=NOON.date(),
        full_night=NOON.date(),
        told_todo=True,
        told_failing=True,
        reconnect_reason=Code.GRANT_REVOKED,
    )
    made, change = opened(held, A)
    assert change is ConnectionChange.SAME_ACCOUNT
    assert (made.id, made.automated_sync, made.works) == (held.id, True, True)
    assert (made.last_night, made.full_night) == (held.last_night, held.full_night)
    assert (made.todo, made.lists) == (3, held.lists)
    assert (made.told_todo, made.told_failing) == (True, True)


def test_another_account_is_another_connection() -> None:
    """A consent to another account opens a new connection, off and without a night yet."""
    held = connection(harvest_account=A, automated_since=NOON, last_night=NOON.date())
    made, change = opened(held, B)
    assert change is ConnectionChange.OTHER_ACCOUNT
    assert (made.id, made.automated_sync, made.last_night) == ("n" * 32, False, None)


@pytest.mark.parametrize(
    ("accounts", "scope", "held", "expected"),
    [
        ([A], "", None, A),
        ([A, B], "harvest:22", None, B),
        ([A, B], "harvest:22+forecast:11", None, B),
        ([A], "harvest:999", None, A),
        ([A, B], "all", B, B),
    ],
)
def test_the_scope_narrows_down_what_the_token_opens(
    accounts: list[HarvestAccount],
    scope: str,
    held: HarvestAccount | None,
    expected: HarvestAccount,
) -> None:
    """The scope chooses among the accounts that the token opens, and never adds one."""
    before = connection(harvest_account=held) if held else None
    assert choose_account(accounts, scope, before) == expected


@pytest.mark.parametrize(
    ("accounts", "detail"),
    [
        ([], Message(Code.NO_HARVEST_ACCOUNT)),
        ([A, B], Message(Code.SEVERAL_HARVEST_ACCOUNTS, {"names": ["Studio A", "Studio B"]})),
    ],
)
def test_none_and_several_accounts_are_said(
    accounts: list[HarvestAccount], detail: Message
) -> None:
    """No account, and several accounts without a choice, are refused with what there is."""
    with pytest.raises(AuthorizationRefused) as caught:
        choose_account(accounts, "harvest:all", None)
    assert caught.value.detail == detail


def test_tokens_are_renewed_an_hour_ahead_or_after_half_a_short_life() -> None:
    """Tokens of a fortnight are renewed an hour early, those of a minute after half of it."""
    long = Tokens.issued("a", "r", timedelta(days=14), NOON)
    assert not long.refresh_due(NOON + timedelta(days=14, minutes=-61))
    assert long.refresh_due(NOON + timedelta(days=14, minutes=-59))
    short = Tokens.issued("a", "r", timedelta(minutes=1), NOON)
    assert not short.refresh_due(NOON + timedelta(seconds=29))
    assert short == Tokens("a", "r", NOON + timedelta(seconds=30))
    assert short.refresh_due(NOON + timedelta(seconds=30))


def test_tokens_are_never_in_a_repr() -> None:
    """The repr of tokens, which a log may print, holds none of their secrets."""
    assert "secret" not in repr(Tokens.issued("secret-a", "secret-r", timedelta(1), NOON))


def test_a_grant_that_sees_less_than_before_is_known_for_it() -> None:
    """A grant that sees less than its account showed before is known for it."""
    held = connection(harvest_account=A).seeing(Sight.EVERYONE)
    assert not held.sees_less
    assert held.seeing(Sight.TEAM).seeing(Sight.SELF).saw is Sight.EVERYONE
    again, _ = opened(held, A)
    assert (again.sees, again.sees_less) == (None, False)
    assert again.seeing(Sight.SELF).sees_less
    assert not again.seeing(None).sees_less
    other, _ = opened(held, B)
    assert not other.seeing(Sight.SELF).sees_less


def test_sights_are_stored_by_these_words() -> None:
    """The sights are stored by these words, which no later version may change."""
    assert [str(sight) for sight in Sight] == ["self", "team", "everyone"]


def test_sights_have_an_order() -> None:
    """Sights are ordered by how much they show, and an unknown one is no more than any."""
    assert Sight.SELF.is_less_than(Sight.TEAM)
    assert Sight.TEAM.is_less_than(Sight.EVERYONE)
    assert not any(one.is_less_than(other) for one in Sight for other in (one, Sight.SELF, None))
    assert widest(None, Sight.SELF, Sight.TEAM) is Sight.TEAM
    assert widest(None, None) is None
