"""The answers as ``svy`` sees them: everybody in the design, the weights, what they were raked to, the staff list."""

import numpy as np
import pandas as pd

from pipeline.weight.errors import UNKNOWN, WeightError


def sample(answers, columns, *, weight=None, margins=(), population=None, strata=None):
    """A ``svy.Sample`` of all the answers holding ``columns`` (name → Series) and the design.

    ``margins`` are columns the weights were raked to: the weights are left as they are, and linearised variances count
    the residuals within the margins (R: rake). ``population`` is a number or a column; a blank margin is a category.
    """
    import polars as pl  # svy and polars cost seconds to import
    import svy

    held = {name: _plain(column) for name, column in columns.items()}
    held["weight"] = weights(answers, weight).tolist()
    held |= {f"margin.{m}": _levels(answers, m).tolist() for m in margins}
    named = {"stratum": "stratum"} if strata else {}
    if strata:
        held["stratum"] = _levels(answers, strata).tolist()
        _refuse_lone(pd.Series(held["stratum"]), strata)
    if population is not None:
        held["people"], named["pop_size"] = _people(answers, population, strata), "people"
    found = svy.Sample(pl.DataFrame(held, strict=False), svy.Design(wgt="weight", **named))
    if not margins:
        return found
    shares = {f"margin.{m}": _shares(answers, m, held["weight"]) for m in margins}
    return found.weighting.rake(shares=shares, wgt_name="raked")


def _refuse_lone(stratum, name):
    counts = stratum.value_counts()
    if (counts == 1).any():
        lone = ", ".join(map(str, counts.index[counts == 1]))
        raise WeightError(
            f"{name}: tầng {lone} chỉ có một phiếu, không tính được sai số chuẩn; cần ít nhất hai phiếu mỗi tầng."
            " Gộp tầng."
        )


def weights(answers, column):
    """Weights of the named column (1 for everybody where none is named). WeightError unless all are positive."""
    if not column:
        return np.ones(len(answers))
    values = answers[column].to_numpy(dtype=float)
    wrong = int((~(values > 0) | np.isinf(values)).sum())
    if wrong:
        raise WeightError(f"{column}: {wrong} trọng số trống, bằng 0 hoặc âm; mỗi người phải có một trọng số dương.")
    return values


def _plain(column):
    return column.astype(object).where(column.notna(), None).tolist()


def _levels(answers, name):
    return answers[name].astype(object).where(answers[name].notna(), UNKNOWN)


def _shares(answers, name, mass):
    return (pd.Series(mass, answers.index).groupby(_levels(answers, name)).sum() / sum(mass)).to_dict()


def _people(answers, population, strata):
    """People on the list for every answer; refused where the list is smaller than the answers."""
    people = answers[population].astype(float) if isinstance(population, str) else float(population)
    people = np.broadcast_to(people, len(answers))
    groups = answers[strata] if strata else np.zeros(len(answers))
    for name, places in answers.groupby(groups, observed=True).indices.items():
        if not (people[places] >= len(places)).all():
            where = f"nhóm {name}: " if strata else ""
            raise WeightError(
                f"{where}{len(places)} phiếu nhưng danh sách chỉ có {people[places].min():.0f} người; hiệu chỉnh tổng"
                " thể hữu hạn cần danh sách đủ người. Sửa danh sách, hoặc đặt weighting › fpc: false."
            )
    return people.tolist()
