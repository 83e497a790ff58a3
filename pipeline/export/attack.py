"""Our own attack on everything that is printed."""

import pandas as pd

from pipeline import claims, coding, describe, privacy
from pipeline.privacy.audit import COLUMNS
from pipeline.report.grid import is_weighted, take

UNPRINTED = "câu chữ nêu số mà bảng không in"


def audited(survey, tables, told=()):
    """``privacy.audit`` of all printed tables – those of closed questions, and those of the codes of open ones – and of
    what the claims ``told`` say, as one more table.

    The two are no tables of the same cells; codes have nets, and a person may have several. A figure of a claim that
    its own table does not print as it is said is a leak, whatever it tells.
    """
    plan = survey.form, survey.tables
    people = take(tables, "nonresponse")["asked"].max()
    known = privacy.known(survey.form, describe.sums(*plan), describe.parts(*plan), people)
    closed = {name: table for name, table in tables.items() if not name.startswith("open_") and name != "ranking"}
    if "nonresponse" in closed:
        closed["nonresponse"] = privacy.counts(closed["nonresponse"], take(tables, "frequencies"), known)
    if "ratios" in closed:
        closed["ratios"] = describe.following.both(closed["ratios"])
    said, untrue = claims.cells(told, tables)
    parts = [(closed | {"claims": said}, known)]
    if "open_answers" in tables:
        coded = take(tables, "open_coding")
        one_each = coded.loc[coded["several"].eq(False), "question"]  # not where nothing tells
        parts.append(coding.printed(tables["open_answers"], tables["open_crosstabs"], people=people, one_each=one_each))
    asked = {"minimum": survey.privacy.min_cell, "weighted": is_weighted(tables)}
    found = [privacy.audit(part, known=told, **asked) for part, told in parts]
    return pd.concat([*found, _unprinted(untrue)] if untrue else found, ignore_index=True)


def _unprinted(figures):
    rows = [{"table": "claims", "safe": False, "reason": UNPRINTED} | dict(figure.key) for figure in figures]
    return pd.DataFrame(rows).reindex(columns=COLUMNS)
