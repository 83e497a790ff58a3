"""Open answers coded in one call, without a person: rules, groups and their names."""

import pandas as pd

from pipeline.cluster.grouping import named, number_and_sureness
from pipeline.cluster.prepared import prepare

NON_ANSWER = "0"
NON_ANSWER_NAME = "Không có ý kiến cụ thể"


def code(texts, *, groups=None, seed=0):
    """Code open answers into groups of like meaning.

    Personal data should be masked before. Returns one row a person who wrote anything, on the index of ``texts``:
    ``code`` ("0" no opinion, then "1".. by number of people), ``name``, ``sureness`` (0-1, low where a person should
    look) and ``normal`` (the answer in one spelling). Missing and blank answers have no row. ``groups`` sets the
    number of groups (proposed from the answers when None); groups that end up empty are dropped. The same answers and
    ``seed`` give the same codes. Raises ValueError for answers that are not text and for ``groups`` below 1.
    """
    written = prepare(texts).loc[lambda rows: rows["kind"] != "empty"]
    content = written[written["kind"] == "content"]
    number, sure = number_and_sureness(content, groups, seed)
    names, _ = named(content, number)
    said = pd.DataFrame(
        {"code": map(str, number), "name": [names[one] for one in number], "sureness": sure}, index=content.index
    )
    rows = said.reindex(written.index).fillna({"code": NON_ANSWER, "name": NON_ANSWER_NAME, "sureness": 1.0})
    return rows.assign(normal=written["normal"]).astype({"code": "str", "name": "str", "normal": "str"})
