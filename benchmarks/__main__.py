"""`make bench` compares imports with tap-harvest, and measures the worker's peak memory."""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import httpx

from benchmarks import hostile, plugin, refused, tap
from demo.processes import start_redis
from tests.support.big_account import big_system, connect_and_map
from tests.support.running_system import RunningSystem
from tests.support.servers import fresh_database, postgres_server

SMALL, LARGE = 10_000, 100_000


def main() -> int:
    """Print all figures; return 1 where an import takes more requests than it should, else 0."""
    is_kept = True
    with ExitStack() as cleanup:
        folder = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        redis, redis_url = start_redis(folder / "redis.log")
        cleanup.callback(redis.stop)
        postgres = cleanup.enter_context(postgres_server())
        try:
            python = tap.install(folder)
        except tap.NoTapError as error:
            print(f"The peer is missing: {error}")
            python = None
        for kind in ("SQLite", "PostgreSQL"):
            small = _measure_import(
                folder / f"small-{kind}", kind, postgres, redis_url, SMALL, python
            )
            large = _measure_import(
                folder / f"large-{kind}", kind, postgres, redis_url, LARGE, None
            )
            print(
                f"{kind}: the worker's peak {small.peak_mib:.0f} MiB at {SMALL:,} and "
                f"{large.peak_mib:.0f} MiB at {LARGE:,} entries "
                f"({large.peak_mib / max(small.peak_mib, 1):.2f} times)"
            )
            for line in refused.rows(kind, postgres):
                print(line)
            is_kept = is_kept and large.list_requests <= 52
    print("Bodies that are made to be slow to read, of 16 MiB, compared with 2 MiB:")
    hostile.main()
    return 0 if is_kept else 1


def _measure_import(
    folder: Path, kind: str, postgres: str, redis_url: str, entries: int, python: Path | None
) -> plugin.Imported:
    folder.mkdir()
    url = f"sqlite:///{folder / 'w.sqlite3'}" if kind == "SQLite" else fresh_database(postgres)
    with big_system(folder, url, redis_url, entries) as system:
        elin = connect_and_map(system, url)
        worker = system.worker()
        done = plugin.import_all(system, elin, worker.process.pid)
        print(
            f"{kind}: {done.entries:,} entries imported in {done.seconds:.2f} s, "
            f"{done.list_requests} requests to Harvest's lists"
        )
        if python is not None:
            refresh, totals = _grant(system)
            where = (python, folder.parent, system.harvest_url, refresh)
            printed = tap.read(*where, "time_entries")
            net = printed.seconds - printed.start
            print(
                f"  tap-harvest printed {printed.records.total():,} in {net:.2f} s, its start of "
                f"{printed.start:.2f} s left out; ours takes {done.seconds / net:.2f} of that"
            )
            # A client of independent origin also checks that the local Harvest is correct.
            records = tap.read(*where, *tap.STREAMS).records
            assert records == totals, (records, totals)
            print(f"  tap-harvest read every record of {', '.join(tap.STREAMS)}")
    return done


def _grant(system: RunningSystem) -> tuple[str, dict[str, int]]:
    """Return a refresh token for tap-harvest, and the number of records in each of its streams."""
    query = {
        "client_id": "local-client",
        "response_type": "code",
        "redirect_uri": system.workroom_url,
    }
    form = {"user": "admin@big.example", "account": "1000001", "decision": "authorize"}
    with httpx.Client(headers={"User-Agent": "benchmark (tests@workroom.example)"}) as client:
        back = client.post(f"{system.harvest_url}/oauth2/authorize", params=query, data=form)
        code = httpx.URL(back.headers["Location"]).params["code"]
        given = {"grant_type": "authorization_code", "code": code}
        secret = {"client_id": "local-client", "client_secret": "local-secret"}
        token = client.post(f"{system.harvest_url}/api/v2/oauth2/token", data=given | secret).json()
        bearer = {"Authorization": f"Bearer {token['access_token']}"}
        headers = {**bearer, "Harvest-Account-Id": form["account"]}
        lists = {
            stream: client.get(f"{system.harvest_url}/v2/{stream}?per_page=1", headers=headers)
            for stream in tap.STREAMS
        }
    totals = {stream: int(page.json()["total_entries"]) for stream, page in lists.items()}
    return str(token["refresh_token"]), totals


if __name__ == "__main__":
    sys.exit(main())
