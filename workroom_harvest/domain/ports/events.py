"""The port by which a host is told what happened."""

from typing import Protocol

from workroom_harvest.domain.events import Event


class Events(Protocol):
    """Whoever wants to know of events."""

    def send(self, event: Event) -> None:
        """Tell of the event.

        It is called outside of a transaction, after the commit of what the event tells, and at most
        once: a process that is killed in between tells nobody. Nothing is raised, whatever
        listeners do.
        """
