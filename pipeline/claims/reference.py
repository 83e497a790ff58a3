"""A printed number by its name: "nen_tang/zalo", "nen_tang/zalo@nhom_tuoi/duoi_30", "so_tai_khoan", "kiem_chung"."""

from pipeline.claims import printed
from pipeline.claims.printed import BY_GROUP, TOTAL

COUNTED = ("nominal", "ordinal", "multiple", "number", "rank")


def figure(tables, name):
    """The ``Estimate`` of ``question/option`` (an option by its code, a net by its name), of everybody or, after @,
    of ``by/group``; of a question alone its mean, or the share of its two highest points. None where none is shown."""
    of, _, group = name.strip().partition("@")
    question, _, option = of.partition("/")
    if question not in tables.form:
        return None
    return _of_group(tables, question, option, group) if group else _of_all(tables, question, option)


def is_known(tables, name):
    """Whether the questionnaire has such a number, printed or not: its option, net and group are there."""
    of, _, group = name.strip().partition("@")
    question, _, option = of.partition("/")
    if question not in tables.form or tables.form[question].kind not in COUNTED:
        return False
    asked, (by, _, level) = tables.form[question], group.partition("/")
    nets = tables.survey.tables.nets.get(question, {})
    has = (
        option in [*(c.name for c in asked.choices), *nets] if option else bool(asked.points) or asked.kind == "number"
    )
    return has and (not group or by in tables.form and level in [c.name for c in tables.form[by].choices])


def label(tables, question, option):
    """What an option's code stands for; a net and what is no code stay."""
    return next((c.label for c in tables.form[question].choices if c.name == option), option)


def _of_all(tables, question, option):
    if not option:
        rows = tables.records("numbers", "mean", question=question)
        if rows:
            return printed.figure("numbers", rows[0], "mean", digits=printed.decimals(rows[0]))
        where = {"row": "top2"}
    else:
        where = {"option": label(tables, question, option)}
        rows = tables.records("frequencies", "percent", question=question, **where)
        if rows:
            return printed.of_all(tables, "frequencies", rows[0])
    rows = tables.records("banners", "percent", question=question, by=TOTAL, **where)
    return printed.of_all(tables, "banners", rows[0]) if rows else None


def _of_group(tables, question, option, group):
    by, _, level = group.partition("/")
    if by not in tables.form:
        return None
    where = {"option": label(tables, question, option)} if option else {"row": "top2"}
    for name in BY_GROUP:
        rows = tables.records(name, "percent", question=question, by=by, group=label(tables, by, level), **where)
        if rows:
            return printed.share(name, rows[0])
    return None
