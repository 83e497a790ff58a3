"""From tidy tables to tables for the eye: what is taken, in which columns, with which words."""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from pipeline import privacy, vi, weight
from pipeline.claims import names, printed
from pipeline.claims.asked import asked_of
from pipeline.claims.groups import CONTRASTS
from pipeline.infer import effects
from pipeline.report.model import Column, Row, Table
from pipeline.wording import say

COLUMNS = {
    "frequencies": "question label option n percent base",
    "on_scale": "question label row option n percent base",
    "intervals": "question option by group n percent low high base",
    "residuals": "question option by group n base residual",
    "distributions": "question given n joined",
    "crosstabs": "question option by group n percent base",
    "banners": "question row option by group n percent base mean",
    "compared": "question row option by group n percent base mean",
    "tests": "question by method n statistic df p p_adjusted effect effect_name effect_low effect_high"
    " family size note side trend_method trend_statistic trend_p trend_p_adjusted trend_effect"
    " trend_effect_name",
    "regressions": "outcome event term level reference n base odds_ratio b low high sd outcome_sd beta"
    " ame ame_low ame_high robust_low robust_high robust_p p_adjusted"
    " joint_statistic joint_df joint_df2 joint_p_adjusted note",
    "regression_fit": "outcome event model base mcfadden nagelkerke r2 adjusted_r2 test statistic df df2 p"
    " check check_p note",
    "correlations": "question other measure n value low high p_adjusted value_weighted low_weighted high_weighted"
    " p_adjusted_weighted note",
    "batteries": "battery method item_a item_b n statistic df p p_adjusted effect effect_low effect_high sentence note"
    " method_weighted statistic_weighted df_weighted df2_weighted p_adjusted_weighted effect_weighted",
    "ranking": "battery place item n mean mean_rank mean_weighted mean_rank_weighted",
    "pairs": "question option by method group_a group_b p_adjusted effect effect_name effect_low effect_high",
    "open_pairs": "question option by method group_a group_b p_adjusted",
    "open_answers": "question code name n percent base net level status person by_rule by_model",
    "open_shares": "question code name net level by group percent low high width n base",
    "open_phrases": "question code name caught tried right low state",
    "open_coding": "question answered silent person by_rule by_model guess uncoded precision expected_precision"
    " held_out found hand several",
    "open_crosstabs": "question option by group n percent base",
    "open_notes": "note",
    "open_tones": "question code name tone n percent base estimate low high",
    "open_tests": "question by method n p_adjusted effect effect_name note size side effect_low effect_high",
    "agreement": "question code name n agreement kappa krippendorff",
    "quotes": "question code name quote approved",
    "open_summaries": "question code name summary",
    "numbers": "question label n mean sd median q1 q3 min max low high median_low median_high",
    "means": "question label row option by group n mean se low high base",
    "ratios": "question label of by group n ratio se low high",
    "differences": "question label row option by group n percent rest difference se low high base",
    "contrasts": "question label option against by group n n_other difference se low high base",
    "ranks": "question label option mean_rank low high n percent top n_top percent_top placed partial base"
    " mean_rank_asked asked borda worth worth_low worth_high note",
    "scales": "battery item label n mean sd top2 no_opinion alpha item_rest",
    "reliability": "battery item label turned n alpha alpha_low alpha_high omega omega_low omega_high omega_note"
    " alpha_ordinal omega_ordinal item_rest alpha_if_dropped note alpha_weighted alpha_low_weighted alpha_high_weighted"
    " omega_weighted omega_low_weighted omega_high_weighted item_rest_weighted alpha_if_dropped_weighted",
    "factor_adequacy": "battery item label n kmo statistic df p note",
    "factor_eigenvalues": "battery factor n eigenvalue variance cumulative by_chance kept note",
    "factor_loadings": "battery item label factor n loading communality method note",
    "factor_correlations": "battery factor other n correlation method",
    "nonresponse": "question label asked answered not_applicable no_answer",
    "case_flow": "step n",
    "collection": "measure value",
    "reading": "note",
    "decisions": "note",
    "quality": "flag label n percent dropped",
    "sensitivity": "question label option percent_all percent_clean difference",
    "units": "unit name headcount n rate note",
    "response": "measure n rate",
    "response_by": "margin option headcount n rate note",
    "nonresponse_bias": "question option n population sample difference relative",
    "early_late": "question label option n difference p p_adjusted effect effect_name note",
    "convergence": "margin categories sweeps cycles deviation converged",
    "weighting_notes": "margin option n note",
    "weights": "margin option n population sample weighted method",
    "design_effect": "measure value method",
    "sampling": "measure value",
    "weight_effect": "question label option base percent_unweighted percent_weighted difference",
    "estimates": "question option n percent se low high base deff note",
    "sums": "question row option percent se low high deff",
    "cleaning_log": "rule question rows before after",
}
THIN = ", cả bảng bình quân dưới {least} người một ô,"
LONG = 14  # rows beyond which a table may be parted between printed pages


def take(tables, name, **where):
    """Rows of one tidy table with these values; an empty table with its columns when it was not made."""
    table = _with_columns(tables[name], name) if tables.get(name) is not None else _none(name)
    if where and len(table):  # it is asked often: rows are chosen once, not a column at a time
        table = table[np.logical_and.reduce([(table[column] == value).to_numpy() for column, value in where.items()])]
    return table.reset_index(drop=True)


def _with_columns(table, name):
    order = [*dict.fromkeys((*COLUMNS[name].split(), *table.columns))]
    return table if order == [*table.columns] else table.reindex(columns=order)


@cache
def _none(name):
    return pd.DataFrame(columns=COLUMNS[name].split())


def table(caption, columns, rows, *, spans=(), base=False, notes=(), wide=False, long=False, labels=(), source=""):
    """A table of the report.

    ``columns``: (title, width in percent, "chu" text or "so" number); ``spans``: (title, columns covered) over them,
    after the first two; ``base``: the last row is the base. ``rows``: lists of cells, or rows made by ``keyed``; a row
    of one cell is a heading over the rows after it. A ``long`` table may go on to the next printed page. ``source``:
    the table of its figures.
    """
    heads = tuple(Column(title, round(width, 1), kind == "so") for title, width, kind in columns)
    made = [row if isinstance(row, Row) else Row(tuple(row)) for row in rows]
    made[-1:] = [replace(row, is_base=base) for row in made[-1:]]
    shape = {"wide": wide, "long": long or len(made) > LONG, "labels": tuple(labels), "source": source}
    return Table(caption, heads, tuple(made), tuple(spans), tuple(n for n in notes if n), **shape)


def keyed(cells, *keys):
    """A row that shows these printed rows (``row_key``), so that a number in a sentence leads to it."""
    return Row(tuple(cells), keys)


def even(titles, *, first):
    """Number columns of equal width beside a first column of ``first`` percent."""
    return [(title, (100 - first) / max(len(titles), 1), "so") for title in titles]


def words(value):
    """Text of a cell; nothing for a missing one."""
    return "" if pd.isna(value) else str(value).strip()


def cell(value, digits=1):
    """Number of a cell; "–" for a missing or suppressed one."""
    return vi.number(value, digits)


def decimals(tables, question, least=1):
    """How many decimals the numbers of a question have (``printed.decimals``); of any other question ``least``."""
    return next((printed.decimals(row, least) for row in take(tables, "numbers", question=question).to_dict("records")),
                least)  # fmt: skip


def split(label):
    """("Câu 9", "Trong 3 tháng qua, …?") of a numbered label; ("", label) of any other."""
    found = names.NUMBERED.match(words(label))
    return (names.number(words(label)), words(label)[found.end() :]) if found else ("", words(label))


def captioned(label):
    """A label as a caption begins with it: "8. Ông/Bà …" would be a number beside that of the table."""
    number, text = split(label)
    return f"{number}. {text}" if number else text


def name_of(form, name):
    """Number and text of a question named in a table; ``question/choice`` adds the choice; unknown names stay."""
    question, _, choice = str(name).partition("/")
    if question not in form:
        return str(name)
    label = words(names.labelled(form[question]))
    chosen = next((names.option(form, question, c.label) for c in form[question].choices if c.name == choice), choice)
    return f"{label} – {chosen}" if choice else label


def topic(form, name):
    """Text of a question without its number: head of a group of columns."""
    return split(name_of(form, name))[1]


def headed(form, name):
    """Number and short name of a question over a group of columns, its whole text where it has none;
    ``question/choice`` adds the choice."""
    question, whole = str(name).partition("/")[0], name_of(form, name)
    short = _short(form[question]) if question in form else ""
    if not short:
        return whole
    text = name_of(form, question)
    number = split(text)[0]
    return f"{f'{number}. ' if number else ''}{short}{whole.removeprefix(text)}"


def about(question):
    """How a caption names a question: its number, else its short name, else its text."""
    number, text = split(names.labelled(question))
    return number or _short(question) or text.rstrip("?: ")


def _short(question):
    """The short name of a question as a caption begins with it; "" where it has none."""
    short = names.short(question)
    return f"{short[:1].upper()}{short[1:]}"


def base_name(form, question):
    """Label of the base row: people who answered, and whom the question was asked."""
    whom = asked_of(form, question)
    return say("Số người trả lời (cơ sở; {whom})" if whom else "Số người trả lời (cơ sở)", whom=whom)


def is_on_scale(tables, battery):
    """Whether the table of some items prints their points in percent of whoever chose one: how many these are is given
    of every item."""
    bases = take(tables, "on_scale").groupby("question")["base"].min()
    return bool(bases.reindex([q.name for q in battery]).notna().all())


def is_weighted(tables):
    """Whether the figures are weighted: to the list, or by weights of the file that differ."""
    spread = take(tables, "design_effect", measure=weight.DESIGN_EFFECT)["value"].dropna()
    return not take(tables, "weights").empty or bool(spread.gt(1 + 1e-9).any())


def share(tables):
    """What a percent is called: "tỷ lệ gia quyền" in a weighted survey."""
    return say("tỷ lệ gia quyền" if is_weighted(tables) else "tỷ lệ")


def average(tables, name="trung bình"):
    """What a mean is called: "trung bình gia quyền" in a weighted survey."""
    return say(f"{name} gia quyền") if is_weighted(tables) else say(name)


def tests_note(tables):
    """Foot note of a table of tests: that they are weighted; empty in an unweighted survey."""
    told = "Phép kiểm định và độ mạnh đã gia quyền, trừ phép ghi “không gia quyền”; n là số người."
    return told if is_weighted(tables) else ""


def numbers_note(tables):
    """Foot note of a table of numbers: which of its columns are weighted; empty in an unweighted survey."""
    said = "Trung bình, độ lệch chuẩn, trung vị, tứ phân vị đã gia quyền; số người không gia quyền."
    return said if is_weighted(tables) else ""


def counts_note(tables):
    """Foot note of a table that has both weighted percents and people; empty in an unweighted survey."""
    return "Số người: không gia quyền." if is_weighted(tables) else ""


OF_TABLES = " (bảng lớn hơn 2 × 2: xét V·√(k − 1), k là số mức của chiều ít mức hơn)"


def _least(name, negligible):
    return cell(effects.threshold(name, negligible), 3).rstrip("0").rstrip(",.")


def effects_note(names, negligible):
    """Foot note: the effects by their symbols, each with the size from which it is not negligible."""
    told = [
        f"{effects.symbol(name)}: {say(name)}, {say('từ')} {_least(name, negligible)}"
        + (say(OF_TABLES) if name == "V Cramér" and name not in (negligible or {}) else "")
        for name in dict.fromkeys(map(words, names))
        if name in effects.BANDS
    ]
    signed = [effects.symbol(name) for name in dict.fromkeys(map(words, names)) if name in CONTRASTS]
    above = " {signed} dương: nhóm đứng trước trong phiếu ở mức cao hơn."
    sign = say(above, signed=", ".join(signed)) if signed else ""
    whole = "Độ mạnh và ngưỡng đáng kể (độ lớn): {told}.{sign}"
    return say(whole, told="; ".join(told), sign=sign) if told else ""


def hidden_note(rows, survey):
    """Foot note of a table with suppressed cells; empty when every cell is shown."""
    if not rows[["n", "percent"]].isna().any(axis=None):
        return ""
    thin = say(THIN, least=survey.privacy.min_cell) if len(privacy.withheld({"": rows})) else ""
    told = "– : không nêu, vì có {few}{thin} hoặc để không suy ra được ô như vậy."
    return say(told, few=few(survey), thin=thin)


def few(survey):
    """How many people no figure is given of: 0 of them is printed."""
    most = survey.privacy.min_cell - 1
    return say("từ 1 đến {most} người", most=most) if most > 1 else say("1 người")
