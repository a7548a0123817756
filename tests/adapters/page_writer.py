"""A process that writes as an import does: page after page, each with SQLite's write lock."""

import sys
import time
from multiprocessing.synchronize import Event

from tests.contract.stored import LIFETIME, lease
from tests.support.bare_store import bare_store

PAGES = 100
WRITING = 0.15
"""Seconds for which a page holds the lock: longer than SQLite pauses between two tries."""

ALL_WRITTEN = 1


def write_pages(url: str, has_begun: Event, is_done: Event) -> None:
    """Write until `is_done`; exit with `ALL_WRITTEN` if it was not before the last page.

    `has_begun` is set while the first page holds the lock.
    """
    for store, app, _ in bare_store(url):
        with app.app_context():
            mine = lease(store)
            for _ in range(PAGES):
                with store.transaction() as tx:
                    tx.leases.hold(mine, LIFETIME)
                    has_begun.set()
                    time.sleep(WRITING)
                    tx.commit()
                if is_done.is_set():
                    return
    sys.exit(ALL_WRITTEN)
