"""What the use cases rely on in `HarvestOAuth`, of the fake and of the HTTP client."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.contract.benches import ACCOUNT, BACK, Bench
from workroom_harvest.domain.errors import GrantRevoked, HarvestUnavailable
from workroom_harvest.domain.ports.harvest import Reach


class OAuthContract:
    """Codes become tokens, and tokens are refreshed and revoked, as OAuth 2.0 says."""

    def test_the_consent_url_has_state_and_redirect_uri(self, bench: Bench) -> None:
        """The consent screen's URL has the state and the redirect URI."""
        query = parse_qs(urlsplit(bench.oauth.consent_url("a state", BACK)).query)
        assert (query["state"], query["redirect_uri"]) == (["a state"], [BACK])

    def test_a_code_becomes_tokens_that_are_not_due_yet(self, bench: Bench) -> None:
        """A code yields tokens that are due for a refresh an hour before 14 days are over."""
        tokens = bench.oauth.exchange(bench.consent(), BACK)
        now = bench.clock.now()
        assert not tokens.refresh_due(now + timedelta(days=13))
        assert tokens.refresh_due(now + timedelta(days=14))

    def test_a_code_is_good_once(self, bench: Bench) -> None:
        """A code that was used, or that was never issued, raises `GrantRevoked`."""
        code = bench.consent()
        bench.oauth.exchange(code, BACK)
        for used in (code, "never-given"):
            with pytest.raises(GrantRevoked):
                bench.oauth.exchange(used, BACK)

    def test_the_token_opens_the_accounts_that_were_allowed(self, bench: Bench) -> None:
        """The accounts are those that were granted, without Forecast's."""
        tokens = bench.oauth.exchange(bench.consent(), BACK)
        assert list(bench.oauth.accounts(tokens.access)) == [ACCOUNT]

    def test_a_dead_token_lists_no_accounts(self, bench: Bench) -> None:
        """An unknown access token raises `HarvestUnavailable` where accounts are listed."""
        with pytest.raises(HarvestUnavailable):
            bench.oauth.accounts("never-given")

    def test_refreshing_gives_the_next_pair(self, bench: Bench) -> None:
        """A refresh yields a pair for the same account, and its refresh token is used up."""
        first = bench.oauth.exchange(bench.consent(), BACK)
        second = bench.oauth.refresh(first.refresh)
        assert list(bench.oauth.accounts(second.access)) == [ACCOUNT]
        with pytest.raises(GrantRevoked):
            bench.oauth.refresh(first.refresh)
        assert bench.oauth.refresh(second.refresh).access != second.access

    def test_a_refresh_token_outlives_its_access_token(self, bench: Bench) -> None:
        """A refresh token is valid after its access token expired."""
        tokens = bench.oauth.exchange(bench.consent(), BACK)
        bench.expire()
        assert bench.oauth.refresh(tokens.refresh).access != tokens.access

    def test_a_withdrawn_grant_is_gone(self, bench: Bench) -> None:
        """A refresh of a revoked grant raises `GrantRevoked`."""
        tokens = bench.oauth.exchange(bench.consent(), BACK)
        bench.withdraw()
        with pytest.raises(GrantRevoked):
            bench.oauth.refresh(tokens.refresh)

    def test_revoking_ends_the_grant(self, bench: Bench) -> None:
        """Revoking ends the grant, and may be repeated."""
        tokens = bench.oauth.exchange(bench.consent(), BACK)
        assert bench.oauth.revoke(tokens)
        assert bench.oauth.revoke(tokens)
        with pytest.raises(GrantRevoked):
            bench.oauth.refresh(tokens.refresh)

    def test_without_a_revocation_endpoint_nothing_is_revoked(self, bench: Bench) -> None:
        """Without a revocation endpoint `revoke` returns False, and the grant stays valid."""
        tokens = bench.oauth.exchange(bench.consent(), BACK)
        bench.offer_no_revocation()
        assert not bench.oauth.revoke(tokens)
        assert bench.oauth.refresh(tokens.refresh)

    def test_a_harvest_that_is_down_is_unavailable(self, bench: Bench) -> None:
        """A Harvest that is down is `SILENT`, and calls raise `HarvestUnavailable`.

        `revoke` returns False, and never raises.
        """
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
