"""What the use cases rely on in HarvestApi where it refuses, or does not answer."""

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
    """Each refusal has its error, and a page may fail alone."""

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
