"""The design of the sample as the report tells it: strata, clusters, finite population, replicates, its cost."""

from functools import partial

from pipeline import vi, wording
from pipeline.claims import names
from pipeline.report.findings import leads
from pipeline.report.grid import cell, take
from pipeline.survey import sampling
from pipeline.survey.model import is_size
from pipeline.wording import say

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
    by = partial(_column, survey.form)
    said = [say(STRATIFIED, by=by(plan.strata), number=numbers.get("Số tầng"))] if plan.strata else []
    said += [say(CLUSTERED, by=by(plan.psu), number=numbers.get(CLUSTERS))] if plan.psu else []
    said += [_population(plan.fpc)] if plan.fpc else []
    said += [say(LONELY[plan.lonely])] if LONELY[plan.lonely] and plan.strata else []
    first = "; ".join(said)
    first = f"{first[0].upper()}{first[1:]}. " if first else ""
    free = say(" Bậc tự do: {free}.", free=numbers["Bậc tự do"])
    return f"{first}{_errors(plan, numbers)}{free}{_total(numbers)}{_cost(survey, tables)}"


CLUSTERS, TOTAL = "Số cụm (đơn vị chọn đầu tiên)", "Tổng trọng số gốc"
STRATIFIED = "mẫu phân tầng theo {by} ({number} tầng)"
CLUSTERED = "chọn cụm theo {by} ({number} cụm)"


def _column(form, name):
    """A column of the file as the report calls it: by the question that it is, else by its own name."""
    return names.topic(form, name) if name in form else say("cột “{column}”", column=name)


def _population(fpc):
    if fpc == "headcount":
        return say("hiệu chỉnh tổng thể hữu hạn theo số người trong danh sách")
    if is_size(fpc):
        size = fpc if wording.language() == wording.EN else fpc.replace(".", ",")
        return say("hiệu chỉnh tổng thể hữu hạn ({size})", size=size)
    return say("hiệu chỉnh tổng thể hữu hạn theo cột “{column}”", column=fpc)


def _errors(plan, numbers):
    if not plan.replicates.kind:
        return say(LINEARISED)
    told = REPLICATED if plan.replicates.columns else REPLICATED_HERE
    return say(told, many=numbers["Số bộ trọng số lặp"], kind=say(KINDS[plan.replicates.kind.lower()]))


LINEARISED = "Sai số chuẩn tính bằng tuyến tính hóa Taylor trên tổng của từng đơn vị chọn đầu tiên trong tầng."
REPLICATED = "Sai số chuẩn tính từ {many} bộ trọng số lặp ({kind})."
REPLICATED_HERE = "Sai số chuẩn tính từ {many} bộ trọng số lặp ({kind}, lập từ tầng và cụm)."


def _total(numbers):
    told = " Tổng trọng số gốc của các phiếu phân tích: {total}."
    return say(told, total=numbers[TOTAL]) if TOTAL in numbers else ""


def _cost(survey, tables):
    """Smallest and largest design effect of the shares of the lead questions."""
    rows = take(tables, "estimates").dropna(subset=["deff"])
    lead = [question.name for question in leads(survey, tables) if question.name in {*rows["question"]}]
    effects = rows.loc[rows["question"].isin(lead), "deff"]
    if effects.empty:
        return ""
    places = vi.listing([names.place(survey.form, name) for name in lead])
    ends = [cell(value, 2) for value in (effects.min(), effects.max())]
    several = "từ {low} đến {high}" if ends[0] != ends[1] else "{low}"
    return say(EFFECTS, effects=say(several, low=ends[0], high=ends[1]), places=places)


EFFECTS = " Hiệu ứng thiết kế của các tỷ lệ ở {places} (phương sai so với mẫu ngẫu nhiên đơn giản cùng cỡ): {effects}."
