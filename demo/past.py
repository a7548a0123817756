"""A Workroom in this process that stands at an instant of the past.

The demo's month is lived there, by the plugin's own pages and nights: only the clocks are set back.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
from flask import Flask
from sqlalchemy import delete, select

from demo.past_ports import AtOnce, PastClock, PastSession, Untold
from demo.walk import Walker
from demo.workroom import create_app
from demo.workroom.models import Studio, Timelog, db
from workroom_harvest.adapters.harvest.api import HttpHarvestApi
from workroom_harvest.adapters.harvest.oauth import HttpHarvestOAuth
from workroom_harvest.adapters.harvest.rate_limiter import LocalRateLimiter
from workroom_harvest.adapters.harvest.retries import BACKGROUND
from workroom_harvest.adapters.sql.store import SqlStore
from workroom_harvest.adapters.token_cipher import TokenCipher
from workroom_harvest.current import EXTENSION, State, use_cases
from workroom_harvest.domain.use_cases import bind


class Past:
    """A Workroom of the past, at `address`; each of its runs is performed when it is started."""

    def __init__(self, app: Flask, address: str) -> None:
        self.app = app
        self.address = address
        self.clock = PastClock()
        state: State = app.extensions[EXTENSION]
        settings = state.settings
        api = HttpHarvestApi(
            api_url=settings.api_url,
            user_agent=settings.user_agent,
            clock=self.clock,
            random=state.ports.random,
            policy=BACKGROUND,
            # By this clock the requests of one night are a day after those of another.
            rate_limiter=LocalRateLimiter(self.clock.monotonic),
        )
        oauth = HttpHarvestOAuth(settings, self.clock)
        self._clients = (api, oauth)
        ports = replace(
            state.ports,
            store=SqlStore(PastSession(db, self.clock), TokenCipher(settings.token_keys)),
            queue=AtOnce(app),
            oauth=oauth,
            api=api,
            page_api=api,
            events=Untold(),
            clock=self.clock,
        )
        app.extensions[EXTENSION] = replace(state, ports=ports, use_cases=bind(ports))

    def close(self) -> None:
        """Close the connections to Harvest and to the database."""
        for client in self._clients:
            client.close()
        self.app.extensions[EXTENSION].close()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def stand_at(self, instant: datetime) -> float:
        """Stand at an instant (UTC); return how many seconds that is ahead of now, if below 0."""
        self.clock.offset = min(instant - datetime.now(UTC), timedelta())
        return self.clock.offset.total_seconds()

    def tick(self) -> None:
        """Look what is due, as the scheduler does, and do it."""
        with self.app.app_context():
            use_cases().dispatch_due()

    def walker(self) -> Walker:
        """Return somebody with a browser, who is at this Workroom and at Harvest."""
        return Walker(self.address, httpx.WSGITransport(self.app))

    def timelog_of(self, entry_id: int) -> int:
        """Return the id of the timelog that an entry became."""
        with self.app.app_context():
            found = select(Timelog.id).filter_by(harvest_entry_id=entry_id)
            return db.session.scalars(found).one()


@contextmanager
def opened(settings: Mapping[str, str], address: str) -> Iterator[Past]:
    """Yield a Workroom of the past with these settings, and close it."""
    with closing(Past(create_app(settings), address)) as past:
        yield past


def begin_anew(app: Flask, studio: str) -> None:
    """Erase what is kept of a studio, and its timelogs: a demo before may have left some."""
    with app.app_context():
        studio_id = db.session.scalars(select(Studio.id).filter_by(name=studio)).one()
        use_cases().forget_studio(str(studio_id))
        db.session.execute(delete(Timelog).filter_by(studio_id=studio_id))
        db.session.commit()
