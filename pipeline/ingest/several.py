"""Several raw files of one survey → one table of responses: each row knows its key, its file and its mode."""

import hashlib

import numpy as np
import pandas as pd

from pipeline.ingest.carried import PREFIX
from pipeline.ingest.match import Matched, match
from pipeline.ingest.meta import is_time
from pipeline.ingest.raw import IngestError
from pipeline.ingest.text import fold

OWN_IDS = ("_uuid", "meta/instanceid", "meta.instanceid", "meta-instanceid", "instanceid", "key", "responseid",
           "response id", "submission id")  # fmt: skip


def gathered(files, form, *, across="", brought=()):
    """Raw files, each ``(name, mode, RawTable)``, matched with the questionnaire and put below each other.

    The responses have ``_key`` (of the row's own id, else of its answers and day: the same in every run, telling
    nobody) and ``_row``; of several files also ``_file`` and ``_mode``. An answer that is certainly in two files (its
    id, or its whole row with the time) is dropped from the later one with ``across="drop"``, kept with "keep"; with ""
    IngestError asks. ``brought``: columns for weights and design, as ``match`` takes them. ``columns`` has a column
    ``file`` where there are several; ``notes`` say which file they are of.
    """
    parts = [
        (name, mode, raw, _matched(name if len(files) > 1 else "", raw, form, brought)) for name, mode, raw in files
    ]
    if len(parts) == 1:
        name, _, raw, matched = parts[0]
        responses = matched.responses.assign(_key=_keys(raw, matched.responses))
        return Matched(responses, matched.columns, (*raw.notes, *matched.notes))
    twice = [_certain(part, parts[:at]) for at, part in enumerate(parts)]
    notes = _decided(parts, twice, across)
    tables, columns = [], []
    for (name, mode, raw, matched), again in zip(parts, twice, strict=True):
        rows = matched.responses.assign(_key=_keys(raw, matched.responses), _file=name, _mode=mode)
        tables.append(rows[~again] if across == "drop" else rows)
        columns.append(matched.columns.assign(file=name))
        notes += [f"{name}: {note}" for note in (*raw.notes, *matched.notes)]
    whole = pd.concat(tables, ignore_index=True).astype("str")
    return Matched(whole.assign(_key=_numbered(whole["_key"])), pd.concat(columns, ignore_index=True), tuple(notes))


def _matched(name, raw, form, brought):
    """The file matched; where there are several, an error says of which."""
    try:
        return match(raw, form, brought)
    except IngestError as error:
        if not name:
            raise
        raise IngestError(f"{name}: {error}") from error


def _keys(raw, responses):
    """A short hash a row, with "-2", "-3" … behind it where several rows are alike; "k" lest Excel read 1e5."""
    own = _ids(raw)
    if own is not None:
        return _numbered(own.map(lambda value: _hash(f"id {value}")).reset_index(drop=True))
    whole = np.zeros(len(responses), dtype=np.uint64)
    for name in (c for c in responses if not c.startswith(("_", PREFIX)) or c == "_day"):
        column = responses[name]
        cells = pd.util.hash_array((name + "=" + column.fillna("")).to_numpy(object))
        whole += np.where(column.notna(), cells, np.uint64(0))
    return _numbered(pd.Series([f"k{value:016x}"[:11] for value in whole], dtype="str"))


def _hash(text):
    return f"k{hashlib.blake2b(text.encode(), digest_size=5).hexdigest()}"


def _numbered(keys):
    plain = keys.str.partition("-")[0]
    times = plain.groupby(plain).cumcount()
    return plain.where(times == 0, plain + "-" + (times + 1).astype("str"))


def _ids(raw):
    """The column in which the tool that collected the answers gives each its own id, or None."""
    heads = {fold(c): c for c in raw.frame}
    found = (raw.frame[heads[name]] for name in OWN_IDS if name in heads)
    return next((column for column in found if column.notna().all() and column.is_unique), None)


def _certain(part, earlier):
    """Which rows of a file are surely in an earlier one: by their id, or as whole rows that hold a time."""
    raw = part[2]
    again = pd.Series(False, index=range(len(raw.frame)))
    for _, _, other, _ in earlier:
        mine, theirs = _ids(raw), _ids(other)
        if mine is not None and theirs is not None:
            again |= mine.isin(set(theirs)).to_numpy()
        elif set(raw.frame) == set(other.frame) and any(is_time(raw.frame[c]) for c in raw.frame):
            rows = set(other.frame[list(raw.frame)].fillna("").itertuples(index=False, name=None))
            again |= pd.Series([row in rows for row in raw.frame.fillna("").itertuples(index=False, name=None)])
    return again


def _decided(parts, twice, across):
    """Notes on how many answers stand in two files; IngestError where nobody has said yet what to do with them."""
    found = [f"{part[0]}: {int(again.sum())}" for part, again in zip(parts, twice, strict=True) if again.any()]
    if found and not across:
        raise IngestError(
            f"Có phiếu đã nằm trong tệp nêu trước ({'; '.join(found)} phiếu, trùng mã hoặc trùng cả dòng lẫn giờ). Ghi"
            " «duplicates_across: drop» vào survey.yaml để bỏ phiếu trùng, hoặc «keep» để giữ cả hai."
        )
    done = "bỏ ở tệp sau" if across == "drop" else "giữ cả hai"
    return [f"Phiếu nằm trong hai tệp, {done}: {'; '.join(found)}."] if found else []
