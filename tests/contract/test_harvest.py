"""The fake and the real client keep one contract; the latter against the local Harvest."""

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
    """In memory."""

    @pytest.fixture
    def bench(self) -> Bench:
        """A fresh one."""
        return FakeBench()


class OnLocalHarvest:
    """Over HTTP."""

    @pytest.fixture
    def bench(self) -> Iterator[Bench]:
        """A fresh one."""
        with ExitStack() as cleanup:
            yield LocalBench(cleanup)


class TestFakeHarvestOAuth(OnFakeHarvest, OAuthContract):
    """The fake's HarvestOAuth."""


class TestFakeHarvestApi(OnFakeHarvest, ApiContract):
    """The fake's HarvestApi."""


class TestFakeHarvestApiErrors(OnFakeHarvest, ApiErrorsContract):
    """The fake's HarvestApi where it refuses."""


class TestHttpHarvestOAuth(OnLocalHarvest, OAuthContract):
    """The real client's HarvestOAuth."""


class TestHttpHarvestApi(OnLocalHarvest, ApiContract):
    """The real client's HarvestApi."""


class TestHttpHarvestApiErrors(OnLocalHarvest, ApiErrorsContract):
    """The real client's HarvestApi where it is refused."""
