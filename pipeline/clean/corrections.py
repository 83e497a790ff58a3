"""What a person corrected by hand: checked like any answer, laid over the responses, counted, never lost silently."""

from difflib import get_close_matches

import pandas as pd

from pipeline.clean.answers import CleanError, codes, log, tidy_text, typed
from pipeline.clean.choices import comparable

RULE, LOST = "Đính chính của người làm điều tra", "Đính chính không còn khớp phiếu nào"
FILE = "dinh-chinh.csv"


def corrected(responses, form, corrections):
    """The responses with every correction laid over them, its log, and a bool Series: whose answers were corrected.

    ``corrections``: columns key, question, value ("" leaves the answer blank), on the numbers of the lines of
    dinh-chinh.csv; ``responses`` has ``_key``. Values are codes or labels, several parted by ";". A key that no
    answer has any more is logged with its lines. CleanError names the line, what stands there and the mend: no such
    question, no such choice, no number, against the question's constraint, or two lines for one cell.
    """
    _refuse_twice(corrections)
    for line, row in corrections.iterrows():
        _refuse_wrong(line, row, form)
    fixed, touched, rows = responses.copy(), pd.Series(False, index=responses.index), []
    place = {key: at for at, key in responses["_key"].items()} if len(corrections) else {}
    fits = corrections["key"].isin(place)
    for question, group in corrections[fits].groupby("question", sort=False):
        at = [place[key] for key in group["key"]]
        fixed.loc[at, question] = [value or None for value in group["value"]]
        touched[at] = True
        rows.append((RULE, question, len(group), "như tệp gốc", "giá trị mới"))
    lost = corrections.index[~fits]
    if len(lost):
        lines = f"dòng {', '.join(map(str, lost[:12]))}{', …' if len(lost) > 12 else ''} của {FILE}"
        rows.append((LOST, "", len(lost), lines, "không áp dụng"))
    return fixed, log(rows), touched


def _refuse_twice(corrections):
    again = corrections.duplicated(["key", "question"])
    if again.any():
        line = corrections.index[again][0]
        key, question = corrections.loc[line, ["key", "question"]]
        same = (corrections["key"] == key) & (corrections["question"] == question)
        raise CleanError(
            f"{FILE}, dòng {line}: phiếu {key}, câu {question} đã có ở dòng {corrections.index[same][0]}. Giữ một dòng."
        )


def _refuse_wrong(line, row, form):
    """Refuses a question that the form has not, and a value that is no answer to it."""
    question, value = row["question"], row["value"]
    known = form.by_name.get(question)
    if known is None or known.kind == "none":
        called = {comparable(text): q.name for q in form.questions for text in (q.label, *q.labels.values(), q.name)}
        near = get_close_matches(comparable(question), list(called), n=1)
        hint = f"Có phải «{called[near[0]]}»?" if near else "Ghi tên câu (cột name của phiếu)."
        raise CleanError(f"{FILE}, dòng {line}, cột «câu hỏi»: phiếu không có câu «{question}». {hint}")
    if value and not _is_answer(value, known, form):
        raise CleanError(f"{FILE}, dòng {line}, cột «giá trị mới»: «{value}» không trả lời được câu {_wants(known)}")


def _is_answer(value, question, form):
    one = tidy_text(pd.DataFrame({question.name: [value]}, dtype="str"), form)[0]
    try:
        coded, changed = codes(one, form)
    except CleanError:
        return False
    answers, refused = typed(coded, form)
    return changed.empty and refused.empty and bool(answers.notna().any(axis=None))


def _wants(question):
    """What a value of the question may be."""
    if question.choices:
        several = ", cách nhau bằng «;»" if question.kind in ("multiple", "rank") else ""
        shown = "; ".join(f"{c.name} ({c.label})" for c in question.choices[:12])
        return f"{question.name}: cần mã hoặc nhãn{several}: {shown}{' …' if len(question.choices) > 12 else ''}."
    limit = f" thỏa ràng buộc của câu ({question.constraint})" if question.constraint else ""
    return f"{question.name}: cần một số{limit}." if question.kind == "number" else f"{question.name}."


def corrections_said(correction_log, touched):
    """What was corrected, as Vietnamese sentences: how many answers of how many people, which lines fit nothing."""
    cells = int(correction_log.loc[correction_log["rule"] == RULE, "rows"].sum())
    said = [f"Đã đính chính {cells} câu trả lời của {int(touched.sum())} phiếu theo {FILE}."] if cells else []
    lost = correction_log[correction_log["rule"] == LOST]
    return said + [f"{row.rows} đính chính không còn khớp phiếu nào: {row.before}." for row in lost.itertuples()]


def doubtful(responses, coded, asked, answers, form):
    """Cells a person may want to look at: what was answered and did not become an answer.

    Columns key, file, row, question, found, why; one row a cell. ``responses`` as they came, ``coded`` before the skip
    logic, ``asked`` what it asked. Nothing of it is for others: it holds what single people wrote.
    """
    rows = []
    for name in (q.name for q in form.questions if q.kind != "none" and q.name in coded):
        columns = [c for c in answers if c == name or c.startswith(f"{name}/")]
        unread = coded[name].notna() & answers[columns].isna().all(axis=1)
        for at in coded.index[unread]:
            skipped = name in asked and not asked.loc[at, name]
            rows.append((at, name, coded.loc[at, name], "không thuộc diện hỏi" if skipped else "không đọc được"))
    told = pd.DataFrame(rows, columns=["at", "question", "found", "why"])
    about = responses.reindex(columns=["_key", "_file", "_row"]).loc[told["at"].astype(int)].reset_index(drop=True)
    return pd.concat([about.set_axis(["key", "file", "row"], axis=1), told[["question", "found", "why"]]], axis=1)
