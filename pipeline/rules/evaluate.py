"""Skip logic, calculations and filtered choices of a questionnaire, evaluated for one person or a whole table."""

from pipeline.rules.sheet import evaluate, expression, read, sheet, write
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
    return {**given, **{q.name: read(page, path_of(page, q)) for q in calculated}}


def choices(form, question, answers):
    """The choices of a question that its ``choice_filter`` leaves open to a person with these answers."""
    page = settled(form, answers)
    return left(page, question)


def settled(form, answers):
    """A sheet on which the answers are written and the skip logic has come to rest."""
    page = sheet(form)
    _settle(page, answers, page.rules.paths)
    return page


def left(page, question):
    """Choices of a question after its filter, on a settled sheet."""
    path = path_of(page, question)
    token = page.rules.itemsets.get(path)
    if token is None:
        return question.choices
    names = {_item_name(item) for item in evaluate(page, token, path)}
    return tuple(c for c in question.choices if c.name in names)


def path_of(page, question):
    """Path of a question in the XForm."""
    return f"/{page.rules.data.tag}/{question.path}"


def _settle(page, answers, paths):
    """Writes answers, then hides and calculates in document order until nothing changes."""
    given = {path: str(answers.get(path.rsplit("/", 1)[-1]) or "") for path in paths if not len(page.nodes[path].value)}
    for path, answer in given.items():
        write(page, path, answer)
    for _ in range(len(paths) + 1):  # a circle of rules ends here instead of running for ever
        before = dict(page.shown), [read(page, path) for path in given]
        for path in paths:
            _settle_one(page, path, given)
        if before == (page.shown, [read(page, path) for path in given]):
            return


def _settle_one(page, path, given):
    page.shown[path] = page.shown.get(path.rsplit("/", 1)[0], True) and _relevant(page, path)
    if path not in given:
        return
    answer = given[path] if page.shown[path] else ""
    formula = expression(page, path, "calculate")
    if formula is not None and page.shown[path] and not answer:
        answer = text(evaluate(page, formula, path))
        answer = "" if answer == "NaN" else answer
    write(page, path, answer)


def _relevant(page, path):
    rule = expression(page, path, "relevant")
    return rule is None or truth(evaluate(page, rule, path))


def _item_name(item):
    return next(text(child) for child in item.children if child.name == "name")
