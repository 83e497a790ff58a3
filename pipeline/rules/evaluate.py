"""Skip logic, calculations and filtered choices of a questionnaire, evaluated for one person or a whole table."""

from pipeline.rules.memory import worked_out
from pipeline.rules.sheet import sheet, starts_of
from pipeline.rules.xpath import compiled, text, truth


def parse(expression):
    """Checks the syntax of an expression as pyxform writes it (paths, not ``${name}``); RuleError when it is wrong."""
    if expression.strip():
        compiled(expression)


def asked(form, answers):
    """Which questions a person with these answers (name → text) is asked: name → bool, every question of the form.

    A question is asked when its own ``relevant`` and those of its groups hold; answers of questions that are not asked
    count as blank for the rules of others. Blank or missing answers are "". RuleError when a rule fails.
    """
    page = settled(form, answers)
    return {q.name: page.shown[path_of(page, q)] for q in form.questions}


def calculate(form, answers):
    """The answers with every ``calculate`` filled in (text; "" where it is not asked or gives no number)."""
    calculated = [q for q in form.questions if q.calculation]
    afresh = {q.name for q in calculated if "once(" not in q.calculation}
    given = {name: answer for name, answer in answers.items() if name not in afresh}
    page = settled(form, given)
    return {**given, **{q.name: page.answers[path_of(page, q)] for q in calculated}}


def choices(form, question, answers):
    """The choices of a question that its ``choice_filter`` leaves open to a person with these answers."""
    page = settled(form, answers)
    return left(page, question)


def defaults(form):
    """Name → answer a questionnaire begins with: its fixed defaults, and those given as expressions, worked out now.

    RuleError naming the question whose default cannot be worked out.
    """
    page = sheet(form)
    page.answers |= page.rules.fixed
    for rule in starts_of(form.xform):
        page.answers[rule.path] = worked_out(page, rule, _result)
    started = {q.name: page.answers[path_of(page, q)] for q in form.questions}
    return {name: answer for name, answer in started.items() if answer}


def settled(form, answers):
    """A sheet on which the answers are written and the skip logic has come to rest."""
    page = sheet(form)
    given = {step.path: str(answers.get(step.name) or "") for step in page.rules.steps if not step.is_group}
    page.answers.update(given)
    _settle(page, given)
    if not page.rules.is_in_order:
        _settle_again(page, given)
    return page


def left(page, question):
    """Choices of a question after its filter, on a settled sheet."""
    rule = page.rules.itemsets.get(path_of(page, question))
    if rule is None:
        return question.choices
    codes = worked_out(page, rule, _codes)
    return tuple(c for c in question.choices if c.name in codes)


def path_of(page, question):
    """Path of a question in the XForm."""
    return f"/{page.rules.data.tag}/{question.path}"


def _settle_again(page, given):
    for _ in page.rules.paths:  # a circle of rules ends here instead of running for ever
        before = {**page.shown}, {**page.answers}
        _settle(page, given)
        if before == (page.shown, page.answers):
            return


def _settle(page, given):
    """Hides and calculates once, in document order."""
    shown, answers = page.shown, page.answers
    for path, above, _, is_group, relevant, calculation in page.rules.steps:
        is_shown = shown.get(above, True) and (relevant is None or worked_out(page, relevant, truth))
        shown[path] = is_shown
        if is_group:
            continue
        answer = given[path] if is_shown else ""
        if calculation is not None and is_shown and not answer:
            answer = worked_out(page, calculation, _result)
        answers[path] = answer


def _result(value):
    written = text(value)
    return "" if written == "NaN" else written


def _codes(items):
    return frozenset(text(child) for item in items for child in item.children if child.name == "name")
