"""The method, what was done with the answers: reading, checks, cleaning, tests, protection of respondents."""

import re

from pipeline import privacy, vi, wording
from pipeline.claims import names
from pipeline.clean import FLAG_LABELS
from pipeline.clean.missing import RULE as MISSING
from pipeline.infer import verdict
from pipeline.report import drawn
from pipeline.report.grid import cell, few, is_weighted, name_of, take, words
from pipeline.wording import say
from pipeline.wording.english_notes import noted

MANY = 5  # questions that are named for one text that counts as no answer
FIXED = (
    " Phép kiểm định và hồi quy dùng trọng số theo thiết kế điều tra; kiểm định, hồi quy (và chữ so sánh ở sổ bảng số"
    " liệu) coi trọng số là cố định (không tính đến raking như khoảng tin cậy)."
)
DESIGNED = " Phép kiểm định, hồi quy (và chữ so sánh ở sổ bảng số liệu) tính theo thiết kế mẫu, bậc tự do của thiết kế."


def quality(survey, tables):
    """Which flags took answers out, and how much that moved the results at most."""
    rows = take(tables, "quality")
    if rows.empty:
        return ""
    dropped = rows[is_dropped(rows)]
    flags = "; ".join(f"{flag(survey, r)}{many(r.n)}" for r in dropped.itertuples())
    unknown = _untold(survey, rows)
    if not flags:
        return f"{say('Không loại phiếu nào theo cờ chất lượng. Bảng các cờ ở cuối phần này.')}{unknown}"
    told = "Loại khỏi phân tích: {flags}.{moved} Bảng các cờ ở cuối phần này."
    return f"{say(told, flags=flags, moved=_sensitivity(survey, tables))}{unknown}"


def flag(survey, row):
    """What a flag of the table says: for one choice throughout also which batteries count."""
    return _flag(survey, words(row.flag), words(row.label))


def _flag(survey, name, label=""):
    return say(FLAG_LABELS.get(name, label), items=survey.quality.straight_line_items)


def _untold(survey, rows):
    """Which flags survey.yaml asks for and the data cannot tell: without times, days or a battery."""
    quality, has = survey.quality, {*rows["flag"].map(words)}
    asked = [*quality.drop, *(["too_fast"] if quality.min_seconds else [])]
    lacking = [_small(_flag(survey, name)) for name in dict.fromkeys(asked) if name not in has]
    told = " Không kiểm tra được, vì tệp không ghi điều cần cho việc ấy: {flags}."
    return say(told, flags="; ".join(lacking)) if lacking else ""


def dropped(survey, tables):
    """Which flags took answers out, and which did not, in short sentences; "" where none was raised. Answers of other
    days are told beside the days."""
    rows = take(tables, "quality")
    rows = rows[rows["n"].ne(0)]
    out, others = rows[is_dropped(rows)], rows[~is_dropped(rows) & rows["flag"].map(words).ne("outside_window")]
    ways = ("Đã loại phiếu {flags}.", out), (KEPT, others)
    return " ".join(say(way, flags=vi.listing(_named(survey, held))) for way, held in ways if len(held))


KEPT = "Có dấu hiệu nhưng không loại vì dấu hiệu ấy (đếm trên mọi phiếu nhận): {flags}."


def _named(survey, flags):
    return [f"{_small(flag(survey, r))}{many(r.n)}" for r in flags.itertuples()]


def is_dropped(rows):
    """Which flags took answers out; of few no number is told."""
    return rows["dropped"].map(words).isin(["có", "True", "1"]) & rows["n"].ne(0)


def many(people):
    """How many, in brackets; nothing where so few are not told."""
    return f" ({cell(people, 0)})" if people == people else ""


def _small(text):
    return f"{text[:1].lower()}{text[1:]}"


def _sensitivity(survey, tables):
    rows = take(tables, "sensitivity").dropna(subset=["difference"])
    rows = rows[rows["question"].ne(survey.population.unit)]
    if rows.empty:
        return ""
    most = rows.loc[rows["difference"].abs().idxmax()]
    kept, dropped = vi.percent(most["percent_all"]), vi.percent(most["percent_clean"])
    option = names.option(survey.form, most["question"], words(most["option"]))
    where, most = f"{name_of(survey.form, most['question'])} – “{option}”", cell(abs(most["difference"]))
    return say(MOVED, most=most, where=where, kept=kept, dropped=dropped)


MOVED = (
    " Nếu giữ lại các phiếu đó, tỷ lệ thay đổi nhiều nhất là {most}\u00a0điểm\u00a0% ({where}: {kept} khi giữ,"
    " {dropped} khi loại; tính trước khi làm tròn)."
)


def reading(survey, tables):
    """What was decided while the files were read; counts under ``privacy › min_cell`` are not given."""
    least = survey.privacy.min_cell
    return [
        re.sub(r"× (\d+)", lambda n: n[0] if int(n[1]) >= least else say("× dưới {least}", least=least), _read(note))
        for note in take(tables, "reading")["note"]
    ]


def _read(note):
    return noted(words(note))


def cleaning(survey, tables):
    """How many cells were put in order, which answers count as none, by question; "" where none were."""
    log = take(tables, "cleaning_log")
    cells = log["rows"].sum()
    told = "Chuẩn hóa hoặc bỏ {cells} ô; từng quy tắc ghi ở nhật ký làm sạch kèm theo.{missing}"
    return say(told, cells=cell(cells, 0), missing=_missing(survey, log)) if cells else ""


def _missing(survey, log):
    """Which answers count as none, of which question, how many; a text of very many questions with their number."""
    log = log[log["rule"].map(words).eq(MISSING)]
    told = []
    for text, rows in log.dropna(subset=["before"]).groupby("before", sort=False):
        asked = rows.groupby("question", sort=False)["rows"].sum()
        whole = asked.where(~asked.index.isin(log.loc[log["rows"].isna(), "question"]))  # a part of it is not told
        if len(asked) > MANY:
            told.append(say("“{text}” ở {n} câu hỏi", text=words(text), n=vi.number(len(asked))))
        else:
            told += [_one(survey.form, name, words(text), n) for name, n in whole.items()]
    return say(" Tính là không trả lời: {told}.", told="; ".join(told)) if told else ""


def _one(form, question, text, people):
    where = {"text": names.option(form, question, text), "question": name_of(form, question)}
    return f"{say('“{text}” ở câu “{question}”', **where)}{many(people)}"


def analysis(survey, tables):
    """How tests were chosen and adjusted, and whether they heed the weights; nothing where none was made."""
    tests = take(tables, "tests")
    if tests.empty:
        return ""
    weighted = say(FIXED) if is_weighted(tables) else ""
    weighted = say(DESIGNED) if drawn.is_drawn(survey, tables) else weighted
    within = _within(take(tables, "batteries"), take(tables, "correlations"))
    adjusted = wording.label(verdict.name_of(survey.inference.adjust))
    return f"{say(TESTED, adjusted=adjusted)}{weighted}{within}"


TESTED = (
    "Phép kiểm định của từng cặp câu hỏi tùy loại câu: chọn một hay nhiều phương án, thang đo, ghi số. Các phép so sánh"
    " khai báo trước được gộp thành họ; giá trị p hiệu chỉnh {adjusted} trong từng họ. Khác biệt có độ mạnh dưới ngưỡng"
    " là không đáng kể, dù p nhỏ đến đâu."
)


def _within(batteries, correlations):
    """That what compares answers of the same people heeds no weights, and whether weighted results stand beside it."""
    what = {(False, True): "Hệ số tương quan", (True, False): ITEMS, (True, True): f"{ITEMS} và hệ số tương quan"}
    held = not batteries.empty, not correlations.empty
    beside = batteries["p_adjusted_weighted"].notna().any() or correlations["value_weighted"].notna().any()
    beside = say("; kết quả có gia quyền đứng bên cạnh") if beside else ""
    return say(" {what} không gia quyền{beside}.", what=say(what[held]), beside=beside) if held in what else ""


ITEMS = "So sánh các mục do cùng người trả lời"


def protection(survey, tables):
    """How respondents are protected, and how many tables are not printed for it."""
    least, quotes = survey.privacy.min_cell, survey.privacy.min_quote_group
    return say(PRIVATE, few=few(survey), least=least, quotes=quotes, withheld=_withheld(tables, least))


PRIVATE = (
    "Không nêu số liệu {few} (ghi “–”), cùng những ô làm suy ra nó; trước khi xuất báo cáo, chương trình"
    " thử suy ra từng ô đã ẩn từ mọi số đã in và chỉ xuất khi khoảng có thể có (kể cả 0) rộng ít nhất {least} người;"
    " câu chữ chỉ nêu số liệu có trong các bảng đã ẩn; không nêu điểm trung bình cạnh phương án đã ẩn; ý kiến ghi bằng"
    " lời không tách theo biến có nhóm dưới {least} người; không trích ý kiến của nhóm dưới {quotes} người; các"
    " ngưỡng này ghi trong hồ sơ cuộc điều tra.{withheld}"
)


def _withheld(tables, least):
    """How many tables by group are not printed at all."""
    lost = len(privacy.withheld({"crosstabs": take(tables, "crosstabs")}))
    told = " {lost} bảng theo nhóm không in, vì bình quân dưới {least} người một ô hoặc in ra thì suy được số ít người."
    return say(told, lost=vi.number(lost), least=least) if lost else ""
