"""Part IV: the declared families of comparisons – what differs first, every test in a table of the appendix."""

import re
from itertools import islice

from markupsafe import Markup

from pipeline import claims, vi
from pipeline.export import figures, told
from pipeline.export.findings import differing
from pipeline.export.grid import (
    about,
    average,
    brief,
    cell,
    effects_note,
    name_of,
    table,
    take,
    tests_note,
    topic,
    words,
)
from pipeline.infer import effects

METHOD = re.compile(r", F\(")  # degrees of freedom differ from test to test; the name does not
QUOTED = re.compile("“[^”]*”")
ALONE = "So sánh giữa các nhóm"
WHERE = "Trị thống kê và bậc tự do của từng phép có ở các bảng số liệu kèm theo báo cáo."
PICTURES = 2  # of each family
FEW = "Với ít người trả lời như vậy chỉ khác biệt rất lớn mới thấy được: không thấy không có nghĩa là không có."
NEIGHBOURS = 8  # just under a threshold, that are named


def families(source):
    """A record a family, in the order of survey.yaml: name, summary, sentences of the differing tests, figures."""
    return [_family(source, name, rows) for name, rows in grouped(source.survey, source.tables)]


def grouped(survey, tables):
    """(name, tests) of every family; tests that name none are one family of their own."""
    tests = take(tables, "tests")
    tests = tests.assign(family=tests["family"].map(words).replace("", ALONE))
    declared = [f.name for f in survey.comparisons]
    names = sorted(dict.fromkeys(tests["family"]), key=lambda n: declared.index(n) if n in declared else len(declared))
    return [(name, tests[tests["family"].eq(name)]) for name in names]


def _family(source, name, rows):
    differs = differing(rows)
    own = [c for c in source.claims if c.table == "tests" and (c.family or ALONE) == name]
    said, near = [c for c in own if claims.matters(c)], [c for c in own if c.sure == claims.BORDER]
    label = said[0].label if said else near[0].label if near else ""
    shown = told.figures_table(
        f"{name}: số liệu của các nhận định", [*said, *near], label, _tested(source.survey), source.tables
    )
    found = {"name": name, "summary": _summary(rows, differs), "sentences": [told.sentence(c) for c in said]}
    return found | {"figures": _figures(source, differs), "near": neighbours(near), "table": shown}


def neighbours(near):
    """Sentences of what is estimated just under its threshold and may lie over it, so that no list of what matters
    ends between two neighbours; of many the first, and how many more there are."""
    said = [told.sentence(claim) for claim in near[:NEIGHBOURS]]
    more = len(near) - len(said)
    return [*said, f"Và {more} phép so sánh khác sát ngưỡng đáng kể."] if more else said


def _tested(survey):
    """What stands beside the figures of a claim: how strong, how sure."""

    def told_of(claim):
        row = claim.tested
        judged = words(row["effect_name"]), survey.inference.negligible, row.get("side", float("nan"))
        size = f"{effects.symbol(judged[0])} = {effects.text(row['effect'], *judged)}"
        ends = [row.get(end, float("nan")) for end in ("effect_low", "effect_high")]
        limits = effects.limits(dict(zip(("effect_low", "effect_high"), ends, strict=True)), *judged)
        return f"{size} {limits}".strip() + f", {vi.p_value(row['p_adjusted'])}"

    return told_of


def _figures(source, differs):
    """Adjusted residuals of the strongest pairs of a family: which answers make the difference."""
    form, questions = source.survey.form, differs["question"].str.split("/").str[0]
    pairs = list(dict.fromkeys(zip(questions, differs["by"], strict=True)))
    pictures = (
        figures.residuals(
            source, form[q], by, f"{about(form[q])} theo nhóm: {topic(form, by).rstrip('?')} – phần dư hiệu chỉnh"
        )
        for q, by in pairs
    )
    return list(islice(filter(None, pictures), PICTURES))


def _summary(rows, differs):
    computed = int(rows["p"].notna().sum())
    left = len(rows) - computed
    lost = f" {left} phép so sánh không tính được (lý do ở bảng đầy đủ)." if left else ""
    if not computed:
        return f"{len(rows)} phép so sánh đều không tính được; lý do ở bảng đầy đủ."
    if differs.empty:
        few = f" {FEW}" if rows["n"].max() < vi.SURE else ""
        return f"Trong {computed} phép so sánh, chưa đủ căn cứ nói có khác biệt đáng kể.{few}{lost}"
    return (
        f"Trong {computed} phép so sánh, {len(differs)} phép cho thấy khác biệt có ý nghĩa thống kê"
        f" và đáng kể, xếp từ rõ nhất:{lost}"
    )


def tests_table(survey, name, rows, tables):
    """Every test of one family as a matrix: questions (and their options) × grouping variables.

    A cell holds the effect with its 95% interval, the adjusted p and n; "–" where nothing was computed. The foot says
    which tests stand in which column and from which size on an effect matters.
    """
    by, bold = list(dict.fromkeys(rows["by"])), differing(rows).index
    body = []
    for question, part in rows.groupby(rows["question"].str.split("/").str[0], sort=False):
        several = part["question"].str.contains("/").any()
        body += [[name_of(survey.form, question)]] if several else []
        for item, tests in part.groupby("question", sort=False):
            label = name_of(survey.form, item)
            label = label.removeprefix(f"{name_of(survey.form, question)} – ") if several else label
            found = (tests[tests["by"].eq(b)] for b in by)
            body.append([label, *(_cell(one, survey.inference.negligible, bold) for one in found)])
    columns = [("Câu hỏi", 34, "chu"), *((brief(survey.form, b), 66 / len(by), "so") for b in by)]
    return table(
        f"{name}: {average(tables, 'độ mạnh')} (khoảng tin cậy 95%) và p hiệu chỉnh",
        columns,
        body,
        wide=True,
        long=True,
        notes=[*_notes(survey, rows), tests_note(tables)],
    )


def _cell(tests, negligible, bold):
    if tests.empty or tests["p"].isna().all():
        return vi.MISSING
    row = tests.iloc[0]
    judged = words(row["effect_name"]), negligible, row["side"]
    lines = [f"{effects.symbol(judged[0])} = {effects.text(row['effect'], *judged)}", effects.limits(row, *judged)]
    lines.append(vi.p_value(row["p_adjusted"]))
    lines.append(f"n = {cell(row['n'], 0)}")
    text = Markup("<br>").join(line.replace(" ", vi.NBSP) for line in lines if line)
    return Markup("<b>{}</b>").format(text) if tests.index.isin(bold).any() else text


def _notes(survey, rows):
    done = rows[rows["p"].notna()]
    columns = [f"{brief(survey.form, by)} – {_methods(part)}" for by, part in done.groupby("by", sort=False)]
    used = f"Phép kiểm định theo từng cột: {'; '.join(columns)}. {WHERE}" if columns else ""
    sizes = effects_note(done["effect_name"], survey.inference.negligible)
    bold = "Chữ đậm: khác biệt có ý nghĩa thống kê và ở mức đáng kể." if len(differing(rows)) else ""
    return [used, sizes, bold, *_refusals(rows.loc[rows["p"].isna(), "note"].map(words))]


def _refusals(notes):
    """Why tests were not computed: each kind of reason once, with its first case and how many more there are."""
    kinds = notes[notes.ne("")].groupby(notes.map(lambda note: QUOTED.sub("“…”", note)), sort=False)
    found = []
    for _, alike in kinds:
        more = f" (và {len(alike) - 1} phép khác cùng lý do)" if len(alike) > 1 else ""
        found.append(f"Không tính được: {alike.iloc[0].removeprefix('Không tính được: ').rstrip('.')}{more}.")
    return found


def _methods(rows):
    """The tests of one column, each with the symbol of its effect: by the kind of question a column holds several."""
    named = zip(rows["method"].map(words), rows["effect_name"].map(words), strict=True)
    return ", ".join(sorted({f"{METHOD.split(method)[0]} ({effects.symbol(name)})" for method, name in named}))
