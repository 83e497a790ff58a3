"""Results of rules, remembered: the same codes give the same result, so the XPath of a rule is seldom walked twice."""

from pipeline.rules.sheet import evaluate

LARGEST = 4000  # results kept of one rule; above that its memory starts afresh
LONGEST_NUMBER = 6  # characters; longer ones could be telephone numbers


def worked_out(page, rule, plain):
    """``plain`` of what a rule gives on a sheet, from memory where these answers were seen before.

    Only answers that are blank, codes of a list or short numbers are remembered: never what a person wrote.
    """
    if rule.known is None:
        return evaluate(page, rule.token, rule.path, plain)
    answers = tuple([page.answers[path] for path in rule.reads])
    result = rule.known.get(answers)
    if result is not None:
        return result
    result = evaluate(page, rule.token, rule.path, plain)
    if all(_is_harmless(page.rules, path, page.answers[path]) for path in rule.reads):
        if len(rule.known) >= LARGEST:
            rule.known.clear()
        rule.known[answers] = result
    return result


def _is_harmless(rules, path, answer):
    if not answer:
        return True
    if path in rules.codes:
        codes = answer.split()
        return answer == " ".join(codes) and len(set(codes)) == len(codes) and rules.codes[path].issuperset(codes)
    return len(answer) <= LONGEST_NUMBER and rules.types.get(path) in ("int", "decimal")
