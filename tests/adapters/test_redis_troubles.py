"""A Redis that answers and refuses, and what the operator of the plugin is told about it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import BusyLoadingError, RedisError, ResponseError

from demo.processes import free_port, start_redis
from tests.support.untrusted_server import untrusted_server
from workroom_harvest.adapters.rq.redis_errors import code
from workroom_harvest.adapters.rq.workers import RqWorkers
from workroom_harvest.domain.errors import QueueUnavailable
from workroom_harvest.domain.messages import Code


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the URL of a Redis server of these tests alone, which they may misconfigure."""
    child, url = start_redis(tmp_path_factory.mktemp("redis") / "redis.log")
    yield url
    child.stop()


@pytest.fixture
def redis(server: str) -> Iterator[Redis]:
    """Give a client of that server, and restore its configuration afterwards."""
    with Redis.from_url(server) as client:
        yield client
        client.replicaof("NO", "ONE")
        for name, value in AS_IT_WAS.items():
            client.config_set(name, value)
        client.flushall()


AS_IT_WAS = {"maxmemory": "0", "min-replicas-to-write": "0", "requirepass": ""}


def workers(url: str) -> RqWorkers:
    """Return the workers of a queue on the Redis at this URL."""
    return RqWorkers(url, "troubles", lambda: None, lambda: None)


def a_replica(redis: Redis, url: str) -> str:
    redis.replicaof("127.0.0.1", str(free_port()))
    return url


def full(redis: Redis, url: str) -> str:
    redis.config_set("maxmemory", "1")
    return url


def without_replicas(redis: Redis, url: str) -> str:
    redis.config_set("min-replicas-to-write", "1")
    return url


def under_a_password(redis: Redis, url: str) -> str:
    redis.config_set("requirepass", "a password of the tests")
    return url


def under_another_password(redis: Redis, url: str) -> str:
    redis.config_set("requirepass", "a password of the tests")
    return url.replace("redis://", "redis://:another@")


def for_a_reader(redis: Redis, url: str) -> str:
    redis.acl_setuser("reader", True, passwords=["+pass"], keys=["*"], categories=["+@read"])
    return url.replace("redis://", "redis://reader:pass@")


def for_other_keys(redis: Redis, url: str) -> str:
    redis.acl_setuser("other", True, passwords=["+pass"], keys=["other:*"], categories=["+@all"])
    return url.replace("redis://", "redis://other:pass@")


def without_scripts(redis: Redis, url: str) -> str:
    categories = ["+@all", "-@scripting"]
    redis.acl_setuser("plain", True, passwords=["+pass"], keys=["*"], categories=categories)
    return url.replace("redis://", "redis://plain:pass@")


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (a_replica, Code.REDIS_READ_ONLY),
        (full, Code.REDIS_FULL),
        (without_replicas, Code.REDIS_WITHOUT_REPLICAS),
        (under_a_password, Code.REDIS_SIGN_IN),
        (under_another_password, Code.REDIS_SIGN_IN),
        (for_a_reader, Code.REDIS_PERMISSION),
        (for_other_keys, Code.REDIS_PERMISSION),
        (without_scripts, Code.REDIS_PERMISSION),
    ],
)
def test_a_redis_that_refuses_is_reported_with_its_reason(
    redis: Redis, server: str, spoil: Callable[[Redis, str], str], expected: Code
) -> None:
    """The health check, a worker and a scheduler name why Redis refuses."""
    found = workers(spoil(redis, server))
    asked: tuple[Callable[[], object], ...] = (
        found.demand_writes,
        lambda: found.work(burst=True),
        lambda: found.schedule(every=1),
    )
    for ask in asked:
        with pytest.raises(QueueUnavailable) as caught:
            ask()
        assert caught.value.detail.code is expected


def test_the_keys_of_a_health_check_expire(redis: Redis, server: str) -> None:
    """Each key that the health check writes expires within a second."""
    workers(server).demand_writes()
    assert all(0 < int(redis.pttl(key)) <= 1000 for key in redis.scan_iter())


def test_a_certificate_without_a_trusted_issuer_is_reported(tmp_path: Path) -> None:
    """A certificate without a trusted issuer is named as the reason, for Redis over TLS."""
    with untrusted_server(tmp_path) as port:
        found = workers(f"rediss://127.0.0.1:{port}/0")
        for ask in (found.demand_writes, found.alive, found.next_tick):
            with pytest.raises(QueueUnavailable) as caught:
                ask()
            assert caught.value.detail.code is Code.REDIS_UNVERIFIED


def test_a_redis_that_is_away_is_reported_as_it_concerns_who_asks() -> None:
    """A Redis that is away has one code for the health check and another for a worker's start.

    The first asks people to check it, the second to start it.
    """
    away = workers(f"redis://127.0.0.1:{free_port()}/0")
    with pytest.raises(QueueUnavailable, match=Code.REDIS_SILENT):
        away.demand_writes()
    with pytest.raises(QueueUnavailable, match=Code.REDIS_NOT_THERE):
        away.work(burst=True)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            ResponseError("MISCONF Redis is configured to save RDB snapshots, but cannot"),
            Code.REDIS_WITHOUT_DISK,
        ),
        (ResponseError("ERR unknown command"), Code.REDIS_REFUSES),
        (BusyLoadingError("Redis is loading the dataset in memory"), Code.REDIS_SILENT),
        (RedisError(), Code.REDIS_SILENT),
    ],
)
def test_other_errors_have_a_code_too(error: RedisError, expected: Code) -> None:
    """Each error that cannot be caused here, or that has no code of its own, has a code."""
    assert code(error) is expected
