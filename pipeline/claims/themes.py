"""Claims on what people wrote in their own words: the themes named most often."""

from pipeline.claims import names, printed
from pipeline.claims.model import Claim
from pipeline.claims.printed import TOTAL, word

APART = ("0", "khac", "chua")  # no opinion, small codes folded together, not coded
NET = "nhóm lớn"
MOST, BRIEF = 3, 2


def claims(tables):
    """A claim an open question whose themes have printed shares: estimated ones where there are, else lower bounds."""
    rows, estimates = tables.rows("open_answers"), tables.rows("open_shares", by=TOTAL)
    found = []
    for name, part in rows.groupby("question", sort=False):
        own = _themes(estimates[estimates["question"].eq(name)])
        claim = _estimated(tables, name, own) if own else _counted(tables, name, part)
        found += [claim] if claim else []
    return found


def _themes(rows):
    """The themes with the largest printed shares, as dicts."""
    told = rows[~rows["code"].map(word).isin(APART) & rows["level"].ne(NET)].dropna(subset=["percent"])
    return told.sort_values("percent", ascending=False, kind="stable").head(MOST).to_dict("records")


def _estimated(tables, name, told):
    """Shares of all who wrote, each with its interval."""
    listed = []
    for at, row in enumerate(told):
        low, high = (printed.figure("open_shares", row, end) for end in ("low", "high"))
        share = printed.share("open_shares", row, limits=(row["low"], row["high"]))
        listed += ["; " if at else "", f"“{row['name']}” (", share, ", khoảng ", low, "–", high, "%)"]
    topic = names.topic(tables.form, name)
    rests = (" (ước lượng trên ", printed.people("open_shares", told[0]), " có ghi ý kiến; khoảng tin cậy 95%).")
    forms = (
        (f"{topic} được nêu nhiều nhất, theo ước lượng: ", *listed, *rests),
        (f"Về {topic}, ước lượng nhiều nhất là ", *listed, *rests),
    )
    brief = (f"Về {topic}, ước lượng nhiều nhất là ", *listed[: 2 * 8], ".")  # two themes of eight parts
    key = (listed[2], f"nêu “{told[0]['name']}” (ước lượng)")
    return Claim("theme", "open_shares", (name,), forms, label=f"question:{name}", brief=brief, key_figure=key)


def _counted(tables, name, rows):
    """Shares of the answers that are coded; at least so many where some are not."""
    told = _themes(rows)
    if not told:
        return None
    least = "ít nhất " if rows["code"].map(word).eq("chua").any() else ""
    listed = names.listed([(row["name"], printed.share("open_answers", row)) for row in told], least)
    topic, most = names.topic(tables.form, name), _most(rows)
    people = (", trong ", printed.people("open_answers", told[0]), " có ghi ý kiến.")
    forms = ((f"{topic} được nêu {most}: ", *listed, *people), (f"Về {topic}, {most} là ", *listed, *people))
    first = names.listed([(row["name"], printed.share("open_answers", row)) for row in told[:BRIEF]], least)
    brief = (f"Về {topic}, {most} là ", *first, ".")
    key = (listed[1], f"nêu “{told[0]['name']}”")
    return Claim("theme", "open_answers", (name,), forms, label=f"question:{name}", brief=brief, key_figure=key)


def _most(rows):
    """That some were named most often; of groups that a machine made and nobody has approved, so."""
    states = {word(state) for state in rows["status"]} - {""} if "status" in rows else set()
    return "nhiều nhất trong các nhóm do máy gợi ý" if states and "đã duyệt" not in states else "nhiều nhất"
