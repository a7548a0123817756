"""The events that a host was told of, in memory."""

from typing import TypeVar

from tests.fakes.database import FakeDatabase
from workroom_harvest.domain.events import Event
from workroom_harvest.domain.ports.events import Events

E = TypeVar("E", bound=Event)


class FakeEvents(Events):
    """A listener that keeps what it is told, which must not happen inside a transaction."""

    def __init__(self, database: FakeDatabase | None = None) -> None:
        self._database = database
        self.sent: list[Event] = []

    def send(self, event: Event) -> None:
        assert not (self._database and self._database.is_open), "told inside a transaction"
        self.sent.append(event)

    def of(self, kind: type[E]) -> list[E]:
        """Return the events of a kind, in the order in which they were sent."""
        return [event for event in self.sent if isinstance(event, kind)]
