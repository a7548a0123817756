"""Measures the cost of finding rows that a host refuses, against a page without such rows."""

import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from demo.harvest.worlds import generated_world
from demo.processes import start_redis
from demo.workroom.models import db
from tests.support.apps import make_app
from tests.support.big_account import big_studio
from tests.support.refusing_host import RefusingTimelogs, use_timelogs
from tests.support.servers import LocalHarvest, fresh_database
from tests.support.studio import Studio

WINDOW = ("2000-01-01", "2100-01-01")
ENTRIES = 2_000
REFUSED = (1, 3, 50, ENTRIES)


def rows(kind: str, postgres: str) -> Iterator[str]:
    """Yield a line of figures for each number of refused rows.

    It compares hosts that name the refused rows with hosts that do not, where they are found by
    halving the page.
    """
    today = datetime.now(UTC).date()
    with tempfile.TemporaryDirectory(prefix="refused-") as name:
        folder = Path(name)
        redis, redis_url = start_redis(folder / "redis.log")
        url = f"sqlite:///{folder / 'w.sqlite3'}" if kind == "SQLite" else fresh_database(postgres)
        world = generated_world(
            today, entries=ENTRIES, projects=1, tasks=1, users=1, days=9, seed=3
        )
        harvest = LocalHarvest(world=world)
        timelogs = RefusingTimelogs()
        for app in make_app(url, harvest, redis_url):
            use_timelogs(app, timelogs)
            elin = big_studio(app, harvest)
            elin.import_days(*WINDOW)
            clean = min(_time_import(elin, timelogs, set()) for _ in range(3))
            ids = [one.id for found in world.entries.values() for one in found]
            for count in REFUSED:
                refused = set(ids[:: max(1, len(ids) // count)][:count])
                ratios = []
                for timelogs.by_name in (True, False):
                    ratios.append(_time_import(elin, timelogs, refused) / clean)
                yield (
                    f"{kind}: {count} of {ENTRIES} rows refused: {ratios[0]:.2f} times "
                    f"a clean page where the host names them, {ratios[1]:.2f} times by halves"
                )
        harvest.close()
        redis.stop()


def _time_import(elin: Studio, timelogs: RefusingTimelogs, refused: set[int]) -> float:
    _delete_imports(elin.app)
    timelogs.refused = refused
    run_id = elin.start_import(*WINDOW)
    begun = time.perf_counter()
    elin.work(run_id)
    return time.perf_counter() - begun


def _delete_imports(app: Flask) -> None:
    with app.app_context():
        for name in ("timelog", "workroom_harvest_entries", "workroom_harvest_runs"):
            db.session.execute(db.metadata.tables[name].delete())
        db.session.commit()
