"""The rules of a questionnaire for a whole table of responses: each rule once per distinct combination of answers."""

import re

import numpy as np
import pandas as pd

from pipeline.rules.evaluate import asked
from pipeline.rules.memory import worked_out
from pipeline.rules.sheet import Rule, rule_of, sheet
from pipeline.rules.xpath import RuleError, compiled, truth

REFERENCE = re.compile(r"\$\{\s*([^}]+?)\s*\}")


def asked_frame(form, responses):
    """``asked`` for a table of responses (one row a person, text, NaN = blank).

    Returns a bool frame on the same index, one column for each question with skip logic of its own or of its groups.
    Questions missing from the table count as blank, and so do answers to questions that were not asked.
    """
    page, given, shown = sheet(form), responses.copy(), {}
    if not _earlier_answers_suffice(page):
        return _row_by_row(form, responses)
    for path in page.rules.paths:
        name, above = page.rules.named[path], shown.get(path.rsplit("/", 1)[0])
        rule = rule_of(page, path, "relevant")
        if rule is not None:
            own = _for_each(page, rule, given)
            above = own if above is None else above & own
        if above is not None:
            shown[path] = above
            is_answer = path in page.answers and name in given  # a group may bear the name of a question elsewhere
            given = given.assign(**{name: given[name].where(above)}) if is_answer else given
    found = {q.name: shown.get(f"/{page.rules.data.tag}/{q.path}") for q in form.questions}
    return pd.DataFrame({n: s for n, s in found.items() if s is not None}, index=responses.index, dtype=bool)


def holds(form, responses, condition):
    """Whether ``condition`` (such as ``${a} = 'x' and selected(${b}, 'y')``) holds for each person.

    Returns a bool Series on the index of ``responses`` (text, codes; NaN = blank, which compares as ""). RuleError
    when the condition names no question of the form or is not valid XPath.
    """
    page = sheet(form)
    paths = {name: _path(page, name) for name in REFERENCE.findall(condition)}
    token = compiled(REFERENCE.sub(lambda found: paths[found[1]], condition))
    return _for_each(page, Rule(page.rules.paths[0], token, tuple(paths.values()), None), responses)


def _earlier_answers_suffice(page):
    """Whether every rule reads only answers given before it; a calculation or a later answer needs the slow way."""
    place = {path: number for number, path in enumerate(page.rules.paths)}
    rules = [rule for path in place if (rule := rule_of(page, path, "relevant"))]
    calculated = {step.path for step in page.rules.steps if step.calculate or step.preload}
    return all(place[read] < place[rule.path] and read not in calculated for rule in rules for read in rule.reads)


def _row_by_row(form, responses):
    rows = [asked(form, row) for row in responses.fillna("").to_dict("records")]
    frame = pd.DataFrame(rows, index=responses.index, columns=[q.name for q in form.questions], dtype=bool)
    page = sheet(form)
    return frame[[q.name for q in form.questions if _has_rule(page, f"/{page.rules.data.tag}/{q.path}")]]


def _has_rule(page, path):
    steps = path.split("/")
    parents = ["/".join(steps[:end]) for end in range(3, len(steps) + 1)]
    return any(rule_of(page, parent, "relevant") is not None for parent in parents)


def _for_each(page, rule, responses):
    """Truth of a rule for each row, evaluated once per distinct combination of the answers it reads."""
    known = {path: page.rules.named[path] for path in rule.reads if page.rules.named[path] in responses.columns}
    names, which = list(known.values()), np.zeros(len(responses), np.int64)
    for name in names:
        codes, kinds = pd.factorize(responses[name], use_na_sentinel=False)
        which = pd.factorize(which * len(kinds) + codes)[0]
    first = np.unique(which, return_index=True)[1]
    rows = list(responses[names].iloc[first].fillna("").itertuples(index=False, name=None)) or [()]
    answers = [_true(page, rule, dict(zip(known, row, strict=True))) for row in rows]
    return pd.Series(np.array(answers)[which], index=responses.index, dtype=bool)


def _true(page, rule, answers):
    page.answers |= {path: str(answer) for path, answer in answers.items()}
    return worked_out(page, rule, truth)


def _path(page, name):
    if name not in page.rules.names:
        raise RuleError(f"điều kiện nêu «${{{name}}}», phiếu không có câu hỏi này; sửa tên câu hỏi")
    return page.rules.names[name]
