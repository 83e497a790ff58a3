"""Annex: the declared families of comparisons – what differs first, what it rests on."""

from pipeline import claims, vi, wording
from pipeline.claims import names
from pipeline.infer import effects
from pipeline.report import told
from pipeline.report.grid import is_weighted, keyed, table, take, words
from pipeline.report.model import Heading, Paragraph, Table
from pipeline.report.numbering import key_of
from pipeline.wording import say

ALONE = "So sánh giữa các nhóm"
NEIGHBOURS = 8  # just under a threshold, that are named
READ = (
    "Bảng của mỗi họ phép so sánh nêu những khác biệt có ý nghĩa thống kê và đáng kể, rồi những khác biệt chưa chắc"
    " đáng kể, cần đọc thận trọng; cùng một cách chia nhóm xếp từ chênh lệch lớn nhất. Từ ba nhóm trở lên, nói nhóm"
    " nào cao hơn, cao nhất, thấp nhất, cao dần, thấp dần là theo khoảng 95% in cạnh từng số: khoảng của bảng khác,"
    " nếu có; không thì tính trên số phiếu hiệu dụng (tỷ lệ: Wilson). Độ mạnh kèm"
    " khoảng tin cậy 95%{whole}; các phép so sánh đầy đủ ở sổ bảng số liệu."
)
WEIGHTED = " Tỷ lệ, trung bình: gia quyền; số người: không gia quyền."
BY, NEAR_BY = "Theo {groups}", "Theo {groups}, chưa chắc đáng kể"
COLUMNS = [("So sánh", 32, "chu"), ("Từng nhóm (khoảng 95%; số người)", 46, "chu"), ("Độ mạnh, p hiệu chỉnh", 22, "so")]


def families(source):
    """How the tables are read, then a table a family with something to tell, in the order of survey.yaml."""
    shown = [block for name, _ in grouped(source.survey, source.tables) for block in _family(source, name)]
    weighted = say(WEIGHTED) if is_weighted(source.tables) else ""
    read = [Paragraph((say(READ, whole=_marked(shown)) + weighted,))] if shown else []
    return [*read, *shown]


def _marked(blocks):
    """What it means that a test is said to be of a whole question; "" where none of these tables says so."""
    tested = [row.cells[-1] for block in blocks if isinstance(block, Table) for row in block.rows]
    marks = [say(mark) for mark in (SCALE, OPTIONS) if any(text.startswith(say(mark)) for text in tested)]
    return say(WHOLE, marks=", ".join(f"“{mark.rstrip(': ')}”" for mark in marks)) if marks else ""


WHOLE = "; nơi ghi {marks}, độ mạnh và p là của cả câu, không riêng các mức nêu tỷ lệ"


def grouped(survey, tables):
    """(name, tests) of every family; tests that name none are one family of their own."""
    tests = take(tables, "tests")
    tests = tests.assign(family=tests["family"].map(words).replace("", ALONE))
    declared = [f.name for f in survey.comparisons]
    held = sorted(dict.fromkeys(tests["family"]), key=lambda n: declared.index(n) if n in declared else len(declared))
    return [(name, tests[tests["family"].eq(name)]) for name in held]


def of_family(source, name):
    """The claims on the comparisons of a family."""
    return [c for c in source.claims if c.table == "tests" and (c.family or ALONE) == name]


def _family(source, name):
    """The heading of a family and the figures of what differs and of what is near; nothing where nothing is."""
    own = of_family(source, name)
    said, near = [c for c in own if claims.matters(c)], [c for c in own if c.sure == claims.BORDER]
    if not said and not near:
        return []
    tested = _tested(source.survey)
    told_of = _named(near)
    rows = [*_rows(source.form, said, tested, BY), *_rows(source.form, told_of, tested, NEAR_BY)]
    more = len(near) - len(told_of)
    notes = [say(MORE, more=more) if more > 0 else ""]
    caption, label = say("{name}: số liệu của các nhận định", name=wording.label(name)), [*said, *near][0].label
    return [Heading(2, name), table(caption, COLUMNS, rows, long=True, notes=notes, labels=[label], source="tests")]


def _named(near):
    """The first of those near a threshold, and no single one left out."""
    return near[:NEIGHBOURS] if len(near) > NEIGHBOURS + 1 else near


MORE = "Và {more} phép so sánh khác chưa chắc đáng kể."


def _rows(form, found, tested, title):
    """A row a claim under by what people are told apart: what is compared, every group's figure, its test."""
    rows = []
    for by in dict.fromkeys(claim.groups[0] for claim in found):
        rows.append([say(title, groups=names.topic(form, by))])
        rows += [_row(form, claim, tested) for claim in found if claim.groups[0] == by]
    return rows


def _row(form, claim, tested):
    """Where no group has a printed figure, the sentence stands in place of them."""
    groups = [f"{names.option(form, claim.groups[0], group)}: {figure.text} ({_around(figure)}{vi.number(figure.base)})"
              for group, figure in claim.shown]  # fmt: skip
    what = claims.said((claim.what or claim.sentence.rstrip("."),))
    return keyed([what, "; ".join(groups) or claim.sentence, tested(claim)], *(key_of(f) for _, f in claim.shown))


def _around(figure):
    """The interval of a figure, to stand before its people; "" where it has none."""
    return f"{'–'.join(figure.ends)};{vi.NBSP}" if figure.ends else ""


def neighbours(near):
    """Sentences of what is estimated just under its threshold and may lie over it, so that no list of what matters
    ends between two neighbours; of many the first, and how many more there are."""
    said = [told.sentence(claim) for claim in _named(near)]
    more = len(near) - len(said)
    return [*said, (say(MORE, more=more),)] if more > 0 else said


def _tested(survey):
    """What stands beside the figures of a claim: what was tested where that is more than they tell, how strong, how
    sure."""

    def told_of(claim):
        row = claim.tested
        judged = words(row["effect_name"]), survey.inference.negligible, row.get("side", float("nan"))
        size = f"{effects.symbol(judged[0])} = {effects.text(row['effect'], *judged)}"
        ends = [row.get(end, float("nan")) for end in ("effect_low", "effect_high")]
        limits = effects.limits(dict(zip(("effect_low", "effect_high"), ends, strict=True)), *judged)
        return f"{_whole(survey.form, claim)}{size} {limits}".strip() + f", {vi.p_value(row['p_adjusted'])}"

    return told_of


def _whole(form, claim):
    """That a test was of all answers to a question, where shares of some of them stand beside it; else ""."""
    question = form.by_name.get(claim.questions[0])
    is_part = question is not None and len(question.choices) > 2 and any(f.unit == "%" for _, f in claim.shown)
    return say(SCALE if question.points else OPTIONS) if is_part else ""


SCALE, OPTIONS = "cả thang: ", "mọi phương án: "
