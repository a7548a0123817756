"""An app over HTTP, in a thread of the tests' own process."""

import logging
import threading

from flask import Flask
from waitress.server import create_server


class ServedApp:
    """An app at an address of this machine, until it is closed."""

    def __init__(self, app: Flask) -> None:
        logging.getLogger("waitress").setLevel(logging.CRITICAL)
        self._server = create_server(app, host="127.0.0.1", port=0, threads=8)
        self.url = f"http://127.0.0.1:{self._server.effective_port}"
        self._closed = False
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop serving, and hang up on whoever is connected."""
        if self._closed:
            return
        self._closed = True
        done = threading.Event()
        self._server.trigger.pull_trigger(lambda: self._hang_up(done))
        done.wait()
        tasks = self._server.task_dispatcher
        tasks.shutdown(timeout=0.5)
        if not tasks.threads:
            # No request is left that hangs, so that nobody pulls the trigger any more.
            self._server.trigger.pull_trigger(self._server.trigger.close)
            self._thread.join()

    def _hang_up(self, done: threading.Event) -> None:
        """In the server's own thread, whose sockets these are."""
        for channel in list(self._server.active_channels.values()):
            channel.handle_close()
        self._server.del_channel()
        self._server.socket.close()
        done.set()
