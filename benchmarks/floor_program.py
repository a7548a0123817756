"""The cheapest honest program that fetches, reads and stores the same as an import.

It has no rules: it neither asks what is known, nor skips, checks, counts, retries, or could go on
after a crash. What the plugin costs beyond it is the price of its promises.
"""

from dataclasses import dataclass

import httpx
import msgspec
import sqlalchemy as sa
from flask import Flask

from benchmarks.floor_rows import Entry, Targets, record_rows, timelog_rows
from benchmarks.studios import ports
from demo.workroom.models import ActivityType, Member, Timelog, db
from workroom_harvest.adapters.sql.tables import define
from workroom_harvest.domain.keyed_hash import KeyedHash


class _Links(msgspec.Struct):
    next: str | None


class _Page(msgspec.Struct):
    time_entries: list[Entry]
    links: _Links


class _User(msgspec.Struct, gc=False):
    id: int
    email: str


class _Users(msgspec.Struct):
    users: list[_User]


_read_page = msgspec.json.Decoder(_Page).decode
_read_users = msgspec.json.Decoder(_Users).decode


@dataclass(frozen=True)
class Access:
    """What the plugin knows of a studio: its Harvest account, its token, and its key for hashes."""

    account_id: int
    token: str
    keyed_hash: KeyedHash


def access_of(app: Flask, studio_id: int) -> Access:
    """Return what the plugin knows of a studio that has imported something."""
    with ports(app).store.transaction() as tx:
        connection = tx.connections.for_studio(str(studio_id))
        key = tx.ledger.hash_key(str(studio_id))
        assert connection is not None
        assert key is not None
        token = tx.connections.tokens(connection).tokens.access
    return Access(connection.harvest_account.id, token, KeyedHash(key))


class FloorProgram:
    """Imports everything of a studio, whose projects, tasks and people are all known in Workroom.

    A page's timelogs and records are committed together.
    """

    def __init__(self, app: Flask, studio_id: int) -> None:
        self._engine = db.engine
        self._studio_id = studio_id
        self._access = access_of(app, studio_id)
        self._timelogs = db.metadata.tables[Timelog.__tablename__]
        headers = {
            "Authorization": f"Bearer {self._access.token}",
            "Harvest-Account-Id": str(self._access.account_id),
            "User-Agent": app.config["HARVEST_USER_AGENT"],
        }
        address = app.config["HARVEST_API_URL"]
        self._harvest = httpx.Client(base_url=address, headers=headers, timeout=60)

    def close(self) -> None:
        """Close the connections to Harvest."""
        self._harvest.close()

    def run(self) -> None:
        """Import everything."""
        targets, account_id = self._targets(), self._access.account_id
        records = define(db.metadata).entries
        url: str | None = "time_entries?from=2000-01-01&to=2100-01-01&per_page=2000"
        while url is not None:
            page = _read_page(self._harvest.get(url).content)
            entries = page.time_entries
            logs = timelog_rows(self._studio_id, entries, targets)
            rows = record_rows(account_id, entries, logs, self._access.keyed_hash)
            with self._engine.begin() as connection:
                connection.execute(sa.insert(self._timelogs), logs)
                connection.execute(sa.insert(records), rows)
            url = page.links.next

    def _targets(self) -> Targets:
        tables, studio = define(db.metadata), str(self._studio_id)
        users = _read_users(self._harvest.get("users?per_page=2000").content).users
        with self._engine.connect() as connection:
            projects, tasks = (
                dict(
                    connection.execute(
                        sa.select(pairs.c.harvest_id, pairs.c.target_id).filter_by(studio_id=studio)
                    ).all()
                )
                for pairs in (tables.project_pairs, tables.task_pairs)
            )
            mine = {"studio_id": self._studio_id}
            kinds = sa.select(ActivityType.id, ActivityType.hourly_rate).filter_by(**mine)
            people = sa.select(Member.email, Member.id).filter_by(**mine)
            rates = dict(connection.execute(kinds).all())
            by_email = dict(connection.execute(people).all())
        return Targets(
            {harvest_id: int(target) for harvest_id, target in projects.items()},
            {harvest_id: (int(target), rates[int(target)]) for harvest_id, target in tasks.items()},
            {user.id: by_email[user.email] for user in users},
        )
