"""Claims on what people wrote in their own words: the themes named most often."""

from pipeline.claims import names, printed
from pipeline.claims.model import Claim
from pipeline.claims.printed import word

APART = ("0", "khac", "chua")  # no opinion, small codes folded together, not coded
NET = "nhóm lớn"
MOST, BRIEF = 3, 2


def claims(tables):
    """A claim an open question whose themes have printed shares."""
    rows = tables.rows("open_answers")
    return [c for name, part in rows.groupby("question", sort=False) if (c := _claim(tables, name, part))]


def _claim(tables, name, rows):
    told = rows[~rows["code"].map(word).isin(APART) & rows["level"].ne(NET)].dropna(subset=["percent"])
    told = told.sort_values("percent", ascending=False, kind="stable").head(MOST).to_dict("records")
    if not told:
        return None
    listed = names.listed([(row["name"], printed.share("open_answers", row)) for row in told])
    topic, most = names.topic(tables.form, name), _most(rows)
    people = (", trong ", printed.people("open_answers", told[0]), " có ghi ý kiến.")
    forms = ((f"{topic} được nêu {most}: ", *listed, *people), (f"Về {topic}, {most} là ", *listed, *people))
    first = names.listed([(row["name"], printed.share("open_answers", row)) for row in told[:BRIEF]])
    brief = (f"Về {topic}, {most} là ", *first, ".")
    return Claim("theme", "open_answers", (name,), forms, label=f"question:{name}", brief=brief)


def _most(rows):
    """That some were named most often; of groups that a machine made and nobody has approved, so."""
    states = {word(state) for state in rows["status"]} - {""} if "status" in rows else set()
    return "nhiều nhất trong các nhóm do máy gợi ý" if states and "đã duyệt" not in states else "nhiều nhất"
