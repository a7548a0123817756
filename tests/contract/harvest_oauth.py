"""What the use cases rely on in HarvestOAuth, whoever answers."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.contract.benches import ACCOUNT, BACK, Bench
from workroom_harvest.domain.errors import GrantRevoked, HarvestUnavailable
from workroom_harvest.domain.ports.harvest import Reach


class OAuthContract:
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
