"""PostgreSQL stops in the middle of a run, and comes back."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.walk import PAGE
from tests.resilience.stress_rig import stress_rig
from tests.support.servers import OwnPostgres, fresh_database

PAGES = 3
SENTENCE = "The database does not answer."


@pytest.fixture
def postgres() -> Iterator[OwnPostgres]:
    """Yield a PostgreSQL server of this test alone; the path of its socket has to be short."""
    with tempfile.TemporaryDirectory(prefix="workroom-harvest-") as folder:
        server = OwnPostgres(Path(folder))
        try:
            yield server
        finally:
            server.close()


def test_committed_pages_stay_and_the_rest_follows(
    tmp_path: Path,
    redis_url: str,
    postgres: OwnPostgres,
    request: pytest.FixtureRequest,
    page_size: int,
) -> None:
    """Committed pages stay, the site answers 503 meanwhile, and a tick finishes the run."""
    times = 10 if request.config.getoption("--long") else 1
    kept = []
    database_url, entries = fresh_database(postgres.url), PAGES * page_size
    with stress_rig(tmp_path, database_url, redis_url, entries, page=page_size) as rig:
        rig.slow_down_entries(0.5)
        worker = rig.system.worker()
        for _ in range(times):
            run_id = rig.click()
            until = time.monotonic() + 30
            while not rig.sql("SELECT pages FROM workroom_harvest_runs"):
                assert time.monotonic() < until
                time.sleep(0.02)
            before = rig.sql("SELECT count(*) FROM timelog")
            postgres.die()
            answers = [rig.elin.browser.get(path) for path in (PAGE, f"{PAGE}/imports/{run_id}")]
            time.sleep(1.5)
            postgres.start()
            for answer in answers:
                assert answer.status_code == 503, answer.text
                assert SENTENCE in answer.text
                assert "Traceback" not in answer.text
            rig.engine.dispose()
            kept.append(rig.sql("SELECT count(*) FROM timelog"))
            assert before <= kept[-1] < entries
            rig.expire_lease()
            rig.tick()
            assert rig.wait_for_the_end(run_id) == "finished"
            assert rig.losses() == (0, 0)
            assert rig.run_as_json(run_id)["imported"] == entries
            rig.delete_imports()
        assert worker.process.poll() is None
    print(
        f"\n{times} restarts with {kept} of {entries} committed, {times} runs, 0 lost, 0 duplicated"
    )
