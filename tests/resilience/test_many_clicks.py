"""Two hundred clicks on the import button start one run."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from demo.walk import PAGE, fields
from tests.resilience.stress_rig import WINDOW, stress_rig
from tests.support.big_account import SMALL_PAGE

CLICKS = 200
CLIENTS = 8


def test_two_hundred_clicks_are_one_run(tmp_path: Path, redis_url: str) -> None:
    """Simultaneous clicks all lead to one run, which imports everything once."""
    database_url = f"sqlite:///{tmp_path / 'w.sqlite3'}"
    with stress_rig(tmp_path, database_url, redis_url, SMALL_PAGE) as rig:
        browser = rig.elin.browser
        form = {**WINDOW, "csrf_token": fields(browser.get("/").text).token}

        def click(_: int) -> tuple[int, str]:
            answer = browser.post(f"{PAGE}/imports", data=form, follow_redirects=False)
            return answer.status_code, answer.headers.get("Location", "")

        with ThreadPoolExecutor(CLIENTS) as clients:
            answers = list(clients.map(click, range(CLICKS)))
        assert {status for status, _ in answers} == {303}
        assert len({location for _, location in answers}) == 1
        assert rig.sql("SELECT count(*) FROM workroom_harvest_runs") == 1
        rig.system.worker()
        run_id = answers[0][1].rsplit("/", 1)[1]
        assert rig.wait_for_the_end(run_id) == "finished"
        assert rig.losses() == (0, 0)
    print(f"\n{CLICKS} clicks, 1 run, 0 lost, 0 duplicated")
