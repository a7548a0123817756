"""The signals by which a host is told what happened, which are blinker's, as Flask's own are.

Each is sent with the app as its sender, in the app's context, after the commit of what it tells.
The payload are keyword arguments, listed in `docs/host.md`; more may be added, so a receiver takes
`**_` as well. Several apps in one process share the signals, and a receiver may choose its sender.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import Enum, StrEnum
from typing import Any

from blinker import NamedSignal, Namespace
from flask import current_app

from workroom_harvest.domain import events
from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.ports.events import Events

__all__ = [
    "attention_needed",
    "connected",
    "reconnect_needed",
    "run_failed",
    "run_finished",
    "well_again",
]

_signals = Namespace()
connected = _signals.signal("workroom-harvest-connected")
reconnect_needed = _signals.signal("workroom-harvest-reconnect-needed")
well_again = _signals.signal("workroom-harvest-well-again")
run_finished = _signals.signal("workroom-harvest-run-finished")
run_failed = _signals.signal("workroom-harvest-run-failed")
attention_needed = _signals.signal("workroom-harvest-attention-needed")

_SIGNALS: Mapping[type, NamedSignal] = {
    events.Connected: connected,
    events.NeedsReconnect: reconnect_needed,
    events.WellAgain: well_again,
    events.RunFinished: run_finished,
    events.RunFailed: run_failed,
    events.NeedsAttention: attention_needed,
}

log = logging.getLogger(__name__)


class BlinkerEvents(Events):
    """Events as signals.

    `sentence` words a message. `undo` ends whatever transaction a receiver left open: what it wrote
    it has to commit, and it must keep no lock while the plugin goes on.
    """

    def __init__(self, sentence: Callable[[Message], str], undo: Callable[[], None]) -> None:
        self._sentence = sentence
        self._undo = undo

    def send(self, event: events.Event) -> None:
        signal = _SIGNALS[type(event)]
        app = current_app._get_current_object()  # type: ignore[attr-defined]  # because it is the proxy of an app
        # `signal.send` would stop at the first receiver that raises.
        for receiver in list(signal.receivers_for(app)):
            try:
                try:
                    receiver(app, **self._payload(event))
                finally:
                    self._undo()
            except Exception:
                log.exception("a receiver of %s failed, which changes nothing else", signal.name)

    def _payload(self, event: events.Event) -> dict[str, Any]:
        payload: dict[str, Any] = {}
        for field in fields(event):
            value = getattr(event, field.name)
            if isinstance(value, Message):
                payload |= {"reason": str(value.code), "sentence": self._sentence(value)}
            else:
                payload[field.name] = _plain(value)
        return payload


def _plain(value: object) -> object:
    """Return the value without the plugin's own types, so that it can be written as JSON or so."""
    if isinstance(value, Mapping):
        return {_plain(name): count for name, count in value.items()}
    if isinstance(value, StrEnum):
        return str(value)
    return value.name.lower().replace("_", " ") if isinstance(value, Enum) else value
