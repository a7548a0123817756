"""The ports of a plugin that stands at an instant of the past, with nobody else at work."""

from collections.abc import Collection
from datetime import datetime, timedelta

from flask import Flask

from workroom_harvest.adapters.clock import SystemClock
from workroom_harvest.adapters.sql.session import HostDatabase, HostSession
from workroom_harvest.current import use_cases
from workroom_harvest.domain.events import Event
from workroom_harvest.domain.ports.events import Events
from workroom_harvest.domain.ports.queue import ImportQueue


class PastClock(SystemClock):
    """The system's clock, set back by `offset`; its monotonic clock jumps with it."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def now(self) -> datetime:
        return super().now() + self.offset

    def monotonic(self) -> float:
        return self.now().timestamp()


class PastSession(HostSession):
    """The host's session, with a clock of the past in place of the database's."""

    def __init__(self, db: HostDatabase, clock: PastClock) -> None:
        super().__init__(db)
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()


class AtOnce(ImportQueue):
    """A queue whose worker performs each run as soon as it is enqueued."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def enqueue(self, *run_ids: str, first: bool) -> None:
        for run_id in run_ids:
            with self._app.app_context():
                use_cases().perform_import(run_id)

    def enqueue_at(self, run_id: str, at: datetime, *, first: bool) -> None:
        """Leave the run to a tick."""

    def take_night(self) -> str | None:
        return None

    def waiting(self) -> Collection[str]:
        return ()


class Untold(Events):
    """Nobody is told: a mail of today would tell of weeks ago."""

    def send(self, event: Event) -> None:
        """Tell nobody."""
