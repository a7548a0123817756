"""The fake Harvest and the HTTP clients keep the same contracts.

The HTTP clients are tried against the local Harvest.
"""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.contract.benches import Bench
from tests.contract.fake_bench import FakeBench
from tests.contract.harvest_api import ApiContract
from tests.contract.harvest_errors import ApiErrorsContract
from tests.contract.harvest_oauth import OAuthContract
from tests.contract.local_bench import LocalBench


class OnFakeHarvest:
    """The contracts against the fake."""

    @pytest.fixture
    def bench(self) -> Bench:
        """Give the fake's bench."""
        return FakeBench()


class OnLocalHarvest:
    """The contracts over HTTP against the local Harvest."""

    @pytest.fixture
    def bench(self) -> Iterator[Bench]:
        """Give the local Harvest's bench, which is closed at the end of the test."""
        with ExitStack() as cleanup:
            yield LocalBench(cleanup)


class TestFakeHarvestOAuth(OnFakeHarvest, OAuthContract):
    """The fake's `HarvestOAuth` keeps the contract."""


class TestFakeHarvestApi(OnFakeHarvest, ApiContract):
    """The fake's `HarvestApi` keeps the contract."""


class TestFakeHarvestApiErrors(OnFakeHarvest, ApiErrorsContract):
    """The fake's `HarvestApi` raises the errors of the contract."""


class TestHttpHarvestOAuth(OnLocalHarvest, OAuthContract):
    """The HTTP client's `HarvestOAuth` keeps the contract."""


class TestHttpHarvestApi(OnLocalHarvest, ApiContract):
    """The HTTP client's `HarvestApi` keeps the contract."""


class TestHttpHarvestApiErrors(OnLocalHarvest, ApiErrorsContract):
    """The HTTP client's `HarvestApi` raises the errors of the contract."""
