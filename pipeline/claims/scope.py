"""Claims on whom the survey speaks of and how sure it is: what stands in the box beside the findings."""

from pipeline.claims import names, printed
from pipeline.claims.model import Claim
from pipeline.wording import parts, say

KEPT = "Phiếu đưa vào phân tích"
ANSWERED = "Tỷ lệ trả lời RR"  # one of as many answers as are analysed


def claims(tables):
    """How many answers, of how many people, and how wide an interval of a share is at most."""
    return [claim for claim in (_answers(tables), _widest(tables)) if claim]


def _answers(tables):
    kept = [row for row in tables.records("case_flow", "n") if row["step"] == KEPT]
    if not kept:
        return None
    told = printed.figure("case_flow", kept[0], "n", unit=say("phiếu"), digits=0)
    rates = [row for row in tables.records("response", "rate", n=kept[0]["n"]) if row["measure"].startswith(ANSWERED)]
    rate = [printed.figure("response", row, "rate", unit="%") for row in rates[:1]]
    more = parts("; số phiếu bằng {rate} số người thuộc diện hỏi (theo danh sách)", rate=rate) if rate else ""
    forms = (parts("{kept} đưa vào phân tích{rate}.", kept=told, rate=more),)
    return Claim("scope", "case_flow", (KEPT,), forms, label="table:case_flow")


WIDEST = (
    "các tỷ lệ là số ước lượng, có sai số (khoảng tin cậy 95%), chưa kể sai lệch do có người không trả lời. Ở các"
    " câu hỏi chọn phương án có ít nhất một nửa số phiếu trả lời, khoảng rộng nhất là từ {low} đến"
    " {high}{around}{opened}; ở câu hoặc nhóm ít người, khoảng rộng hơn."
)
OPENED = ", ở câu hỏi mở (ước lượng) là từ {low} đến {high}"


def _widest(tables):
    """The widest printed interval of a share of everybody – an option, a net, the ends of a scale – among questions
    that half of the people or more answered, and around which share; beside it that of the open questions."""
    known = tables.records("estimates", "low", "high", "base")
    bases = {row["question"]: row["base"] for row in known}
    items = {
        question.name for battery in tables.form.batteries for question in battery
    }  # their lowest points: not printed
    sums = [
        row | {"base": bases.get(row["question"], 0)}
        for row in tables.records("sums", "low", "high")
        if row["row"] != "bottom2" or row["question"] not in items
    ]
    held = [(name, row) for name, rows in (("estimates", known), ("sums", sums)) for row in rows]
    held = [(name, row) for name, row in held if row["base"] >= max(bases.values(), default=0) / 2]
    if not held:
        return None
    ends = [[printed.share(name, row, end) for end in ("low", "high")] for name, row in held]
    at = max(range(len(held)), key=lambda n: round(ends[n][1].printed - ends[n][0].printed, 1))
    (name, row), (low, high) = held[at], ends[at]
    told = parts(WIDEST, low=low, high=high, around=_around(tables, row), opened=_opened(tables))
    return Claim("interval", name, (row["question"],), (told,), label="table:estimates")


def _opened(tables):
    """The widest printed interval of an estimated share of a code; nothing without estimates."""
    held = tables.records("open_shares", "percent", "low", "high", by=printed.TOTAL)
    if not held:
        return ()
    row = max(held, key=lambda row: round(row["high"] - row["low"], 1))
    low, high = (printed.share("open_shares", row, end) for end in ("low", "high"))
    return parts(OPENED, low=low, high=high)


def _around(tables, row):
    """The share itself, and to which question; nothing where it is not printed."""
    where = {"question": row["question"], "option": row["option"]}
    shares = [(name, one) for name, by in (("frequencies", {}), ("banners", {"by": printed.TOTAL}))
              for one in tables.records(name, "percent", **where, **by)]  # fmt: skip
    told = [(printed.of_all(tables, *one), names.place(tables.form, row["question"])) for one in shares[:1]]
    return parts(" ({place}, tỷ lệ {figure})", figure=told[0][0], place=told[0][1]) if told else ()
