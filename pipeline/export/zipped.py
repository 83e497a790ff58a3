"""Office files that are the same bytes every time: zips with sorted entries and one date, workbooks inside too."""

import io
import re
import zipfile

FIRST = "[Content_Types].xml"
EPOCH = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_STAMP = rb"\g<1>1980-01-01T00:00:00Z"


def steady(content, parts=None, *, timeless=False):
    """An Office file written anew: entries by name, of one date; ``parts``: name → bytes to add or to put in place.

    ``timeless``: its properties hold the clock's time, which goes; of workbooks inside always.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as read:
        held = {name: read.read(name) for name in read.namelist()} | (parts or {})
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name in sorted(held, key=lambda name: (name != FIRST, name)):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            written.writestr(info, _inside(name, held[name], timeless))
    return made.getvalue()


def _inside(name, content, timeless):
    if name.endswith(".xlsx"):
        return steady(content, timeless=True)
    return _TIMES.sub(_STAMP, content) if timeless and name.startswith("docProps/") else content


def told(content, name, place, words):
    """An Office file in which the text of one part has ``words`` in the place of ``place``; other entries stay."""
    with zipfile.ZipFile(io.BytesIO(content)) as read:
        part = read.read(name).decode("utf-8").replace(place, words).encode()
    return steady(content, {name: part})
