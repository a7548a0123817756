"""The hall: the only place that knows every adapter by name."""

from collections.abc import Mapping
from contextlib import ExitStack

from flask import Flask

from workroom_harvest import web
from workroom_harvest.adapters.clock import RandomIds, SystemClock, SystemDice
from workroom_harvest.adapters.harvest.login import GLANCE, HarvestLogin
from workroom_harvest.adapters.harvest.pace import Pace, SharedPace
from workroom_harvest.adapters.harvest.reader import HttpReader
from workroom_harvest.adapters.harvest.retries import HASTY, ONE_TRY, Patience
from workroom_harvest.adapters.rq.queue import RqQueue, impatient_redis
from workroom_harvest.adapters.rq.workers import RqWorkers
from workroom_harvest.adapters.secrets import Seal
from workroom_harvest.adapters.sql.database import HostDatabase, Rows, RowsAside
from workroom_harvest.adapters.sql.store import SqlStore
from workroom_harvest.adapters.sql.tables import define
from workroom_harvest.adapters.sql.usable import demand_usable
from workroom_harvest.current import EXTENSION, State
from workroom_harvest.domain.ports.host import Access, Catalogue, People, Timelogs
from workroom_harvest.domain.use_cases import UseCases
from workroom_harvest.domain.use_cases.admit import Admit
from workroom_harvest.domain.use_cases.check_host import CheckHost
from workroom_harvest.domain.use_cases.connect import Disconnect, FinishConsent, StartConsent
from workroom_harvest.domain.use_cases.decide_page import DecidePage
from workroom_harvest.domain.use_cases.find_owners import FindOwners
from workroom_harvest.domain.use_cases.go_ahead import GoAhead
from workroom_harvest.domain.use_cases.imports import RequestImport, ShowRun, Today
from workroom_harvest.domain.use_cases.learn_name import LearnName
from workroom_harvest.domain.use_cases.learn_sight import LearnSight
from workroom_harvest.domain.use_cases.maintain import CheckUp, SealAnew
from workroom_harvest.domain.use_cases.mappings import SaveMappings, ShowMappings
from workroom_harvest.domain.use_cases.nights import SetAutomatedSync, StartWhatIsDue
from workroom_harvest.domain.use_cases.overview import ShowOverview
from workroom_harvest.domain.use_cases.perform_import import PerformImport
from workroom_harvest.domain.use_cases.tokens import PAGES_PATIENCE, UseTokens
from workroom_harvest.domain.use_cases.write_page import WritePage
from workroom_harvest.host_objects import demand_methods
from workroom_harvest.settings import Settings


class WorkroomHarvest:
    """Brings Harvest's time entries into a Workroom.

    `db` is the host's Flask-SQLAlchemy object; the other four are the host's own objects, as
    `workroom_harvest` describes them in its protocols. One object may serve several apps.
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
        # At once, so that the host's migrations know the tables.
        define(db.metadata)

    def init_app(self, app: Flask) -> None:
        """Register pages, commands and jobs; `SettingsError` for a wrong setting or object."""
        demand_methods(self._objects)
        settings = Settings.read(app.config)
        self._demand_a_usable_database(app)
        workers = RqWorkers(settings.redis_url, settings.queue, self._after_fork)
        open_clients = ExitStack()
        use_cases = self._bind(settings, workers, open_clients)
        app.extensions[EXTENSION] = State(
            settings=settings,
            use_cases=use_cases,
            workers=workers,
            entry=self._entry(settings),
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
                # The host has not set up its `db` yet; each transaction looks by itself, too.
                return
        demand_usable(engine)

    def _entry(self, settings: Settings) -> ShowOverview:
        aside = SqlStore(RowsAside(self._db), Seal(settings.token_keys))
        return ShowOverview(aside, self._people, SystemClock())

    def _after_fork(self) -> None:
        # A connection shared with the parent process would mix up both their answers.
        self._db.session.remove()
        self._db.engine.dispose(close=False)

    def _bind(self, settings: Settings, workers: RqWorkers, open_clients: ExitStack) -> UseCases:
        clock, ids = SystemClock(), RandomIds()
        store = SqlStore(Rows(self._db), Seal(settings.token_keys))
        redis = impatient_redis(settings.redis_url)
        queue = RqQueue(redis, settings.queue)
        login = HarvestLogin(settings, clock)
        glance = HarvestLogin(settings, clock, seconds=GLANCE)
        pace = SharedPace(redis)
        hasty, worker = (_reader(settings, clock, pace, each) for each in (HASTY, ONE_TRY))
        for client in (redis, login, glance, hasty, worker):
            open_clients.callback(client.close)
        tokens = UseTokens(store, login, clock)
        hasty_tokens = UseTokens(store, login, clock, PAGES_PATIENCE)
        admit = Admit(self._people, self._access)
        check_host = CheckHost(store, self._people, self._access, self._catalogue)
        return UseCases(
            admit=admit,
            today=Today(self._people, clock),
            show_overview=ShowOverview(store, self._people, clock),
            start_consent=StartConsent(store, login, ids),
            finish_consent=FinishConsent(
                store, login, LearnSight(store, hasty, hasty_tokens), clock, ids
            ),
            show_mappings=ShowMappings(
                store, self._catalogue, hasty, hasty_tokens, LearnName(store, glance, hasty_tokens)
            ),
            save_mappings=SaveMappings(store, self._catalogue, hasty, hasty_tokens),
            request_import=RequestImport(store, queue, clock, ids),
            show_run=ShowRun(store),
            perform_import=PerformImport(
                store=store,
                queue=queue,
                go_ahead=GoAhead(store, self._catalogue, admit),
                learn_sight=LearnSight(store, worker, tokens),
                find_owners=FindOwners(self._people, worker, tokens),
                reader=worker,
                tokens=tokens,
                decide=DecidePage(store),
                write=WritePage(store, self._timelogs),
                clock=clock,
                dice=SystemDice(),
            ),
            set_automated_sync=SetAutomatedSync(store, clock),
            start_what_is_due=StartWhatIsDue(
                store, queue, self._access, clock, ids, settings.night_lookback_days
            ),
            disconnect=Disconnect(store, login, clock),
            check_up=CheckUp(store, workers, login, hasty, check_host),
            seal_anew=SealAnew(store),
        )


def _reader(settings: Settings, clock: SystemClock, pace: Pace, patience: Patience) -> HttpReader:
    return HttpReader(
        api_url=settings.api_url,
        user_agent=settings.user_agent,
        clock=clock,
        dice=SystemDice(),
        patience=patience,
        pace=pace,
    )
