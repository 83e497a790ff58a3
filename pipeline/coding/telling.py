"""What of each code may be told in the report: quotes and a sentence, offered to a person and kept as she chooses."""

import numpy as np

from pipeline.coding import approval, deciding, edits, frame, quotes, reframe, results, said, summaries
from pipeline.coding import desk as desks

EACH = 6  # quotes offered a code


def offered(desk):
    """The codes that enough people named (``min_quote_group``), most people first, a dict each.

    ``code``, ``name``, ``people``, ``quotes`` (text, is chosen), ``summary`` (the approved one), ``proposals``. Kept as
    ``desk.told``: a lesson that ends while somebody reads takes nothing of it away.
    """
    minimum = desk.work.survey.privacy.min_quote_group
    coded, names = _coded(desk), frame.names(desk.frame)
    told = quotes.quotes(coded, desk.prepared, names, minimum=minimum, each=EACH)
    chosen = approval.chosen(desk.work, desk.question.name)
    people = coded["codes"].str.split(";").explode().value_counts()
    live = frame.live(desk.frame).set_index("code")
    codes = [c for c in people.index if c in live.index and people[c] >= minimum]
    everybody = summaries.words(desk.prepared.loc[desk.prepared["kind"].eq("content"), "text"])
    beside = coded, told, chosen, everybody
    desk.told = [_offered(desk, code, live.loc[code], int(people[code]), *beside) for code in codes]
    return desk.told


def _offered(desk, code, row, people, coded, told, chosen, everybody):
    has = coded["codes"].str.split(";").map(lambda own: code in own)
    texts = desk.prepared.loc[coded.index[has], "text"]
    mine = chosen[chosen["code"].eq(code)]["quote"].tolist()
    lines = dict.fromkeys([*mine, *told[told["code"].eq(code)]["quote"]])
    told = {"quotes": [(line, line in mine) for line in lines], "summary": row["summary"]}
    proposals = [line for line in summaries.proposed(texts, everybody) if line != row["summary"]]
    return {"code": code, "name": row["name"], "people": people, "proposals": proposals, **told}


def gone(desk):
    """What is not printed, since no answer of these data says it: (chosen quotes, codes whose sentence has such a
    clause)."""
    rows, texts = approval.chosen(desk.work, desk.question.name), desk.prepared["text"]
    kept = said.quoted(rows, texts, _coded(desk)["codes"], frame.resolved(desk.frame))
    return rows["quote"][~np.array(kept, dtype=bool)].tolist(), summaries.gone(desk.frame, texts)


def _coded(desk):
    """Every answer's code by the files of this moment and the machine's last lesson, small codes folded: nobody waits
    until it has learned anew."""
    with desk.lock:
        lesson = desk.frame, desk.hand, desk.model, desk.gains[-1]
    coded, _ = deciding.given(desk.prepared, *lesson, precision=desk.precision)
    return results.folded(coded, minimum=desk.work.survey.privacy.min_cell)


def choose(desk, code, lines, summary, versions):
    """Keeps which quotes of a code may be printed and its sentence. FrameError for what was not offered last, or where
    a file was edited meanwhile; then nothing of it is kept.

    ``versions``: of trich-dan.csv and of the frame, as the page was made from.
    """
    one = next((row for row in desk.told if row["code"] == code), None)
    quotable = [line for line, _ in one["quotes"]] if one else []
    if one is None or set(lines) - set(quotable) or summary not in ("", one["summary"], *one["proposals"]):
        raise frame.FrameError("Câu trích hoặc câu tóm tắt này không còn trong số được đề nghị; xem lại rồi chọn.")
    rows = quotes.table([(code, one["name"], line) for line in quotable])
    if edits.version_of(desk.work, desk.question.name) != versions[1]:
        reframe.change(desk, versions[1], {})
    approval.choose(desk.work, desk.question.name, rows, set(lines), versions[0])
    if summary != one["summary"]:
        reframe.change(desk, versions[1], {code: {"summary": summary}})
    desks.reread(desk)
