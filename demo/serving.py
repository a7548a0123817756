"""Serving an app with waitress until the process is told to stop."""

import argparse
import signal
import socket
import sys
from types import FrameType
from typing import Any

from waitress.server import create_server


def add_address(parser: argparse.ArgumentParser, port: int) -> None:
    """Add the options that say where a server listens; `port` is the default."""
    parser.add_argument("--host", default="127.0.0.1", help="where it listens")
    parser.add_argument("--port", type=int, default=port, help="0 takes a free one")
    parser.add_argument(
        "--socket", type=int, metavar="FD", help="an inherited socket of that host, instead"
    )


def serve(app: Any, options: argparse.Namespace, name: str, **settings: Any) -> None:
    """Serve a WSGI app at the address of `add_address` until SIGTERM or SIGINT.

    Print `name` and the address once it is ready. The settings are waitress's. Exit with a message
    if the address cannot be had.
    """
    where = {"host": options.host, "port": options.port}
    if options.socket is not None:
        where = {"sockets": [socket.socket(fileno=options.socket)]}
    try:
        server = create_server(app, **where, **settings)
    except OSError as error:
        sys.exit(
            f"{name} cannot listen on {options.host}:{options.port} ({error.strerror}). Choose "
            "another port by --port; 0 takes a free one."
        )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    print(f"{name} on http://{options.host}:{server.effective_port}", flush=True)
    server.run()


def _stop(number: int, frame: FrameType | None) -> None:
    # It exits with status 0, without a traceback.
    sys.exit(0)
