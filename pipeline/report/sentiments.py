"""Annex: the sentiment of each theme of the open answers, counted and estimated."""

import pandas as pd

from pipeline import vi, wording
from pipeline.report import figures, told
from pipeline.report.coded import UNCODED, interval
from pipeline.report.grid import about, cell, hidden_note, keyed, table, take, words
from pipeline.report.model import Paragraph
from pipeline.report.numbering import row_key
from pipeline.wording import say

NO_OPINION = "0"  # no sentiment either


def told_of(source, question):
    """What is said of the sentiment of each theme, a table of it and its figure; nothing where none was coded."""
    rows = take(source.tables, "open_tones", question=question.name)
    rows = rows[~rows["code"].map(words).isin([NO_OPINION, UNCODED])]
    if rows["percent"].isna().all():  # too few sentiments noted yet for any to be told
        return []
    said = [Paragraph(told.sentence(c)) for c in source.claims if c.key == f"tone:open_tones:{question.name}"]
    listed, body = list(dict.fromkeys(rows["tone"])), []
    for code, part in rows.groupby("code", sort=False):
        shares = part.set_index("tone")
        cells = [words(part["name"].iloc[0]), cell(part["base"].iloc[0], 0)]
        cells += [vi.share(shares.at[tone, "percent"], shares.at[tone, "base"]) for tone in listed]
        body.append(keyed(cells, *[row_key(question.name, code, tone) for tone in listed]))
    heads = [("Nhóm ý kiến", 40, "chu"), ("Số người", 12, "so")]
    heads += [(wording.label(tone), 48 / len(listed), "so") for tone in listed]
    notes = [say("Sắc thái do máy học từ câu người đã mã hóa; tỷ lệ hàng."), hidden_note(rows, source.survey)]
    caption = say("{about}: mỗi ý theo sắc thái (% người nêu ý ấy)", about=about(question))
    made = table(caption, heads, body, notes=notes, labels=[f"tones:{question.name}"], source="open_tones")
    picture = figures.tones(source, question, rows, say("Sắc thái của từng ý"))
    return [*said, made, *([picture] if picture else []), *_estimated(question, rows)]


def _estimated(question, rows):
    """The same of all who name a theme, with intervals; nothing where too few answers were drawn at random."""
    rows = rows[rows["estimate"].notna()]
    if rows.empty:
        return []
    listed, body = list(dict.fromkeys(rows["tone"])), []
    for code, part in rows.groupby("code", sort=False):
        own = part.set_index("tone").reindex(listed).to_dict("records")
        cells = [f"{vi.share(r['estimate'], r['base'])} ({interval(r)})" if pd.notna(r["estimate"]) else vi.MISSING
                 for r in own]  # fmt: skip
        keys = [row_key(question.name, code, tone) for tone in part["tone"]]
        body.append(keyed([words(part["name"].iloc[0]), *cells], *keys))
    heads = [("Nhóm ý kiến", 32, "chu"), *[(wording.label(tone), 68 / len(listed), "so") for tone in listed]]
    caption = say("{about}: mỗi ý theo sắc thái, ước lượng trên mọi người nêu ý ấy (%)", about=about(question))
    return [table(caption, heads, body, notes=[say(TONES_ESTIMATED)], labels=[f"tones-all:{question.name}"],
                  source="open_tones")]  # fmt: skip


TONES_ESTIMATED = (
    "Trong ngoặc: khoảng tin cậy 95%. Tỷ lệ theo máy, sửa bằng các câu rút ngẫu nhiên do người mã hóa cả ý lẫn sắc"
    " thái; ý nào có dưới 20 câu rút như vậy thì không ước lượng."
)
