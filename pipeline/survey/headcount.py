"""Reads the staff list that survey.yaml names: how many people there are in every cell of the weighting margins."""

from io import StringIO

import pandas as pd

from pipeline import plain_text
from pipeline.questionnaire.names import hint
from pipeline.survey.model import SurveyError

HEADCOUNT = "so_nguoi"
MOST = 50_000_000  # bytes; ours has 8 thousand


def read(survey):
    """The staff list as a table of text, one row a cell, ``so_nguoi`` as whole numbers.

    A number question among the margins has the total of the people of each row, as floats.

    SurveyError names the column, row and value that cannot be used.
    """
    path = survey.path.parent / survey.population.file
    if not path.is_file():
        raise SurveyError(f"population › file: {no_file(path)}")
    table = _table(path)
    _refuse_lacking(survey, table, path.name)
    _refuse_strange(survey.form, table, path.name)
    _refuse_uncounted(table, path.name)
    numbers = [name for name in survey.weighting.margins if survey.form[name].kind == "number"]
    totals = {name: _totals(table[name], path.name) for name in numbers}
    return table.assign(**totals, **{HEADCOUNT: table[HEADCOUNT].astype(int)})


def _totals(column, name):
    """The totals of a number question in every row of the list, as floats."""
    totals = pd.to_numeric(column, errors="coerce")
    if totals.isna().any():
        at = int(totals.isna().idxmax())
        raise SurveyError(
            f"{name}: dòng số liệu {at + 1}, cột {column.name}: «{column[at]}»; cần tổng của mọi người ở dòng đó, viết"
            " liền, dấu chấm cho phần thập phân, như 12500.5."
        )
    return totals


def no_file(path):
    """What is said of a file named in survey.yaml that is not there: where it was looked for, what lies there."""
    beside = sorted(p.name for p in path.parent.glob(f"*{path.suffix}") if p.is_file()) if path.parent.is_dir() else []
    return (
        f"không tìm thấy tệp {path}; đường dẫn tính từ survey.yaml. {hint(path.name, beside) if beside else ''}".strip()
    )


def _table(path):
    try:
        text = StringIO(plain_text.read(path, most=MOST))
        return pd.read_csv(text, dtype=str, keep_default_na=False, comment="#")
    except plain_text.TextError as error:
        raise SurveyError(f"{error} Danh sách số người là tệp «CSV UTF-8», dấu phẩy phân cách.") from error
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise SurveyError(
            f"{path.name}: rỗng, hoặc có dòng nhiều ô hơn dòng tiêu đề. Sửa lại, các cột cách nhau bằng dấu phẩy."
        ) from error


def _refuse_lacking(survey, table, name):
    strata = survey.design.strata if survey.design.fpc == "headcount" else ""
    needed = dict.fromkeys((*survey.weighting.margins, *filter(None, [survey.population.unit, strata]), HEADCOUNT))
    if lacking := [column for column in needed if column not in table]:
        raise SurveyError(
            f"{name}: thiếu cột {', '.join(lacking)} (có: {', '.join(table.columns)})."
            " Các cột phải cách nhau bằng dấu phẩy."
        )


def _refuse_strange(form, table, name):
    for column in (c for c in table if c in form and form[c].choices):
        known = {choice.name: choice.label for choice in form[column].choices}
        for strange in (value for value in table[column].unique() if value not in known):
            raise SurveyError(
                f"population › {name} › cột {column}: phiếu không có lựa chọn «{strange}»."
                f" {hint(strange, known, known)}"
            )


def _refuse_uncounted(table, name):
    bad = ~table[HEADCOUNT].str.fullmatch(r"\s*\d+\s*")
    if bad.any():
        raise SurveyError(
            f"{name}: dòng số liệu {int(bad.idxmax()) + 1}, cột {HEADCOUNT}: «{table[HEADCOUNT][bad].iloc[0]}»;"
            " cần số nguyên viết liền, như 1300."
        )
