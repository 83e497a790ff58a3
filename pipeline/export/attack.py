"""Our own attack on everything that is printed."""

import pandas as pd

from pipeline import coding, privacy


def audited(survey, tables):
    """``privacy.audit`` of all printed tables: those of closed questions, and those of the codes of open ones.

    The two are no tables of the same cells; codes have nets, and a person may have several.
    """
    closed = {name: table for name, table in tables.items() if not name.startswith("open_")}
    parts = [(closed, privacy.known(survey.form, survey.tables.nets))]
    if "open_answers" in tables:
        parts.append(coding.printed(tables["open_answers"], tables["open_crosstabs"]))
    found = [privacy.audit(part, minimum=survey.privacy.min_cell, known=known) for part, known in parts]
    return pd.concat(found, ignore_index=True)
