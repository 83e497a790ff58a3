"""Annex: the sentiment of each theme of the open answers, counted and estimated."""

import pandas as pd

from pipeline import claims, vi, wording
from pipeline.questionnaire.tones import tone_name
from pipeline.report import figures, told
from pipeline.report.coded import UNCODED, interval
from pipeline.report.grid import about, cell, hidden_note, keyed, table, take, words
from pipeline.report.model import Paragraph
from pipeline.report.numbering import row_key
from pipeline.wording import say

BY_MACHINE = "Sắc thái do máy học từ câu người đã mã hóa; tỷ lệ hàng."
BY_HAND = "Sắc thái do người mã hóa; tỷ lệ hàng."
NO_OPINION = "0"  # no sentiment either


def told_of(source, question):
    """What is said of the sentiment of each theme, a table of it and its figure; nothing where none was coded."""
    rows = take(source.tables, "open_tones", question=question.name)
    rows = rows[~rows["code"].map(words).isin([NO_OPINION, UNCODED])]
    if rows["percent"].isna().all():  # too few sentiments noted yet for any to be told
        return []
    said = [Paragraph(told.sentence(c)) for c in source.claims if c.key == f"tone:open_tones:{question.name}"]
    listed, body = list(dict.fromkeys(rows["tone"])), []
    for _, part in rows.groupby("code", sort=False):
        shares = part.set_index("tone")
        cells = [words(part["name"].iloc[0]), cell(part["base"].iloc[0], 0)]
        cells += [vi.share(shares.at[tone, "percent"], shares.at[tone, "base"]) for tone in listed]
        body.append(cells)  # no row that a figure is linked to: claims are of the estimates
    heads = [("Nhóm ý kiến", 40, "chu"), ("Số người", 12, "so")]
    heads += [(wording.label(tone), 48 / len(listed), "so") for tone in listed]
    is_all = claims.is_by_hand(take(source.tables, "open_coding", question=tone_name(question.name)))
    notes = [say(BY_HAND if is_all else BY_MACHINE), *_guesses(source.tables, question)]
    notes += [hidden_note(rows, source.survey)]
    caption = say("{about}: mỗi ý theo sắc thái (% người nêu ý ấy)", about=about(question))
    made = table(caption, heads, body, notes=notes, labels=[f"tones:{question.name}"], source="open_tones")
    known = rows.dropna(subset=["estimate"])
    drawn = known.assign(percent=known["estimate"], n=float("nan")) if len(known) else rows
    picture = figures.tones(source, question, drawn, say("Sắc thái của từng ý"), is_estimated=len(known) > 0)
    return [*said, made, *([picture] if picture else []), *_estimated(question, rows)]


def _guesses(tables, question):
    """How many answers have a code, or a sentiment, that is a guess of the machine; nothing where none has."""
    said, names = [], (question.name, tone_name(question.name))
    for told_of_them, name in zip(("mã của {n} câu", "sắc thái của {n} câu"), names, strict=True):
        coding = take(tables, "open_coding", question=name)
        many = coding["guess"].sum(min_count=1)
        if claims.is_guessed(coding):
            said.append(say(told_of_them, n=cell(many, 0) if pd.notna(many) else say("một số")))
    return [say(GUESSES, listed=vi.listing(said))] if said else []


GUESSES = "Do máy gợi ý, chưa kiểm chứng: {listed}; tỷ lệ có thể thấp hay cao hơn thật."


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
