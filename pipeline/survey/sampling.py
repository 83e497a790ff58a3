"""survey.yaml › design: what it may say, and the ``Design`` that all statistics of the survey are computed on."""

import pandas as pd

from pipeline.design import LONELY, REPLICATES, Calibration, Design, Replicates, sample
from pipeline.survey.headcount import HEADCOUNT
from pipeline.survey.model import Sampling, SurveyError, is_size

PREFIX = "design."  # of the columns of the raw file, in the answers
DRAW = f"{PREFIX}draw"  # weights of the draw: units of the stratum over units drawn
LISTED = f"{PREFIX}headcount"  # people on the staff list in the person's stratum
MADE = ("jk1", "jkn", "bootstrap")  # replicates that are made from strata and clusters


def is_declared(survey):
    """Whether survey.yaml says how the sample was drawn, beyond a weight."""
    return survey.design != Sampling(weight=survey.design.weight, lonely=survey.design.lonely)


def design(survey, weight, *, calibrated, intervals=False):
    """What tables, estimates and tests take as ``weight=``: None, the column ``weight``, or a ``Design``.

    Without ``design`` in survey.yaml it is the column, and for ``intervals`` the calibration (where the weights are
    ``calibrated``) and ``weighting › fpc`` beside it. With ``design`` all of it holds everywhere.
    """
    plan, rules = survey.design, survey.weighting
    if not weight:
        return None
    fitted = Calibration(rules.kind, rules.margins, base(survey) or "") if calibrated else Calibration()
    if plan == Sampling():
        fpc = _listed(survey) if rules.fpc else None
        return Design(weight, fpc=fpc, calibration=fitted) if intervals else weight
    brought = plan.replicates.columns and plan.weight
    return Design(
        weight=_column(plan.weight) if brought else weight,
        strata=_column(plan.strata),
        psu=_column(plan.psu),
        fpc=_listed(survey) if rules.fpc else _fpc(survey),
        lonely=plan.lonely,
        calibration=fitted,
        replicates=_replicates(plan.replicates),
    )


def _column(name):
    return f"{PREFIX}{name}" if name else ""


def _listed(survey):
    return int(survey.headcount[HEADCOUNT].sum())


def _fpc(survey):
    plan = survey.design
    if plan.fpc == "headcount":
        return LISTED if plan.strata else _listed(survey)
    return (float(plan.fpc) if is_size(plan.fpc) else _column(plan.fpc)) if plan.fpc else None


def _replicates(given):
    if not given.kind:
        return Replicates()
    columns = tuple(_column(name) for name in given.columns)
    return Replicates(columns, given.kind.lower(), given.scale, given.rscales, given.rho, given.number)


def base(survey):
    """The column of the answers that the weights begin with: the file's, else those of the draw; None without."""
    if survey.base_weight:
        return _column(survey.base_weight)
    return DRAW if survey.design.strata and survey.design.fpc else None


def weighed(survey, answers):
    """The answers with the weights of the draw as ``design.draw`` where strata and fpc are all that gives them."""
    if base(survey) != DRAW:
        return answers
    plan = survey.design
    given = Design(strata=_column(plan.strata), psu=_column(plan.psu), fpc=_fpc(survey))
    return answers.assign(**{DRAW: sample(answers, given).weight})


def listed(survey, answers):
    """The column ``design.headcount`` of everybody's stratum on the staff list, or a frame without columns.

    Who left the stratum blank has none; SurveyError names the strata that have answers and nobody on the list.
    """
    plan = survey.design
    if plan.fpc != "headcount" or not plan.strata:
        return pd.DataFrame(index=answers.index)
    labels = {c.name: c.label for c in survey.form[plan.strata].choices}
    people = survey.headcount.groupby(survey.headcount[plan.strata].map(labels))[HEADCOUNT].sum()
    strata = answers[plan.strata].astype(object)
    if lacking := [f"«{label}»" for label in labels.values() if strata.eq(label).any() and not people.get(label, 0)]:
        raise SurveyError(
            f"design › fpc: headcount: danh sách {survey.population.file} không có người nào ở {', '.join(lacking)}, mà"
            " có phiếu của tầng ấy. Thêm dòng của tầng vào danh sách, hoặc ghi một cột ở fpc."
        )
    return pd.DataFrame({LISTED: strata.map(people).astype(float)})


def check(survey):
    """SurveyError with everything in ``design`` that cannot be carried out: the key, what was found, the mend."""
    if found := [*_wrong(survey), *_wrong_fpc(survey), *_wrong_replicates(survey)]:
        raise SurveyError("\n".join(found))


def _wrong(survey):
    plan = survey.design
    if plan.lonely not in LONELY:
        yield f"design › lonely: «{plan.lonely}»; dùng một trong {', '.join(LONELY)}."
    if plan.strata and plan.strata == plan.psu:
        yield f"design › psu: «{plan.psu}» cũng là cột tầng (strata). Ghi cột của cụm, hoặc bỏ psu."


def _wrong_fpc(survey):
    plan = survey.design
    if plan.fpc and survey.weighting.fpc:
        yield "design › fpc và weighting › fpc cùng hiệu chỉnh tổng thể hữu hạn. Bỏ weighting › fpc."
    if plan.fpc and is_size(plan.fpc) and plan.fpc != "headcount" and float(plan.fpc) <= 0:
        yield f"design › fpc: {plan.fpc}; cần số đơn vị trong tổng thể, hay tỷ lệ đã chọn, lớn hơn 0."
    if plan.fpc != "headcount":
        return
    if not survey.population.file:
        yield "design › fpc: headcount cần population › file: thêm danh sách số người, hoặc ghi một cột hay một số."
    elif plan.psu:
        yield (
            "design › fpc: headcount đếm người, mà mẫu chọn theo cụm (psu) cần số cụm trong tổng thể. Ghi cột số"
            " cụm của tầng, hoặc bỏ fpc."
        )
    elif plan.strata and (plan.strata not in survey.form or not survey.form[plan.strata].choices):
        yield (
            f"design › strata: «{plan.strata}» không phải câu chọn một đáp án của phiếu, nên fpc: headcount không biết"
            " mỗi tầng có bao nhiêu người. Ghi một câu có trong danh sách, hoặc một cột ở fpc."
        )


def _wrong_replicates(survey):
    plan, given = survey.design, survey.design.replicates
    where, kind = "design › replicates", given.kind.lower()
    if (given.columns or given.number or given.scale or given.rscales) and not kind:
        yield f"{where} › kind: thiếu; ghi một trong {', '.join(REPLICATES)}."
    if not kind:
        return
    if kind not in REPLICATES:
        yield f"{where} › kind: «{given.kind}»; dùng một trong {', '.join(REPLICATES)}."
    elif not given.columns and kind not in MADE:
        made = ", ".join(MADE)
        yield f"{where} › columns: «{given.kind}» cần các cột trọng số lặp của tệp; không có cột thì dùng {made}."
    if not given.columns and kind == "jk1" and plan.strata:
        yield f"{where} › kind: jk1 không dùng cho mẫu có tầng (strata). Ghi jkn."
    if not 0 <= given.rho < 1 or (given.rho and kind != "fay"):
        yield f"{where} › rho: {given.rho:g}; chỉ dùng với kind: fay, từ 0 đến dưới 1."
    if any(number < 0 for number in (given.scale, *given.rscales)):
        yield f"{where} › scale, rscales: có số âm; hệ số của phương sai phải từ 0."
    if survey.weighting.margins:
        yield (
            f"{where}: trọng số lặp không được hiệu chỉnh lại theo weighting › margins. Bỏ replicates (tuyến tính hóa"
            " đã tính đến hiệu chỉnh), hoặc bỏ margins."
        )
