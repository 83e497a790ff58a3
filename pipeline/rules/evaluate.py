"""Skip logic, calculations and filtered choices of a questionnaire, evaluated for one person or a whole table."""

from pipeline.rules.functions import UNSERVED
from pipeline.rules.memory import worked_out
from pipeline.rules.person import now
from pipeline.rules.reads import is_fleeting
from pipeline.rules.sheet import sheet, starts_of
from pipeline.rules.spelling import normal
from pipeline.rules.xpath import Unserved, compiled, text, truth

META = ("start", "end", "today")


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
    """The answers with every ``calculate`` filled in (text; "" where it is not asked or gives no number).

    What depends on more than answers (chance, a clock) keeps its value where it has one.
    """
    calculated, lasting = [q for q in form.questions if q.calculation], sheet(form).rules.lasting
    afresh = {q.name for q in calculated} - lasting
    given = {name: answer for name, answer in answers.items() if name not in afresh}
    page = settled(form, given)
    return {**given, **{q.name: page.answers[path_of(page, q)] for q in calculated}}


def choices(form, question, answers):
    """The choices of a question that its ``choice_filter`` leaves open to a person with these answers."""
    page = settled(form, answers)
    return left(page, question)


def defaults(form, person=None):
    """Name → answer a questionnaire begins with: its fixed defaults, and those given as expressions, worked out now.

    RuleError naming the question whose default cannot be worked out.
    """
    page = sheet(form, person)
    page.answers |= page.rules.fixed
    page.answers |= {step.path: _preloaded(page, step.preload) for step in page.rules.steps if step.preload}
    for rule in starts_of(form.xform):
        page.answers[rule.path] = worked_out(page, rule, _result)
    started = {q.name: normal(q, page.answers[path_of(page, q)]) for q in form.questions if q.type not in META}
    return {name: answer for name, answer in started.items() if answer}


def storable(form, answers, person):
    """The answers without what could tell one from all others: moments, uuids, and what is calculated from them; nor
    a default made of them that the person left as it was.
    """
    rules = sheet(form).rules
    starts = {rules.named[rule.path] for rule in starts_of(form.xform) if _is_fleeting(rules, rule)}
    begun = defaults(form, person) if starts & set(answers) else {}
    left = {name for name in starts & set(answers) if answers[name] == begun.get(name)}
    return {name: answer for name, answer in answers.items() if name not in rules.fleeting | left}


def fleeting(form):
    """Names of the questions whose answers are worked out, and never stored."""
    found = sheet(form).rules.fleeting
    return tuple(q.name for q in form.questions if q.name in found)


def unserved(form):
    """(name, column, function) of every rule that uses what the form has not: files beside it, repeats, maps."""
    rules = sheet(form).rules
    found = [(path, column, rule) for path, binds in rules.binds.items() for column, rule in binds.items()]
    found += [(path, "choice_filter", rule) for path, rule in rules.itemsets.items()]
    found += [(rule.path, "default", rule) for rule in starts_of(form.xform)]
    used = [(path, column, call.symbol) for path, column, rule in found for call in rule.token.iter(*UNSERVED)]
    heads = {"calculate": "calculation"}
    return [(rules.named.get(path, path), heads.get(column, column), name) for path, column, name in used]


def settled(form, answers, person=None):
    """A sheet on which the answers are written and the skip logic has come to rest."""
    page = sheet(form, person)
    given = {step.path: str(answers.get(step.name) or "") for step in page.rules.steps if not step.is_group}
    page.answers.update(given)
    _settle(page, given)
    if not page.rules.is_in_order:
        _settle_again(page, given)
    return page


def left(page, question):
    """Choices of a question after its filter and in their order, on a settled sheet."""
    rule = page.rules.itemsets.get(path_of(page, question))
    if rule is None or not question.offered:
        return question.offered
    places = worked_out(page, rule, lambda items: tuple(page.rules.places[id(item)] for item in items))
    return tuple(question.offered[place] for place in places)


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
    for path, above, _, is_group, relevant, calculation, preload in page.rules.steps:
        is_shown = shown.get(above, True) and (relevant is None or worked_out(page, relevant, truth))
        shown[path] = is_shown
        if is_group:
            continue
        answer = given[path] if is_shown else ""
        if calculation is not None and is_shown and not answer:
            answer = _calculated(page, calculation)
        answers[path] = answer or (_preloaded(page, preload) if preload and is_shown else "")


def _calculated(page, rule):
    try:
        return worked_out(page, rule, _result)
    except Unserved:  # only the device that collected the answers could tell
        return ""


def _preloaded(page, what):
    """What a device would have filled in: the day, the moment; never anything of the device or its owner."""
    moment = page.person.began if page.person and what == "start" else now(page.person)
    if what == "today":
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds") if what in ("start", "end") else ""


def _is_fleeting(rules, rule):
    return is_fleeting(rule.token) or any(rules.named[path] in rules.fleeting for path in rule.reads)


def _result(value):
    written = text(value)
    return "" if written == "NaN" else written
