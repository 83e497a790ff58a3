"""The form in a process of its own, for the tests."""

import os
import socket
import threading
import time
from contextlib import contextmanager
from functools import partial

from waitress import wasyncore

from pipeline import form
from tests import warm


class FormServer:
    """``python -m pipeline form`` on a port and a store that stay the same when it is started again."""

    def __init__(self, survey, database, log, *options, **environment):
        self.address = f"http://127.0.0.1:{_free_port()}/"
        self.database, self.log, self._survey, self._options = database, log, survey, options
        self._environment = os.environ | {"FORM_DATABASE_URL": str(database)} | environment
        self.start()

    def start(self):
        """Starts the process and waits until it answers."""
        port = self.address.rstrip("/").rsplit(":", 1)[1]
        words = ["form", "--survey", str(self._survey), "--port", port, *self._options]
        self.process = warm.command(words, self._environment, self.log)
        while not _answers(int(port)):
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            time.sleep(0.02)

    def kill(self):
        """SIGKILL: the process gets no chance to finish anything."""
        self.process.kill()
        self.process.wait()


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def _answers(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            return True
    except OSError:
        return False


@contextmanager
def listening(app):
    """The address of an application served by the form's own web server from threads of this process."""
    server = form.listening(app, host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}/"
    finally:
        server.task_dispatcher.shutdown()
        server.trigger.pull_trigger(partial(wasyncore.close_all, server._map, ignore_all=True))
        thread.join()
