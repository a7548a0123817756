"""The composition root, the only module that knows every adapter by name."""

from collections.abc import Mapping
from contextlib import ExitStack

from flask import Flask
from sqlalchemy.orm import configure_mappers

from workroom_harvest import web
from workroom_harvest.adapters.background import Threads
from workroom_harvest.adapters.clock import RandomIds, SystemClock, SystemRandom
from workroom_harvest.adapters.harvest.api import HttpHarvestApi
from workroom_harvest.adapters.harvest.oauth import GLANCE, HttpHarvestOAuth
from workroom_harvest.adapters.harvest.rate_limiter import RedisRateLimiter
from workroom_harvest.adapters.harvest.retries import BACKGROUND, INTERACTIVE
from workroom_harvest.adapters.rq.queue import RqQueue, fail_fast_redis
from workroom_harvest.adapters.rq.workers import RqWorkers
from workroom_harvest.adapters.signals import BlinkerEvents
from workroom_harvest.adapters.sql.session import HostDatabase, HostSession, NestedSession
from workroom_harvest.adapters.sql.store import SqlStore
from workroom_harvest.adapters.sql.tables import define
from workroom_harvest.adapters.sql.usable import demand_usable
from workroom_harvest.adapters.token_cipher import TokenCipher
from workroom_harvest.current import EXTENSION, State, use_cases
from workroom_harvest.domain.ports import Ports
from workroom_harvest.domain.ports.host import Access, Catalogue, People, Timelogs
from workroom_harvest.domain.use_cases import bind
from workroom_harvest.host_objects import demand_methods
from workroom_harvest.settings import Settings
from workroom_harvest.web.presenters.sentences import sentence
from workroom_harvest.web.words import ENGLISH, reading


class WorkroomHarvest:
    """The Flask extension that imports Harvest's time entries into a Workroom.

    `db` is the host's Flask-SQLAlchemy object. The other four are objects of the host's that
    implement the protocols of the same name. One extension object may serve several apps.
    """

    def __init__(
        self,
        *,
        db: HostDatabase,
        people: People,
        access: Access,
        catalogue: Catalogue,
        timelogs: Timelogs,
    ) -> None:
        self._db = db
        self._people = people
        self._access = access
        self._catalogue = catalogue
        self._timelogs = timelogs
        # The tables are defined here, so that the host's migrations know them.
        define(db.metadata)

    def init_app(self, app: Flask) -> None:
        """Register the plugin's pages, commands and widgets with the app.

        Raise `SettingsError` if a setting is wrong, or if one of the host's objects lacks a method.
        """
        demand_methods(self._objects)
        settings = Settings.read(app.config)
        self._demand_a_usable_database(app)
        open_clients = ExitStack()
        ports = self._ports(settings, open_clients)
        app.extensions[EXTENSION] = State(
            settings=settings,
            ports=ports,
            use_cases=bind(ports),
            end_reading=lambda: self._db.session.rollback(),
            close=open_clients.close,
        )
        web.register(app, settings.url_prefix)

    @property
    def _objects(self) -> Mapping[str, object]:
        return {
            "people": self._people,
            "access": self._access,
            "catalogue": self._catalogue,
            "timelogs": self._timelogs,
        }

    def _demand_a_usable_database(self, app: Flask) -> None:
        with app.app_context():
            try:
                engine = self._db.engine
            except RuntimeError:
                # The host has not set up its `db` yet; each transaction makes the same check.
                return
        demand_usable(engine)

    def _warm_up(self) -> None:
        configure_mappers()
        # httpx loads it with the first host name.
        "".encode("idna")
        use_cases().warm_up()
        self._db.session.remove()
        self._db.engine.dispose()

    def _after_fork(self) -> None:
        # If parent and child shared a connection, each could read the other's answers.
        self._db.session.remove()
        self._db.engine.dispose(close=False)

    def _ports(self, settings: Settings, open_clients: ExitStack) -> Ports:
        """Return the ports with every adapter.

        `open_clients` receives what has to be closed in the end.
        """
        clock, random = SystemClock(), SystemRandom()
        cipher = TokenCipher(settings.token_keys)
        redis = fail_fast_redis(settings.redis_url)
        rate_limiter = RedisRateLimiter(redis)
        oauth = HttpHarvestOAuth(settings, clock)
        glance_oauth = HttpHarvestOAuth(settings, clock, seconds=GLANCE)
        api, page_api = (
            HttpHarvestApi(
                api_url=settings.api_url,
                user_agent=settings.user_agent,
                clock=clock,
                random=random,
                policy=policy,
                rate_limiter=rate_limiter,
            )
            for policy in (BACKGROUND, INTERACTIVE)
        )
        for client in (redis, oauth, glance_oauth, api, page_api):
            open_clients.callback(client.close)
        return Ports(
            store=SqlStore(HostSession(self._db), cipher),
            beside=SqlStore(NestedSession(self._db), cipher),
            queue=RqQueue(redis, settings.queue),
            workers=RqWorkers(settings.redis_url, settings.queue, self._warm_up, self._after_fork),
            oauth=oauth,
            glance_oauth=glance_oauth,
            api=api,
            page_api=page_api,
            people=self._people,
            access=self._access,
            catalogue=self._catalogue,
            timelogs=self._timelogs,
            # Whoever is told is not whoever's request tells it.
            events=BlinkerEvents(reading(ENGLISH)(sentence), lambda: self._db.session.rollback()),
            clock=clock,
            random=random,
            background=Threads(),
            ids=RandomIds(),
            lookback_days=settings.night_lookback_days,
            keep_runs_days=settings.keep_runs_days,
        )
