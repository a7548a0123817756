"""PostgreSQL goes away in the middle of a run, and comes back."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.walk import PAGE
from tests.resilience.storm import storm
from tests.support.servers import OwnPostgres, fresh_database

PAGES = 3
SORRY = "The database does not answer."


@pytest.fixture
def postgres() -> Iterator[OwnPostgres]:
    """Of this test alone; its socket's path must be short."""
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
    """Meanwhile a page is an honest 503; a tick afterwards takes the run up."""
    times = 10 if request.config.getoption("--long") else 1
    kept = []
    database_url, entries = fresh_database(postgres.url), PAGES * page_size
    with storm(tmp_path, database_url, redis_url, entries, page=page_size) as here:
        here.entries_take(0.5)
        worker = here.system.worker()
        for _ in range(times):
            run_id = here.click()
            until = time.monotonic() + 30
            while not here.sql("SELECT pages FROM workroom_harvest_runs"):
                assert time.monotonic() < until
                time.sleep(0.02)
            before = here.sql("SELECT count(*) FROM timelog")
            postgres.die()
            answers = [here.elin.browser.get(path) for path in (PAGE, f"{PAGE}/imports/{run_id}")]
            time.sleep(1.5)
            postgres.start()
            for answer in answers:
                assert answer.status_code == 503, answer.text
                assert SORRY in answer.text
                assert "Traceback" not in answer.text
            here.engine.dispose()
            kept.append(here.sql("SELECT count(*) FROM timelog"))
            assert before <= kept[-1] < entries
            here.let_the_lease_run_out()
            here.tick()
            assert here.wait_for_the_end(run_id) == "finished"
            assert here.losses() == (0, 0)
            assert here.counted(run_id)["imported"] == entries
            here.wipe()
        assert worker.process.poll() is None
    print(
        f"\n{times} restarts with {kept} of {entries} committed, {times} runs, 0 lost, 0 duplicated"
    )
