"""`python -m demo.workroom` serves Workroom with waitress."""

import argparse

from demo.serving import add_address, serve
from demo.workroom.app import create_app

THREADS = 16


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser("demo.workroom", description="The demo Workroom.")
    add_address(parser, port=8600)
    serve(create_app(), parser.parse_args(), "Workroom", threads=THREADS)


if __name__ == "__main__":
    main()
