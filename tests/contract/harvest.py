"""What the use cases rely on in Harvest's two ports, whoever answers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

import pytest

from workroom_harvest.domain.connection import HarvestAccount, Sight
from workroom_harvest.domain.entries import HarvestEntry, Period
from workroom_harvest.domain.errors import (
    Forbidden,
    GrantRevoked,
    HarvestError,
    HarvestUnavailable,
    MalformedResponse,
    RequestRejected,
    ResourceMissing,
    TokenRefused,
    TransientHarvestError,
)
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.harvest import (
    Credentials,
    HarvestApi,
    HarvestItem,
    HarvestOAuth,
    Reach,
)

BACK = "http://localhost/callback"
ACCOUNT, NEIGHBOUR = HarvestAccount(101, "Studio Ödåkra"), HarvestAccount(102, "Neighbour")
ADMIN, GONE = 1, 2
EMAILS = {ADMIN: "ada@x.example", GONE: "Gone@X.example"}
VILLA, CABIN = HarvestItem(10, "Villa", "Ström"), HarvestItem(11, "Cabin", "Dahl")
DRAWINGS = HarvestItem(20, "Drawings")
FIRST_DAY = date(2026, 6, 1)
WEEK = Period(FIRST_DAY, date(2026, 6, 7))
CHANGED = datetime(2026, 6, 10, 12, tzinfo=UTC)


def entry(number: int, day: int = 0) -> HarvestEntry:
    """Ada's entry of a day of the week, with an id past 32 bits."""
    return HarvestEntry(
        id=2**40 + number,
        spent_on=FIRST_DAY + timedelta(days=day),
        hours=Decimal("1.66"),
        notes=f"Number {number}\nand a second line",
        billable=number % 2 == 0,
        is_running=False,
        user_id=ADMIN,
        user_name="Ada X",
        project_id=VILLA.id,
        project_name=VILLA.name,
        task_id=DRAWINGS.id,
        task_name=DRAWINGS.name,
    )


class Bench(Protocol):
    """A Harvest with two accounts, and what people do there. Refresh tokens are used once."""

    clock: Clock
    oauth: HarvestOAuth
    api: HarvestApi

    def consent(self) -> str:
        """Ada allows us into her account; the code."""

    def put(self, entry: HarvestEntry, changed_at: datetime = CHANGED) -> None:
        """Ada logs an entry."""

    def withdraw(self) -> None:
        """Ada withdraws every grant."""

    def expire(self) -> None:
        """Every access token dies; refresh tokens live."""

    def be_member(self) -> None:
        """Ada is a mere Member from now on, assigned to the villa."""

    def be_manager(self) -> None:
        """Ada is a Manager from now on."""

    def fail(self, call: str, kind: str, *, page: int = 0) -> None:
        """Once, `call` (entries, emails or sight) answers with a status or something strange."""

    def go_down(self) -> None:
        """Nobody answers any more."""

    def offer_no_revocation(self) -> None:
        """As the real Harvest."""


def key(bench: Bench, account: HarvestAccount = ACCOUNT) -> Credentials:
    """What opens an account."""
    return Credentials(account.id, bench.oauth.exchange(bench.consent(), BACK).access)


def nothing() -> None:
    """No lease to keep."""


def pages(
    bench: Bench, opened: Credentials, window: Period | datetime
) -> list[tuple[HarvestEntry, ...]]:
    """The entries of every page."""
    found, cursor = [], None
    while True:
        page = bench.api.entries(opened, window, cursor, nothing)
        found.append(page.entries)
        cursor = page.next_cursor
        if cursor is None:
            return found


class LoginContract:
    """OAuth at id.getharvest.com."""

    def test_the_consent_screen_is_told_state_and_way_back(self, bench: Bench) -> None:
        """In its address."""
        query = parse_qs(urlsplit(bench.oauth.consent_url("a state", BACK)).query)
        assert (query["state"], query["redirect_uri"]) == (["a state"], [BACK])

    def test_a_code_becomes_tokens_that_are_not_due_yet(self, bench: Bench) -> None:
        """For a fortnight, less an hour."""
        tokens = bench.oauth.exchange(bench.consent(), BACK)
        now = bench.clock.now()
        assert not tokens.refresh_due(now + timedelta(days=13))
        assert tokens.refresh_due(now + timedelta(days=14))

    def test_a_code_is_good_once(self, bench: Bench) -> None:
        """And one that Harvest never gave never."""
        code = bench.consent()
        bench.oauth.exchange(code, BACK)
        for used in (code, "never-given"):
            with pytest.raises(GrantRevoked):
                bench.oauth.exchange(used, BACK)

    def test_the_token_opens_the_accounts_that_were_allowed(self, bench: Bench) -> None:
        """By Harvest's own list; Forecast's are left out."""
        tokens = bench.oauth.exchange(bench.consent(), BACK)
        assert list(bench.oauth.accounts(tokens.access)) == [ACCOUNT]

    def test_a_dead_token_lists_no_accounts(self, bench: Bench) -> None:
        """The caller cannot go on."""
        with pytest.raises(HarvestUnavailable):
            bench.oauth.accounts("never-given")

    def test_refreshing_gives_the_next_pair(self, bench: Bench) -> None:
        """Which opens the same account; the one before is used up."""
        first = bench.oauth.exchange(bench.consent(), BACK)
        second = bench.oauth.refresh(first.refresh)
        assert list(bench.oauth.accounts(second.access)) == [ACCOUNT]
        with pytest.raises(GrantRevoked):
            bench.oauth.refresh(first.refresh)
        assert bench.oauth.refresh(second.refresh).access != second.access

    def test_a_refresh_token_outlives_its_access_token(self, bench: Bench) -> None:
        """That is what it is for."""
        tokens = bench.oauth.exchange(bench.consent(), BACK)
        bench.expire()
        assert bench.oauth.refresh(tokens.refresh).access != tokens.access

    def test_a_withdrawn_grant_is_gone(self, bench: Bench) -> None:
        """For good."""
        tokens = bench.oauth.exchange(bench.consent(), BACK)
        bench.withdraw()
        with pytest.raises(GrantRevoked):
            bench.oauth.refresh(tokens.refresh)

    def test_revoking_ends_the_grant(self, bench: Bench) -> None:
        """And a second time does no harm."""
        tokens = bench.oauth.exchange(bench.consent(), BACK)
        assert bench.oauth.revoke(tokens)
        assert bench.oauth.revoke(tokens)
        with pytest.raises(GrantRevoked):
            bench.oauth.refresh(tokens.refresh)

    def test_where_there_is_no_way_to_revoke_it_says_so(self, bench: Bench) -> None:
        """Without an error; the grant lives on."""
        tokens = bench.oauth.exchange(bench.consent(), BACK)
        bench.offer_no_revocation()
        assert not bench.oauth.revoke(tokens)
        assert bench.oauth.refresh(tokens.refresh)

    def test_nobody_there_is_said(self, bench: Bench) -> None:
        """Revoking never raises."""
        tokens = bench.oauth.exchange(bench.consent(), BACK)
        assert bench.oauth.reach() is Reach.ANSWERS
        bench.go_down()
        assert bench.oauth.reach() is Reach.SILENT
        assert not bench.oauth.revoke(tokens)
        asked: list[Callable[[], object]] = [
            lambda: bench.oauth.exchange("code", BACK),
            lambda: bench.oauth.refresh(tokens.refresh),
            lambda: bench.oauth.accounts(tokens.access),
        ]
        for ask in asked:
            with pytest.raises(HarvestUnavailable):
                ask()


class ReaderContract:
    """The API at api.harvestapp.com."""

    def test_an_entry_comes_field_by_field(self, bench: Bench) -> None:
        """As Harvest tells it."""
        bench.put(entry(1))
        page = bench.api.entries(key(bench), WEEK, None, nothing)
        assert page.entries == (entry(1),)
        assert (page.unreadable, page.next_cursor) == ((), None)
        assert (page.total_pages, page.total_entries) == (1, 1)

    def test_a_running_timer_says_so(self, bench: Bench) -> None:
        """It is no entry yet."""
        bench.put(replace(entry(1), is_running=True))
        (found,) = bench.api.entries(key(bench), WEEK, None, nothing).entries
        assert found.is_running

    def test_both_ends_of_a_period_count(self, bench: Bench) -> None:
        """And the newest comes first."""
        for day in (-1, 0, 3, 6, 7):
            bench.put(entry(100 + day, day))
        (found,) = pages(bench, key(bench), WEEK)
        assert [one.id - 2**40 for one in found] == [106, 103, 100]

    def test_on_one_day_the_highest_id_comes_first(self, bench: Bench) -> None:
        """Whatever the order of logging."""
        for number in (2, 1, 3):
            bench.put(entry(number))
        (found,) = pages(bench, key(bench), WEEK)
        assert [one.id - 2**40 for one in found] == [3, 2, 1]

    def test_changed_since_is_exclusive_in_whole_seconds(self, bench: Bench) -> None:
        """Whatever the day that an entry is for."""
        for number, seconds in enumerate((-1, 0, 1, 2)):
            bench.put(entry(number, 300), CHANGED + timedelta(seconds=seconds))
        found = pages(bench, key(bench), CHANGED + timedelta(milliseconds=700))
        assert {one.id - 2**40 for one in found[0]} == {2, 3}

    def test_an_empty_window_is_one_page(self, bench: Bench) -> None:
        """With nothing in it."""
        page = bench.api.entries(key(bench), WEEK, None, nothing)
        assert (page.entries, page.next_cursor, page.total_entries) == ((), None, 0)

    def test_links_lead_through_all_pages(self, bench: Bench) -> None:
        """Each entry once; 2000 to a page; the totals are told at once."""
        for number in range(4003):
            bench.put(entry(number, number % 5))
        opened = key(bench)
        first = bench.api.entries(opened, WEEK, None, nothing)
        found = pages(bench, opened, WEEK)
        assert (first.total_pages, first.total_entries) == (3, 4003)
        assert [len(page) for page in found] == [2000, 2000, 3]
        every = [one.id for page in found for one in page]
        assert len(set(every)) == 4003
        days = [one.spent_on for page in found for one in page]
        assert days == sorted(days, reverse=True)

    def test_a_link_can_be_followed_again(self, bench: Bench) -> None:
        """A run that was killed reads the same page."""
        for number in range(2001):
            bench.put(entry(number))
        opened = key(bench)
        cursor = bench.api.entries(opened, WEEK, None, nothing).next_cursor
        assert cursor is not None
        again = [bench.api.entries(opened, WEEK, cursor, nothing) for _ in range(2)]
        assert again[0] == again[1]
        assert len(again[0].entries) == 1

    def test_the_lease_is_kept_before_each_call(self, bench: Bench) -> None:
        """Also before one that fails."""
        kept: list[None] = []
        bench.fail("entries", "503")
        with pytest.raises(HarvestUnavailable):
            bench.api.entries(key(bench), WEEK, None, lambda: kept.append(None))
        assert len(kept) == 1

    def test_every_users_address_is_told(self, bench: Bench) -> None:
        """Inactive ones too; as it is written there."""
        assert dict(bench.api.emails(key(bench), nothing)) == EMAILS

    def test_whose_entries_are_seen_follows_the_role(self, bench: Bench) -> None:
        """As it is now, not as it was at consent."""
        opened = key(bench)
        assert bench.api.sight(opened, nothing) is Sight.EVERYONE
        bench.be_manager()
        assert bench.api.sight(opened, nothing) is Sight.TEAM
        bench.be_member()
        assert bench.api.sight(opened, nothing) is Sight.SELF

    def test_active_projects_and_tasks_are_listed(self, bench: Bench) -> None:
        """In whatever order; a project with its client."""
        lists = bench.api.lists(key(bench))
        assert sorted(lists.projects, key=lambda one: one.id) == [VILLA, CABIN]
        assert list(lists.tasks) == [DRAWINGS]
        assert not lists.partial

    def test_a_member_gets_a_partial_list_and_no_addresses(self, bench: Bench) -> None:
        """Their own assignments."""
        bench.be_member()
        opened = key(bench)
        lists = bench.api.lists(opened)
        assert lists.partial
        assert (list(lists.projects), list(lists.tasks)) == ([VILLA], [DRAWINGS])
        with pytest.raises(Forbidden):
            bench.api.emails(opened, nothing)

    @pytest.mark.parametrize("how", ["expire", "withdraw"])
    def test_a_dead_token_is_refused(self, bench: Bench, how: str) -> None:
        """On every call."""
        opened = key(bench)
        getattr(bench, how)()
        asked: list[Callable[[], object]] = [
            lambda: bench.api.entries(opened, WEEK, None, nothing),
            lambda: bench.api.emails(opened, nothing),
            lambda: bench.api.sight(opened, nothing),
            lambda: bench.api.lists(opened),
        ]
        for ask in asked:
            with pytest.raises(TokenRefused):
                ask()

    def test_a_token_opens_its_own_account_only(self, bench: Bench) -> None:
        """Another one is not there, so to speak."""
        with pytest.raises(ResourceMissing):
            bench.api.entries(key(bench, NEIGHBOUR), WEEK, None, nothing)

    @pytest.mark.parametrize(
        ("kind", "error"),
        [
            ("401", TokenRefused),
            ("403", Forbidden),
            ("404", ResourceMissing),
            ("422", RequestRejected),
            ("429", HarvestUnavailable),
            ("500", HarvestUnavailable),
            ("503", HarvestUnavailable),
            ("html", MalformedResponse),
        ],
    )
    @pytest.mark.parametrize("call", ["entries", "emails", "sight"])
    def test_each_answer_that_is_none_has_its_error(
        self, bench: Bench, call: str, kind: str, error: type[HarvestError]
    ) -> None:
        """Once: the next try is answered."""
        opened = key(bench)
        bench.fail(call, kind)
        asked: dict[str, Callable[[], object]] = {
            "entries": lambda: bench.api.entries(opened, WEEK, None, nothing),
            "emails": lambda: bench.api.emails(opened, nothing),
            "sight": lambda: bench.api.sight(opened, nothing),
        }
        with pytest.raises(error):
            asked[call]()
        assert asked[call]()

    def test_one_page_may_fail_alone(self, bench: Bench) -> None:
        """The others are answered."""
        for number in range(2001):
            bench.put(entry(number))
        opened = key(bench)
        bench.fail("entries", "503", page=2)
        first = bench.api.entries(opened, WEEK, None, nothing)
        with pytest.raises(TransientHarvestError):
            bench.api.entries(opened, WEEK, first.next_cursor, nothing)
        assert bench.api.entries(opened, WEEK, first.next_cursor, nothing).entries

    def test_too_many_requests_name_a_wait(self, bench: Bench) -> None:
        """In seconds."""
        opened = key(bench)
        bench.fail("entries", "429")
        with pytest.raises(HarvestUnavailable) as caught:
            bench.api.entries(opened, WEEK, None, nothing)
        assert caught.value.retry_after is not None
        assert caught.value.retry_after > 0

    def test_nobody_there_is_said(self, bench: Bench) -> None:
        """On every call."""
        opened = key(bench)
        assert bench.api.reach() is Reach.ANSWERS
        bench.go_down()
        assert bench.api.reach() is Reach.SILENT
        with pytest.raises(HarvestUnavailable):
            bench.api.entries(opened, WEEK, None, nothing)
        with pytest.raises(HarvestUnavailable):
            bench.api.sight(opened, nothing)
        with pytest.raises(HarvestUnavailable):
            bench.api.lists(opened)
