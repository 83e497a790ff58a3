"""The printed tables as claims read them: rows of a question by a question, a figure with the place it stands in."""

from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np
import pandas as pd

from pipeline import vi
from pipeline.claims import scale
from pipeline.claims.model import NAN, Estimate
from pipeline.wording import say

KEYS = {
    "frequencies": ("question", "option"),
    "on_scale": ("question", "option"),
    "banners": ("question", "row", "option", "by", "group"),
    "compared": ("question", "row", "option", "by", "group"),
    "means": ("question", "row", "option", "by", "group"),
    "open_crosstabs": ("question", "option", "by", "group"),
    "open_answers": ("question", "code"),
    "open_shares": ("question", "code", "by", "group"),
    "open_tones": ("question", "code", "tone"),
    "numbers": ("question",),
    "ranks": ("question", "option"),
    "ranking": ("battery", "item"),
    "regressions": ("outcome", "event", "term", "level"),
    "response": ("measure",),
    "estimates": ("question", "option"),
    "sums": ("question", "row", "option"),
    "case_flow": ("step",),
}
CELLS = "question row option by group n percent mean sd base effective_base"
TEST = "question by p_adjusted effect effect_name effect_low effect_high side trend_p_adjusted trend_effect"
NEEDED = {
    "frequencies": "question option n percent base",
    "banners": CELLS,
    "compared": CELLS,
    "open_crosstabs": CELLS,
    "on_scale": "question row option n percent base",
    "intervals": "question option by group low high base",
    "tests": f"{TEST} trend_effect_name family",
    "open_tests": f"{TEST} trend_effect_name",
    "pairs": "question option by group_a group_b p_adjusted",
    "open_pairs": "question option by group_a group_b p_adjusted",
    "open_coding": "question guess person by_rule by_model uncoded",
    "open_answers": "question code name n percent base level net",
    "open_shares": "question code name level net by group percent low high n base",
    "open_tones": "question code name tone n percent base estimate low high",
    "batteries": "battery item_a p_adjusted p_adjusted_weighted",
    "ranking": "battery item mean",
    "numbers": "question n mean sd median min low high median_low median_high q1 q3",
    "means": "question row option by group mean low high",
    "ranks": "question option mean_rank low high",
    "regressions": "outcome event term level reference odds_ratio b low high sd outcome_sd ame ame_low ame_high"
    " p_adjusted note",
    "regression_fit": "outcome event nagelkerke r2",
    "estimates": "question option low high base",
    "sums": "question row option low high",
    "response": "measure rate",
    "case_flow": "step n",
}
TOTAL = "(tổng số)"
BY_GROUP = ("banners", "compared")
OF_MEANS = 2  # decimals of a mean in a table, and beside that of another group


@dataclass(frozen=True)
class Printed:
    """The survey and its printed tables, what privacy hides hidden."""

    survey: object
    tables: dict

    @property
    def form(self):
        """The questionnaire."""
        return self.survey.form

    def rows(self, name, **where):
        """Rows of one table with these values; empty where the table was not made."""
        table = _whole(name, self.tables.get(name))
        if table.empty or not where:
            return table
        return table[np.logical_and.reduce([(table[column] == value).to_numpy() for column, value in where.items()])]

    def records(self, name, *needed, **where):
        """The same rows as dicts, without those that have no figure in a ``needed`` column; none without the table."""
        rows = self.rows(name, **where)
        return [] if rows.empty else rows.dropna(subset=list(needed)).to_dict("records")

    def crossed(self, question, by):
        """(table, its rows as dicts) in which a question is told by another's groups."""
        for name, blocks in self._crossed.items():
            if (question, by) in blocks:
                return name, blocks[question, by]
        return "", []

    @cached_property
    def _crossed(self):
        made = {name: {} for name in BY_GROUP}
        for name, blocks in made.items():
            for row in self.rows(name)[NEEDED[name].split()].to_dict("records"):
                row["low"], row["high"] = self._around.get(_place(row), (NAN, NAN))
                row["digits"] = self._digits.get(row["question"], OF_MEANS)
                blocks.setdefault((row["question"], row["by"]), []).append(row)
        return made

    def codes_crossed(self, question, by):
        """The same of the codes of an open question: counted where a person coded every answer, else estimated, cells
        without an estimate without a figure; ("", []) without either. What a machine could code is another part of the
        answers in each group, and tells nothing of groups."""
        cells = [cell | {"row": "option"} for cell in self.records("open_crosstabs", question=question, by=by)]
        if is_by_hand(self.rows("open_coding", question=question)):
            return "open_crosstabs", cells
        told = {(row["name"], row["group"]): row for row in self.records("open_shares", question=question, by=by)}
        none = dict.fromkeys(("percent", "low", "high"), NAN)
        made = [cell | none | told.get((cell["option"], cell["group"]), {}) for cell in cells]
        return ("open_shares", made) if told else ("", [])

    @cached_property
    def _digits(self):
        return {row["question"]: decimals(row, least=OF_MEANS) for row in self.records("numbers")}

    @cached_property
    def _around(self):
        """A cell of a table by groups → the interval that another table prints of it."""
        rows = [row | {"mean": NAN} for row in self.records("intervals", "low", "high")]
        rows += [row | {"base": NAN} for row in self.records("means", "low", "high", row="mean")]
        return {_place(row): (row["low"], row["high"]) for row in rows}

    @cached_property
    def whole(self):
        """Question → its rows of everybody: shares, nets, two highest, mean."""
        return dict(list(self.rows("banners", by=TOTAL).groupby("question", sort=False)))

    @cached_property
    def limits(self):
        """(question, option, or options taken together) → the printed interval of a share of everybody."""
        rows = [*self.records("estimates"), *self.records("sums")]
        return {(r["question"], r["option"]): (r["low"], r["high"]) for r in rows}


def is_by_hand(coding):
    """Did a person code every answer of a question that says something? ``coding``: its row of ``open_coding``."""
    return len(coding) > 0 and bool(coding[["by_rule", "by_model", "guess", "uncoded"]].eq(0).all(axis=None))


def _place(row):
    """Where a share of so many people, or a mean, stands in a table by groups."""
    of = "mean" if row["mean"] == row["mean"] else row["base"]
    return row["question"], word(row["option"]), row["by"], row["group"], of


def _whole(name, table):
    """A table with every column that claims read; empty where it was not made."""
    if table is None:
        return _none(name)
    needed = NEEDED.get(name, "").split()
    return table if {*needed} <= {*table} else table.reindex(columns=[*dict.fromkeys((*needed, *table))])


@cache
def _none(name):
    return pd.DataFrame(columns=NEEDED.get(name, "").split())


def figure(name, row, column, **more):
    """The ``Estimate`` of one cell; ``row`` is a dict of its row."""
    key = tuple((k, word(row.get(k))) for k in KEYS[name])
    return Estimate(name, key, column, float(row[column]), **more)


def share(name, row, column="percent", limits=()):
    """A share, in percent of the people of its base."""
    low, high = limits or (float("nan"), float("nan"))
    return figure(name, row, column, unit="%", base=_people_of(row), low=low, high=high)


def _people_of(row):
    """The people of a share's base; of a hidden base 0, for they may be few."""
    return float(row["base"]) if pd.notna(row["base"]) else 0.0


def of_all(tables, name, row):
    """A share of everybody, with its printed interval where there is one."""
    return share(name, row, limits=tables.limits.get((row["question"], row["option"]), ()))


def around(tables, row):
    """(low, high) of a share of everybody: the printed interval, else that of its effective base."""
    return tables.limits.get((row.get("question"), row.get("option"))) or scale.around(row)


def people(name, row, column="base"):
    """So many people."""
    return figure(name, row, column, unit=say("người"), digits=0)


def decimals(row, least=1):
    """How many decimals every face of the report gives the numbers of a question: by the spread in its ``row`` of
    ``numbers``, at least ``least`` (one in prose, OF_MEANS in tables and between groups)."""
    return vi.decimals(row.get("sd", NAN), row.get("q3", NAN) - row.get("q1", NAN), least=least)


def word(value):
    """Text of a cell; nothing for a missing one."""
    return "" if pd.isna(value) else str(value)


def again(estimate, tables):
    """The figure as its place in the tables gives it now; None where there is no such row, or more than one."""
    rows = tables.get(estimate.table)
    for column, value in estimate.key if rows is not None else ():
        rows = rows[rows[column].map(word).eq(value)] if column in rows else rows.iloc[:0]
    if rows is None or len(rows) != 1:
        return None
    row = rows.iloc[0]
    base = _people_of(row) if estimate.unit == "%" and "base" in rows else estimate.base
    return replace(estimate, value=float(row[estimate.column]), base=base)


def people_of(estimate, tables):
    """How many people a figure is of, from its own row, or where as many answered its question from the row of that;
    None where its table does not tell, or hides it."""
    rows = tables.get(estimate.table)
    column = next((name for name in ("base", "n") if rows is not None and name in rows), None)
    counted = replace(estimate, column=column or "", unit=say("người"), digits=0, base=NAN, low=NAN, high=NAN)
    counted = again(counted, tables) if column else None
    if counted is None or counted.value != counted.value:
        return None
    asked = _whole("frequencies", tables.get("frequencies"))
    asked = asked[asked["question"].eq(dict(estimate.key).get("question")) & asked["base"].eq(counted.value)]
    return people("frequencies", asked.iloc[0].to_dict()) if len(asked) else counted
