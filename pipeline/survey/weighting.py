"""Refuses rules of weighting that cannot be carried out."""

from pipeline.survey.model import SurveyError

METHOD = ("rake", "post", "greg")
EMPTY = ("refuse", "merge", "drop")
BLANK = ("keep", "refuse")
SHARED = ("strata", "psu")  # of the design, in microdata


def listed(raw):
    """The mapping of survey.yaml with ``weighting › trim: {percentile: […]}`` as ``percentile: […]``."""
    rules = raw.get("weighting")
    trim = rules.get("trim") if isinstance(rules, dict) else None
    if not isinstance(trim, dict):
        return raw
    if list(trim) != ["percentile"]:
        raise SurveyError(
            "weighting › trim: viết hai trọng số [thấp nhất, cao nhất], như [0.3, 3], hoặc hai phân vị:"
            " {percentile: [1, 99]}."
        )
    return raw | {"weighting": {**rules, "trim": None, **trim}}


def check(survey):
    """SurveyError when the ``weighting`` of a survey names a rule, bounds or a correction that cannot be had."""
    rules = survey.weighting
    for key, known in (("method", METHOD), ("empty", EMPTY), ("blank", BLANK)):
        if (value := getattr(rules, key)) not in known:
            raise SurveyError(f"weighting › {key}: «{value}»; dùng một trong {', '.join(known)}.")
    _refuse_bounds(rules)
    if rules.base and survey.design.weight not in ("", rules.base):
        raise SurveyError(
            f"weighting › from: «{rules.base}» khác design › weight: «{survey.design.weight}»; một phiếu chỉ có một"
            " trọng số gốc. Bỏ một trong hai khóa."
        )
    trims = rules.trim or rules.percentile
    given = {"margins": rules.margins, "trim": trims and not survey.base_weight, "fpc": rules.fpc}
    for key in (key for key, value in given.items() if value):
        if not survey.population.file:
            raise SurveyError(
                f"weighting › {key} cần population › file: thêm danh sách số người, hoặc bỏ weighting › {key}."
            )
    needing = {"trim": given["trim"], "bounds": rules.bounds}
    needing |= {f"method: {rules.method}": rules.method != "rake"}
    for key, value in needing.items():
        if value and not rules.margins:
            raise SurveyError(f"weighting › {key} cần weighting › margins: ghi các câu để gia quyền, hoặc bỏ khóa này.")


def check_shared(survey):
    """SurveyError when ``privacy › design`` names what the survey's ``design`` has not."""
    for name in survey.privacy.design:
        if name not in SHARED or not getattr(survey.design, name):
            raise SurveyError(f"privacy › design: «{name}»; dùng strata, psu – những gì khóa design nêu cột của tệp.")


def _refuse_bounds(rules):
    if (trim := rules.trim) and (len(trim) != 2 or not 0 <= trim[0] < 1 < trim[1]):
        raise SurveyError(
            f"weighting › trim: {list(trim)}; cần hai số [thấp nhất, cao nhất] ở hai phía của trọng số trung bình 1,"
            " như [0.3, 3]; theo phân vị: {percentile: [1, 99]}."
        )
    if (ranks := rules.percentile) and (len(ranks) != 2 or not 0 <= ranks[0] < 50 < ranks[1] <= 100):
        raise SurveyError(
            f"weighting › trim › percentile: {list(ranks)}; cần hai phân vị [dưới 50, trên 50], như [1, 99]."
        )
    if (ratio := rules.bounds) and (len(ratio) != 2 or not 0 <= ratio[0] < 1 < ratio[1]):
        raise SurveyError(
            f"weighting › bounds: {list(ratio)}; cần hai số [thấp nhất, cao nhất] ở hai phía của 1 (so với trọng số"
            " gốc), như [0.5, 2]."
        )
    if rules.bounds and (rules.trim or rules.percentile or rules.method == "post"):
        other = "method: post" if rules.method == "post" else "trim"
        raise SurveyError(
            f"weighting › bounds (so với trọng số gốc) không đi cùng weighting › {other}. Bỏ một trong hai."
        )
