"""Redis is down or hangs when Import from Harvest is clicked."""

import socket
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from demo.processes import free_port
from tests.support.apps import make_app
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio
from workroom_harvest.current import use_cases


@pytest.fixture(params=["down", "hangs"])
def absent_redis(request: pytest.FixtureRequest) -> Iterator[str]:
    """Yield the address of a Redis that does not answer."""
    if request.param == "down":
        yield f"redis://127.0.0.1:{free_port()}/0"
        return
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        yield f"redis://127.0.0.1:{silent.getsockname()[1]}/0"


def test_a_click_without_redis_is_answered_soon_and_its_run_is_kept(
    tmp_path: Path, harvest: LocalHarvest, absent_redis: str, redis_server: str, today: date
) -> None:
    """A click without Redis is answered within seconds, and its run starts once Redis is back."""
    url = f"sqlite:///{tmp_path / 'w.sqlite3'}"
    for app in make_app(url, harvest, absent_redis):
        elin = Studio(app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
        elin.connect()
        elin.map()
        token = elin.token()
        begun = time.monotonic()
        form = {"from": str(today), "to": str(today), "csrf_token": token}
        answer = elin.browser.post("/settings/integrations/harvest/imports", data=form)
        took = time.monotonic() - begun
        assert answer.status_code == 303
        # The promise is two seconds; on a shared machine a test can only rule out a hang.
        assert took < 10
        run_id = answer.location.rsplit("/", 1)[1]
        assert "It starts when Redis is back" in elin.page(f"/imports/{run_id}")
        assert elin.run(run_id)["status"] == "queued"
    for app in make_app(url, harvest, redis_server):
        with app.app_context():
            assert use_cases().dispatch_due().requeued == 1
        back = Studio(app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
        back.work(run_id)
        assert back.run(run_id)["status"] == "finished"
        print(f"\nanswered in {took:.2f} s without Redis")
