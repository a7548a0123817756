"""`python -m demo.workroom` serves Workroom with waitress."""

import argparse
import signal
import sys
from types import FrameType

from waitress.server import create_server

from demo.workroom.app import create_app

THREADS = 16


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser("demo.workroom", description="The demo Workroom.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8600, help="0 takes a free one")
    options = parser.parse_args()
    server = create_server(create_app(), host=options.host, port=options.port, threads=THREADS)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    print(f"Workroom on http://{options.host}:{server.effective_port}", flush=True)
    server.run()


def stop(number: int, frame: FrameType | None) -> None:
    """Exit with status 0, without a traceback."""
    sys.exit(0)


if __name__ == "__main__":
    main()
