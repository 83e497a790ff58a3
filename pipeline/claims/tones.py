"""Claims on the sentiment of open answers: how many speak so in all, and of those who name a theme."""

from pipeline import wording
from pipeline.claims import names, printed
from pipeline.claims.model import Claim
from pipeline.questionnaire.tones import TONES, tone_name
from pipeline.wording import parts, say

APART = ("0", "khac", "chua")  # no opinion, small codes folded together, not coded

MOST = 3  # themes told of


def is_tone(tables, name):
    """Is this the sentiment of an open question?"""
    return name in map(tone_name, tables.survey.sentiment)


def claims(tables):
    """A claim an open question: the sentiment in which each of the themes that most people name is told most often.

    Only of themes all of whose figures are printed and estimated, and whose first sentiment lies over the others by its
    interval: counted ones have none, and so no first.
    """
    found = []
    for name, rows in tables.rows("open_tones").groupby("question", sort=False):
        rows = rows[~rows["code"].isin(APART)].dropna(subset=["base"])
        kept = [_foremost(part) for _, part in rows.groupby("code", sort=False) if part["percent"].notna().all()]
        told = sorted(filter(None, kept), key=lambda row: -row["base"])[:MOST]
        found += [_claim(tables, name, told)] if told else []
    return found


def _foremost(part):
    """The row of the sentiment that surely leads; None where none does, or what does is none."""
    rows = part.dropna(subset=["estimate"]).sort_values("estimate", ascending=False, kind="stable").to_dict("records")
    if not rows:
        return None
    limits = [(row["low"], row["high"]) for row in rows]
    leads = rows[0]["tone"] in TONES.values() and all(limits[0][0] > high for _, high in limits[1:])
    return rows[0] if leads else None


def _claim(tables, name, told):
    listed = [_told(row) for row in told]
    form = parts(
        "Sắc thái hay gặp nhất khi nêu từng ý về {topic}: {listed}{end}",
        topic=names.topic(tables.form, name),
        listed=[part for at, own in enumerate(listed) for part in (*(["; "] if at else []), *own)],
        end=say(" (ước lượng; khoảng tin cậy 95%)."),
    )
    return Claim("tone", "open_tones", (name,), (form,), label=f"tones-all:{name}")


def _told(row):
    theme, tone = wording.label(row["name"]), wording.label(row["tone"]).lower()
    share = printed.share("open_tones", row, "estimate", (row["low"], row["high"]))
    low, high = (printed.figure("open_tones", row, end, unit=u) for end, u in (("low", ""), ("high", "%")))
    told = {"theme": theme, "tone": tone, "share": share, "low": low, "high": high}
    return parts("“{theme}” {tone} ({share}, khoảng {low}–{high})", **told)
