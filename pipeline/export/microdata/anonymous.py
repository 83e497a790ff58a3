"""Which answers leave the project, and in what form: no unit, day, text or order of arrival; nobody stands alone."""

import numpy as np
import pandas as pd

from pipeline import privacy
from pipeline.export.microdata.apart import apart
from pipeline.export.microdata.coding import BLANK, HIDDEN, UNASKED, coded, described
from pipeline.export.microdata.drawn import drawn

KEPT = ("nominal", "ordinal", "multiple", "rank", "number")
WEIGHT = "trong_so"


def anonymous(answers, survey):
    """Coded answers of everybody analysed, the list of variables, what was blanked, and how far all that lies from the
    report.

    Returns (data, variables, report, far): ``data`` has numeric codes, one row a person in random order; ``variables``
    one row a code (see ``coded``); ``report``: question, blanked (people), percent, a row a quasi-identifier; ``far``:
    see ``Apart``.
    Left out: the unit, open answers, dates, quality flags and everything the questionnaire does not ask – but strata
    and primary units where ``privacy › design`` names them: as quasi-identifiers, numbered. Of a number and its groups
    one leaves: the groups where they are quasi-identifiers, whose blanks the number would tell; else the number.
    Numbers are top- and bottom-coded at k people; weights are those of everybody alike in what is told.
    ValueError where ``privacy › quasi_identifiers`` is empty.
    """
    limits, form = survey.privacy, survey.form
    _check(limits)
    answers, of_design = drawn(answers, survey)
    keys = [*limits.quasi_identifiers, *(q.name for q in of_design)]
    safe, lost = privacy.anonymised(answers, keys, k=limits.k)
    asked = [*_questions(form, survey, answers), *of_design]
    parts = [coded(safe, q, _missing(safe, q, lost), k=limits.k) for q in asked]
    data = pd.concat([columns for columns, _ in parts], axis=1)
    variables = pd.concat([about for _, about in parts], ignore_index=True)
    weight = "weight" if survey.weighting.margins or survey.base_weight else ""
    if weight:
        data[WEIGHT] = safe[WEIGHT] = privacy.level_weights(answers, lost, weight)
        words = "Trọng số (trung bình của những người cùng đặc điểm nhận dạng còn nêu)"
        variables = pd.concat([variables, described(WEIGHT, WEIGHT, words, "scale", {})], ignore_index=True)
    report = pd.DataFrame({"question": list(lost), "blanked": lost.sum().to_numpy()})
    report = report.assign(percent=100 * report["blanked"] / len(lost))
    far = apart(answers, safe, asked, weight=weight, levelled=weight and WEIGHT, k=limits.k)
    return data.sample(frac=1, random_state=np.random.default_rng()).reset_index(drop=True), variables, report, far


def _check(limits):
    if limits.k < 2:
        raise ValueError(f"privacy › k: {limits.k}; cần ít nhất 2 người cho mỗi tổ hợp, thường là 5.")
    if not limits.quasi_identifiers:
        raise ValueError(
            "Chưa khai báo privacy › quasi_identifiers trong survey.yaml, nên không xuất dữ liệu vi mô. Ghi các câu mà"
            " người khác biết về người trả lời, như giới tính, nhóm tuổi, vị trí công tác."
        )


def _questions(form, survey, answers):
    held = {column.split("/")[0] for column in answers.columns}
    known = {*survey.privacy.quasi_identifiers}
    naming = {survey.population.unit, survey.design.strata, survey.design.psu} - known
    stays = {group.of if group.name in known else group.name for group in form.groups} | naming
    return [q for q in form.variables if q.kind in KEPT and q.name in held and q.name not in stays]


def _missing(answers, question, lost):
    """Why each person has no answer to the question: a code of ``REASONS``, 0 where there is one."""
    columns = [c for c in answers if c == question.name or c.startswith(f"{question.name}/")]
    given = answers[columns].notna().any(axis=1)
    asked = answers.get(f"asked.{question.of or question.name}", pd.Series(True, answers.index))
    asked = asked.fillna(True).astype(bool)
    codes = pd.Series(np.where(given, 0, np.where(asked, BLANK, UNASKED)), answers.index)
    return codes.mask(lost[question.name], HIDDEN) if question.name in lost else codes
