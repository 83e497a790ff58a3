"""The design of the sample as the report tells it: strata, clusters, finite population, replicates, its cost."""

from pipeline.report.findings import leads
from pipeline.report.grid import cell, take
from pipeline.survey import sampling
from pipeline.survey.model import is_size

KINDS = {
    "jk1": "jackknife JK1",
    "jkn": "jackknife JKn",
    "brr": "lặp lại nửa mẫu (BRR)",
    "fay": "lặp lại nửa mẫu Fay",
    "bootstrap": "bootstrap",
    "other": "trọng số lặp",
}
LONELY = {
    "fail": "",
    "adjust": "tầng chỉ có một cụm được so với trung bình chung",
    "certainty": "tầng chỉ có một cụm coi như không có sai số",
    "average": "tầng chỉ có một cụm nhận sai số trung bình của các tầng khác",
}


def is_drawn(survey, tables):
    """Whether the figures rest on a declared design."""
    return sampling.is_declared(survey) and not take(tables, "sampling").empty


def sample(survey, tables):
    """How the sample was drawn and how its sampling errors were computed, in sentences; empty without a design."""
    if not is_drawn(survey, tables):
        return ""
    plan, found = survey.design, take(tables, "sampling").set_index("measure")["value"]
    numbers = {name: cell(value, 0) for name, value in found.items()}
    said = ["mẫu phân tầng theo " + _named(plan.strata, numbers.get("Số tầng"), "tầng")] if plan.strata else []
    said += ["chọn cụm theo " + _named(plan.psu, numbers.get(CLUSTERS), "cụm")] if plan.psu else []
    said += [f"hiệu chỉnh tổng thể hữu hạn {_population(plan.fpc)}"] if plan.fpc else []
    said += [LONELY[plan.lonely]] if LONELY[plan.lonely] and plan.strata else []
    first = "; ".join(said)
    first = f"{first[0].upper()}{first[1:]}. " if first else ""
    return f"{first}{_errors(plan, numbers)} Bậc tự do: {numbers['Bậc tự do']}.{_total(numbers)}{_cost(survey, tables)}"


CLUSTERS, TOTAL = "Số cụm (đơn vị chọn đầu tiên)", "Tổng trọng số gốc"


def _named(column, number, unit):
    return f"cột “{column}” ({number} {unit})"


def _population(fpc):
    if fpc == "headcount":
        return "theo số người trong danh sách"
    return f"({fpc.replace('.', ',')})" if is_size(fpc) else f"theo cột “{fpc}”"


def _errors(plan, numbers):
    if not plan.replicates.kind:
        return "Sai số chuẩn tính bằng tuyến tính hóa Taylor trên tổng của từng đơn vị chọn đầu tiên trong tầng."
    made = "" if plan.replicates.columns else ", lập từ tầng và cụm"
    kind = KINDS[plan.replicates.kind.lower()]
    return f"Sai số chuẩn tính từ {numbers['Số bộ trọng số lặp']} bộ trọng số lặp ({kind}{made})."


def _total(numbers):
    return f" Tổng trọng số gốc của các phiếu phân tích: {numbers[TOTAL]}." if TOTAL in numbers else ""


def _cost(survey, tables):
    """Smallest and largest design effect of the shares of the lead questions."""
    names = [question.name for question in leads(survey, tables)]
    rows = take(tables, "estimates")
    effects = rows.loc[rows["question"].isin(names), "deff"].dropna()
    if effects.empty:
        return ""
    ends = [cell(value, 2) for value in (effects.min(), effects.max())]
    range_of = ends[0] if ends[0] == ends[1] else f"từ {ends[0]} đến {ends[1]}"
    return (
        f" Hiệu ứng thiết kế của các tỷ lệ ở câu chính (phương sai so với mẫu ngẫu nhiên đơn giản cùng cỡ): {range_of}."
    )
