"""Claims on whom the survey speaks of and how sure it is: what stands in the box beside the findings."""

from pipeline.claims import given, names, printed
from pipeline.claims.model import Claim
from pipeline.wording import parts, say

KEPT = "Phiếu đưa vào phân tích"
ANSWERED = "Tỷ lệ trả lời RR"  # one of as many answers as are analysed


def claims(tables):
    """How many answers, of how many people, and how wide the widest interval of a lead question is."""
    return [claim for claim in (_answers(tables), _widest(tables)) if claim]


def _answers(tables):
    kept = [row for row in tables.records("case_flow", "n") if row["step"] == KEPT]
    if not kept:
        return None
    told = printed.figure("case_flow", kept[0], "n", unit=say("phiếu"), digits=0)
    rates = [row for row in tables.records("response", "rate", n=kept[0]["n"]) if row["measure"].startswith(ANSWERED)]
    rate = [printed.figure("response", row, "rate", unit="%") for row in rates[:1]]
    more = parts("; số phiếu bằng {rate} số người trong danh sách", rate=rate) if rate else ""
    forms = (parts("{kept} đưa vào phân tích{rate}.", kept=told, rate=more),)
    return Claim("scope", "case_flow", (KEPT,), forms, label="table:case_flow")


WIDEST = (
    "các tỷ lệ là số ước lượng, có sai số (khoảng tin cậy 95%), chưa kể sai lệch do có người không trả lời. Ở từng"
    " phương án của các câu hỏi chính, khoảng rộng nhất là từ {low} đến {high}{around}; ở nhóm ít người, khoảng rộng"
    " hơn."
)


def _widest(tables):
    """The printed interval that is the widest of the shares of the lead questions, and around which share."""
    lead = [name for name in tables.survey.report.lead if name in tables.form]
    rows = [row for row in tables.records("estimates", "low", "high") if row["question"] in lead]
    if not rows:
        return None
    row = max(rows, key=lambda row: row["high"] - row["low"])
    low, high = (printed.share("estimates", row, end) for end in ("low", "high"))
    told = parts(WIDEST, low=low, high=high, around=_around(tables, row))
    return Claim("interval", "estimates", (row["question"],), (told,), label="table:estimates")


def _around(tables, row):
    """The share itself, and to which question; nothing where it is not printed."""
    shares = tables.records("frequencies", "percent", question=row["question"], option=row["option"])
    told = (
        {"figure": given.share(tables, shares[0]), "place": names.place(tables.form, row["question"])} if shares else {}
    )
    return parts(" (của tỷ lệ {figure} ở {place})", **told) if told else ()
