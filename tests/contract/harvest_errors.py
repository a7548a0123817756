"""What the use cases rely on in `HarvestApi` where Harvest refuses or does not answer."""

from collections.abc import Callable

import pytest

from tests.contract.benches import NEIGHBOUR, WEEK, Bench, entry, key, nothing
from workroom_harvest.domain.errors import (
    Forbidden,
    HarvestError,
    HarvestUnavailable,
    MalformedResponse,
    RequestRejected,
    ResourceMissing,
    TokenRefused,
    TransientHarvestError,
)
from workroom_harvest.domain.ports.harvest import Reach


class ApiErrorsContract:
    """Each refusal raises its own error, and one page may fail while the others do not."""

    @pytest.mark.parametrize("how", ["expire", "withdraw"])
    def test_a_dead_token_is_refused(self, bench: Bench, how: str) -> None:
        """An expired or revoked token raises `TokenRefused` on every call."""
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
        """Another account than the granted one raises `ResourceMissing`."""
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
    def test_each_failure_has_its_error(
        self, bench: Bench, call: str, kind: str, error: type[HarvestError]
    ) -> None:
        """Each failure raises its own error once, and the next call is answered."""
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
        """One page may fail once, while the page before it and the next try are answered."""
        for number in range(2001):
            bench.put(entry(number))
        opened = key(bench)
        bench.fail("entries", "503", page=2)
        first = bench.api.entries(opened, WEEK, None, nothing)
        with pytest.raises(TransientHarvestError):
            bench.api.entries(opened, WEEK, first.next_cursor, nothing)
        assert bench.api.entries(opened, WEEK, first.next_cursor, nothing).read().entries

    def test_too_many_requests_name_a_wait(self, bench: Bench) -> None:
        """The error of too many requests has a wait in seconds."""
        opened = key(bench)
        bench.fail("entries", "429")
        with pytest.raises(HarvestUnavailable) as caught:
            bench.api.entries(opened, WEEK, None, nothing)
        assert caught.value.retry_after is not None
        assert caught.value.retry_after > 0

    def test_a_harvest_that_is_down_is_unavailable(self, bench: Bench) -> None:
        """A Harvest that is down is `SILENT`, and calls raise `HarvestUnavailable`."""
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
