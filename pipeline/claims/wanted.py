"""Claims on the answers that the survey hopes for (report › good): how many gave them."""

from pipeline.claims import given, names, printed, reference
from pipeline.claims.model import Claim
from pipeline.claims.printed import TOTAL
from pipeline.wording import parts, say


def claims(tables):
    """A claim a wanted answer that is printed, in the order of survey.yaml; ``strength`` is its share in percent."""
    return [claim for name in tables.survey.report.good if (claim := _claim(tables, name))]


def _claim(tables, name):
    question, _, option = name.partition("/")
    figure = reference.figure(tables, name)
    if figure is None or figure.unit != "%":
        return None
    labels = {c.name: c.label for c in tables.form[question].choices}
    options = [labels.get(option, option)] if option else [labels[p] for p in tables.form[question].points[-2:]]
    verb, nets = "chọn" if tables.form[question].kind == "multiple" else "trả lời", tables.survey.tables.nets
    net = nets.get(question, {}).get(option)
    did = (
        names.in_net(tables.form, question, option, len(net))
        if net
        else names.did(tables.form, question, options, verb)
    )
    lead = names.lead(tables.form, question, options)
    summed = say("tính gộp, ") if net and verb == "chọn" else ""
    left = "" if option else names.without(tables.form[question])
    low, high = _limits(tables, question, option, figure)
    many = given.many(tables, figure, (low, high))
    forms = (
        parts("{lead}{summed}{many} {did}{left}.", summed=summed, lead=lead, many=many, did=did, left=left),
        parts("{lead}{summed}{figure} {did}{left}.", summed=summed, lead=lead, figure=figure, did=did, left=left),
    )
    return Claim("wanted", figure.table, (question,), forms, (option,), strength=figure.value, what=lead,
                 key_figure=(figure, did), label=f"question:{question}")  # fmt: skip


def _limits(tables, question, option, figure):
    """The interval that decides the word, the same as in every other sentence of this share."""
    label = reference.label(tables, question, option)
    where = {"option": label} if option else {"row": "top2"}
    rows = tables.records("banners", "percent", question=question, by=TOTAL, **where)
    bare = {"question": question, "option": label, "percent": figure.value, "base": figure.base}
    return printed.around(tables, rows[0] if rows else bare)
