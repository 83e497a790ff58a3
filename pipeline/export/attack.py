"""Our own attack on everything that is printed."""

import pandas as pd

from pipeline import coding, describe, privacy
from pipeline.export.grid import is_weighted, take


def audited(survey, tables):
    """``privacy.audit`` of all printed tables: those of closed questions, and those of the codes of open ones.

    The two are no tables of the same cells; codes have nets, and a person may have several.
    """
    plan = survey.form, survey.tables
    people = take(tables, "nonresponse")["asked"].max()
    known = privacy.known(survey.form, describe.sums(*plan), describe.parts(*plan), people)
    closed = {name: table for name, table in tables.items() if not name.startswith("open_") and name != "ranking"}
    if "nonresponse" in closed:
        closed["nonresponse"] = privacy.counts(closed["nonresponse"], take(tables, "frequencies"), known)
    if "ratios" in closed:
        closed["ratios"] = describe.following.both(closed["ratios"])
    parts = [(closed, known)]
    if "open_answers" in tables:
        parts.append(coding.printed(tables["open_answers"], tables["open_crosstabs"], people=people))
    asked = {"minimum": survey.privacy.min_cell, "weighted": is_weighted(tables)}
    return pd.concat([privacy.audit(part, known=told, **asked) for part, told in parts], ignore_index=True)
