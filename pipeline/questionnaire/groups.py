"""Groups of a number (age asked in years → age bands), as a scale that nobody is asked, beside the number."""

from dataclasses import replace

from pipeline import vi, wording
from pipeline.questionnaire.model import Choice, Question
from pipeline.questionnaire.short import lowered

BELOW = "duoi_"  # before the first bound: the code of whoever is under it
VI, EN = wording.VI, wording.EN
WORDS = {
    VI: ("Dưới {high}", "{low}–{last}", "{low} đến dưới {high}", "Từ {low}"),
    EN: ("Under {high}", "{low}–{last}", "{low} to under {high}", "{low} and over"),
}
DIGITS = 6  # decimals of a bound


def applied(form, plans, language=VI):
    """The questionnaire with a group question (``plans``: its name → of, label, cuts …) beside the number it is ``of``.

    ``cuts`` are where groups begin: whoever gave a bound itself is in the group above it (left-closed, as R's
    ``cut(right = FALSE)``). Plans that cannot be carried out are left out; ``language``: of the report, which reads the
    labels where the questionnaire names none English.
    """
    made = {p.of: group_of(form[p.of], name, p, language) for name, p in plans.items() if _fits(form, name, p)}
    sections = tuple(
        replace(
            s,
            questions=tuple(replace(q, group=made[q.name].name) if q.name in made else q for q in s.questions),
            groups=tuple(made[q.name] for q in s.questions if q.name in made),
        )
        for s in form.sections
    )
    return replace(form, sections=sections)


def _fits(form, name, plan):
    is_number = name not in form and plan.of in form and form[plan.of].kind == "number"
    is_cut = bool(plan.cuts) and all(abs(cut) < float("inf") for cut in plan.cuts)
    return is_number and is_cut and len(plan.labels) in (0, len(plan.cuts) + 1)


def group_of(question, name, plan, language=VI):
    """The question whose answers are the groups of a number's."""
    own = EN if language == EN and not wording.in_language(question.labels, EN) else VI
    texts = {own: plan.labels} if plan.labels else {tongue: _labels(question, plan, tongue) for tongue in (VI, EN)}
    choices = tuple(
        Choice(code, texts[own][at], {tongue: labels[at] for tongue, labels in texts.items()})
        for at, code in enumerate(_codes(plan))
    )
    named = {own: plan.label} | ({EN: plan.label_en} if plan.label_en else {})
    return Question(
        name, "select one", plan.label, labels=named, section=question.section, choices=choices,
        list_name=name, relevant=question.relevant, above=question.above, row=question.row,
        points=tuple(c.name for c in choices), shorts={tongue: lowered(text) for tongue, text in named.items()},
        of=question.name, cuts=plan.cuts,
    )  # fmt: skip


def _codes(plan):
    ends = [_plain(cut) for cut in plan.cuts]
    return [BELOW + ends[0], *ends]


def _plain(number):
    return f"{number:.{DIGITS}f}".rstrip("0").rstrip(".")


def _labels(question, plan, tongue):
    """ "Dưới 30", "30–39" (of a whole number) or "30 đến dưới 40", "Từ 50", with the unit behind each."""
    first, whole, between, last = WORDS[tongue]
    unit = f" {plan.unit}" if plan.unit and tongue == VI else ""
    with wording.spoken(tongue):
        ends = [vi.given(cut, DIGITS) for cut in plan.cuts]
        tops = [vi.given(cut - 1, DIGITS) for cut in plan.cuts[1:]]
    if question.type == "integer":
        middle = [low if low == top else whole.format(low=low, last=top) for low, top in zip(ends, tops, strict=False)]
    else:
        middle = [between.format(low=low, high=high) for low, high in zip(ends, ends[1:], strict=False)]
    return [f"{text}{unit}" for text in (first.format(high=ends[0]), *middle, last.format(low=ends[-1]))]
