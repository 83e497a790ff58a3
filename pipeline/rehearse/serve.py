"""The form as a process of its own for a rehearsal: ``python -m pipeline.rehearse.serve SURVEY STORE [TARGET]``.

It prints its port and serves until its standard input ends – also when the process that started it is killed.
"""

import logging
import os
import signal
import sys
import threading
from dataclasses import replace

from pipeline import form
from pipeline import survey as surveys


def main(path, store, target=""):
    """Serves the survey's form from a rehearsal store on a free port of this machine."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the rehearsal, which then ends this process
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    app = form.create_app(rehearsed(surveys.read(path), target), database=store, kind="rehearsal")
    server = form.listening(app, host="127.0.0.1", port=0)
    threading.Thread(target=end_with_parent, daemon=True).start()
    print(server.effective_port, flush=True)
    server.run()


def rehearsed(survey, target):
    """The survey with the rehearsal's target; machines answer faster than people, so no answer counts as too fast."""
    collection = replace(survey.collection, target=int(target) if target else None)
    return replace(survey, collection=collection, quality=replace(survey.quality, min_seconds=0))


def end_with_parent():
    """Ends the process when its standard input does, as it does when the process that started it is gone."""
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except ValueError as error:
        sys.exit(f"Lỗi: {error}")
