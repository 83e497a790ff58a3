"""The collection part of survey.yaml, followed while the form runs: deadline, target, mode, password as they stand now.

What is in the file holds from the next request on; ``form status`` reads the same file, so both say the same.
"""

import os
import threading
import time
from dataclasses import replace

from pipeline import survey as surveys
from pipeline.survey.model import Collection

SETTLED = 1  # seconds: a file younger than that may be half written, and half of it may open the form to everybody


def follow(app, settle):
    """Makes a form's application look at survey.yaml before every request.

    ``settle(app, served)`` puts what was read into force. A file that cannot be read, or has no collection part any
    more, changes nothing and is told once, on the screen.
    """
    inner, turn, seen = app.wsgi_app, threading.Lock(), []

    def asked(environ, start_response):
        if turn.acquire(blocking=False):  # whoever comes meanwhile is served as before
            try:
                _look(app, settle, seen)
            finally:
                turn.release()
        return inner(environ, start_response)

    app.wsgi_app = asked


def _look(app, settle, seen):
    served = app.extensions["survey"]
    mark = _mark(served.survey.path)
    if mark in seen or mark is not None and abs(time.time() - mark[0] / 1e9) < SETTLED:
        return
    seen[:] = [mark]
    before = served.survey.collection
    try:
        found = _read(served.survey.path, before)
    except (surveys.SurveyError, OSError) as error:
        said = " ".join(str(error).split())
        print(f"Lưu ý – biểu mẫu vẫn theo survey.yaml lúc trước, vì bản vừa sửa không dùng được: {said}", flush=True)
        return
    if found != before:
        settle(app, replace(served, survey=replace(served.survey, collection=found)))
        print("Biểu mẫu đã theo phần collection vừa sửa trong survey.yaml.", flush=True)
    if found.pilot != before.pilot:
        print("Lưu ý – «pilot» đã đổi: kho phiếu chỉ đổi khi khởi động lại biểu mẫu.", flush=True)


def _read(path, before):
    found = surveys.collection(path)
    if found == Collection() != before:  # the front half of a file would open the form to everybody, for ever
        raise surveys.SurveyError("survey.yaml: không còn phần collection.")
    return found


def _mark(path):
    """What changes with every change of a file; None when it cannot be found."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
