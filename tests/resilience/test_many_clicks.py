"""The import button, two hundred times."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from demo.walk import PAGE, fields
from tests.resilience.storm import WINDOW, storm
from tests.support.big_account import SMALL_PAGE

CLICKS = 200
HANDS = 8


def test_two_hundred_clicks_are_one_run(tmp_path: Path, redis_url: str) -> None:
    """Over HTTP, eight at a time; everybody is led to that run, and it has everything once."""
    database_url = f"sqlite:///{tmp_path / 'w.sqlite3'}"
    with storm(tmp_path, database_url, redis_url, SMALL_PAGE) as here:
        browser = here.elin.browser
        form = {**WINDOW, "csrf_token": fields(browser.get("/").text).token}

        def click(_: int) -> tuple[int, str]:
            answer = browser.post(f"{PAGE}/imports", data=form, follow_redirects=False)
            return answer.status_code, answer.headers.get("Location", "")

        with ThreadPoolExecutor(HANDS) as hands:
            answers = list(hands.map(click, range(CLICKS)))
        assert {status for status, _ in answers} == {303}
        assert len({location for _, location in answers}) == 1
        assert here.sql("SELECT count(*) FROM workroom_harvest_runs") == 1
        here.system.worker()
        run_id = answers[0][1].rsplit("/", 1)[1]
        assert here.wait_for_the_end(run_id) == "finished"
        assert here.losses() == (0, 0)
    print(f"\n{CLICKS} clicks, 1 run, 0 lost, 0 duplicated")
