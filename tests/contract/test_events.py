"""What the use cases rely on in `Events`, of the fake and of the signals."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import Any

import pytest
from flask import Flask

from tests.fakes.events import FakeEvents
from tests.support.factories import NIGHT
from workroom_harvest import signals
from workroom_harvest.adapters.signals import BlinkerEvents
from workroom_harvest.domain.connection import ConnectionChange
from workroom_harvest.domain.events import (
    Connected,
    Event,
    NeedsAttention,
    NeedsReconnect,
    RunFailed,
    RunFinished,
    Trouble,
    WellAgain,
)
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.events import Events
from workroom_harvest.domain.run import RunKind
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.web.presenters.sentences import sentence

WHY = Message(Code.GRANT_REVOKED)
RUN = {"studio_id": "7", "run_id": "a" * 32}
OF_NIGHT = {**RUN, "kind": "nightly", "night": NIGHT, "imported": 3}
SAID = {"reason": "grant_revoked", "sentence": sentence(WHY)}
ONE_OF_EACH: list[tuple[Event, str, dict[str, Any]]] = [
    (
        Connected("7", "elin", 1, ConnectionChange.SAME_ACCOUNT, "jonas"),
        "connected",
        {
            "studio_id": "7",
            "member_id": "elin",
            "harvest_account_id": 1,
            "change": "same account",
            "instead_of": "jonas",
        },
    ),
    (NeedsReconnect("7", WHY), "reconnect_needed", {"studio_id": "7", **SAID}),
    (
        WellAgain("7", Trouble.NIGHT_FAILED, "a" * 32),
        "well_again",
        {**RUN, "after": "night failed"},
    ),
    (
        RunFinished("7", "a" * 32, RunKind.NIGHTLY, NIGHT, 3, {SkipReason.TIMER_RUNNING: 2}),
        "run_finished",
        {**OF_NIGHT, "skipped": {"timer_running": 2}},
    ),
    (
        RunFailed("7", "a" * 32, RunKind.NIGHTLY, NIGHT, 3, WHY),
        "run_failed",
        {**OF_NIGHT, **SAID},
    ),
    (
        NeedsAttention("7", "a" * 32, 2, 4),
        "attention_needed",
        {**RUN, "items": 2, "entries": 4},
    ),
]


@contextmanager
def receivers(**by_name: Any) -> Iterator[None]:
    """Return a context in which these receivers listen, by the names of the signals."""
    with ExitStack() as listening:
        for name, receiver in by_name.items():
            listening.enter_context(getattr(signals, name).connected_to(receiver))
        yield


@pytest.fixture
def app() -> Iterator[Flask]:
    """Return a bare app, in whose context events are sent."""
    app = Flask(__name__)
    with app.app_context():
        yield app


@pytest.fixture
def undone() -> list[str]:
    """Return a list to which each undoing of a receiver's transaction is added."""
    return []


@pytest.fixture
def blinker(app: Flask, undone: list[str]) -> BlinkerEvents:
    """Return the adapter."""
    return BlinkerEvents(sentence, lambda: undone.append("undone"))


@pytest.mark.parametrize("event", [event for event, _, _ in ONE_OF_EACH], ids=str)
@pytest.mark.parametrize("which", ["fake", "signals"])
def test_every_event_can_be_sent_with_nobody_listening(
    which: str, event: Event, blinker: BlinkerEvents
) -> None:
    """`send` takes each kind of event, returns nothing and raises nothing."""
    events: Events = FakeEvents() if which == "fake" else blinker
    events.send(event)


@pytest.mark.parametrize(("event", "name", "payload"), ONE_OF_EACH, ids=lambda one: str(one)[:20])
def test_each_event_is_a_signal_with_a_plain_payload(
    app: Flask, blinker: BlinkerEvents, event: Event, name: str, payload: dict[str, Any]
) -> None:
    """A signal has the app as its sender, and plain values, with a sentence where there is one."""
    got: list[tuple[object, dict[str, Any]]] = []

    def receive(sender: object, **values: Any) -> None:
        got.append((sender, values))

    with receivers(**{name: receive}):
        blinker.send(event)
    assert got == [(app, payload)]
    # Codes would be equal to their texts.
    assert {type(value) for value in got[0][1].values()} <= {str, int, dict, date}


def test_a_receiver_that_raises_costs_nobody_else_anything(
    blinker: BlinkerEvents, undone: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    """What a receiver raises is logged, and the other receivers are told all the same."""
    caplog.set_level(logging.ERROR)
    told: list[str] = []

    def fails(sender: object, **values: Any) -> None:
        told.append("first")
        raise RuntimeError("no mail server")

    def works(sender: object, **values: Any) -> None:
        told.append("second")

    with receivers(well_again=fails), receivers(well_again=works):
        blinker.send(WellAgain("7", Trouble.RECONNECT_NEEDED))
    assert sorted(told) == ["first", "second"]
    assert undone == ["undone", "undone"]
    assert "a receiver of workroom-harvest-well-again failed" in caplog.text


def test_a_receiver_may_listen_to_one_app(blinker: BlinkerEvents) -> None:
    """A receiver that listens to another app of the same process is told nothing."""
    got: list[object] = []

    def receive(sender: object, **values: Any) -> None:
        got.append(sender)

    with signals.well_again.connected_to(receive, sender=Flask("another")):
        blinker.send(WellAgain("7", Trouble.RECONNECT_NEEDED))
    assert got == []
