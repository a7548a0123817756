"""Replies that arrive in time and are read after the deadline, as by a suspended process."""

import socket
import threading
import time
from contextlib import ExitStack

import httpx
import pytest

from tests.adapters.sockets import NAME, REPLY, client, frozen, serving
from workroom_harvest.adapters.harvest.deadline import GRACE
from workroom_harvest.adapters.harvest.network_backend import DeadlineTransport


def test_a_reply_that_arrived_whole_is_kept_however_late_it_is_read(cleanup: ExitStack) -> None:
    """A whole reply is kept, however late it is read.

    A token endpoint sends its reply only once.
    """
    seconds = 0.5

    def answer_and_stay(one: socket.socket) -> None:
        one.recv(2**16)
        one.sendall(REPLY)

    port = serving(cleanup, "127.0.0.1", 0, answer_and_stay)

    class Frozen(DeadlineTransport):
        """A transport that sleeps between the request and the reply, past the deadline."""

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            response = super().handle_request(request)
            time.sleep(2 * seconds)
            return response

    with frozen(Frozen, seconds) as one:
        assert one.get(f"http://127.0.0.1:{port}/").text == "done"


def test_a_reply_whose_body_waits_unread_past_the_deadline_is_kept(cleanup: ExitStack) -> None:
    """A body that waits in the socket past the deadline is kept, its headers read in time."""
    seconds = 0.5
    asleep = threading.Event()

    def in_two(one: socket.socket) -> None:
        one.recv(2**16)
        one.sendall(REPLY[:-4])
        asleep.wait()
        one.sendall(REPLY[-4:])

    class Frozen(DeadlineTransport):
        """A transport that sleeps once it has read the headers."""

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            response = super().handle_request(request)
            asleep.set()
            time.sleep(2 * seconds)
            return response

    port = serving(cleanup, "127.0.0.1", 0, in_two)
    with frozen(Frozen, seconds) as one:
        assert one.get(f"http://127.0.0.1:{port}/").text == "done"


def test_a_reply_that_trickles_on_past_the_deadline_is_given_up(cleanup: ExitStack) -> None:
    """A reply without an end raises `ReadTimeout`, even if there is data at each look."""

    def trickle(one: socket.socket) -> None:
        try:
            one.recv(2**16)
            one.sendall(REPLY.replace(b"4\r\n", b"99999999\r\n"))
            while True:
                one.sendall(b"x")
                time.sleep(0.001)
        except OSError:
            return

    port = serving(cleanup, "127.0.0.1", 0, trickle)
    begun = time.monotonic()
    with client("127.0.0.1", seconds=0.5) as one, pytest.raises(httpx.ReadTimeout):
        one.get(f"http://{NAME}:{port}/")
    assert time.monotonic() - begun < 0.5 + GRACE + 3
