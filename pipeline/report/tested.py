"""Annex: which comparisons were made, and what each of them showed."""

from collections import Counter

from pipeline import claims, vi, wording
from pipeline.claims import names
from pipeline.report.compare import grouped, of_family
from pipeline.report.findings import differing
from pipeline.report.grid import cell, even, headed, table, words
from pipeline.report.uncompared import reason
from pipeline.wording import say

COUNTS, PAIRS = "table:families", "table:tested"
FOUND = "Khác biệt đáng kể", "Sát ngưỡng đáng kể", "Khác biệt không đáng kể", "Chưa đủ căn cứ"
LOST, REASONS = "Không tính được", 2
FEW = "Với ít người trả lời như vậy chỉ khác biệt rất lớn mới thấy được: không thấy không có nghĩa là không có."
READ = "Chưa đủ căn cứ: p hiệu chỉnh từ 0,05 trở lên."
NEAR = " Sát ngưỡng đáng kể: độ mạnh ước lượng dưới ngưỡng nhưng khoảng tin cậy 95% của nó vượt ngưỡng."
SEVERAL = "Số trong ngoặc: số phép so sánh, mỗi phương án một phép; không có ngoặc là một phép."
WHY = "Không tính được {pairs}, vì {why}."


def tables(source):
    """How many comparisons of each family showed what, then the same question by question; none without any."""
    held = [(name, rows, _shown(source, name, rows)) for name, rows in grouped(source.survey, source.tables)]
    return [_counts(held), _each(source, held)] if held else []


def _shown(source, name, rows):
    """(question, by) → how many of its comparisons showed what, in the order of the tests."""
    own = {(c.questions[0], c.groups[0]): _verdict(c) for c in of_family(source, name)}
    found = {}
    for row in rows.itertuples():
        asked, is_known = str(row.question).partition("/")[0], row.p_adjusted == row.p_adjusted
        verdict = own.get((row.question, row.by), LOST) if is_known else LOST
        found.setdefault((asked, row.by), Counter())[verdict] += 1
    return found


def _verdict(claim):
    matters, near, trivial, unsure = FOUND
    if claims.matters(claim):
        return matters
    return {claims.BORDER: near, claims.UNSURE: unsure}.get(claim.sure, trivial)


def _titles(held):
    """What comparisons showed, where any could not be computed that too."""
    lost = any(counted[LOST] for *_, shown in held for counted in shown.values())
    return [*FOUND, *[LOST] * lost]


def _counts(held):
    """A row a family: how many comparisons were computed and what they showed; of several families the sum."""
    titles, whole = _titles(held), [sum(shown.values(), Counter()) for *_, shown in held]
    sums = [[counted.total() - counted[LOST], *(counted[title] for title in titles)] for counted in whole]
    body = [[wording.label(name), *row] for (name, *_), row in zip(held, sums, strict=True)]
    body += [[say("Cộng"), *map(sum, zip(*sums, strict=True))]] * (len(held) > 1)
    few = any(differing(rows).empty and rows["n"].max() < vi.SURE for _, rows, _ in held)
    columns = [("Họ phép so sánh", 32, "chu"), *even(["Phép so sánh tính được", *titles], first=32)]
    is_near = any(counted[FOUND[1]] for counted in whole)
    shape = {
        "notes": [say(READ) + (say(NEAR) if is_near else ""), say(FEW) if few else ""],
        "base": len(held) > 1,
        "labels": [COUNTS],
    }
    rows = [[name, *(cell(n, 0) for n in row)] for name, *row in body]
    return table("Số phép so sánh của từng họ", columns, rows, source="tests", **shape)


def _each(source, held):
    """A row a question of every family: by which groups its comparisons showed what."""
    showed = {title for *_, shown in held for counted in shown.values() for title in counted}
    titles, rows = [title for title in _titles(held) if title in showed], []
    for name, _, shown in held:
        rows += [[wording.label(name)]] if len(held) > 1 else []
        for asked in dict.fromkeys(question for question, _ in shown):
            own = {by: counted for (question, by), counted in shown.items() if question == asked}
            rows.append([headed(source.form, asked), *(_groups(source.form, own, title) for title in titles)])
    columns = [("Câu hỏi", 40, "chu"), *((title, 60 / len(titles), "chu") for title in titles)]
    is_several = any(counted.total() > 1 for *_, shown in held for counted in shown.values())
    notes = [_legend(source.form, held), say(SEVERAL) if is_several else "", *_why(source, held)]
    caption = "Từng câu hỏi theo từng cách chia nhóm: phép so sánh cho thấy gì"
    return table(caption, columns, rows, long=True, notes=notes, labels=[PAIRS], source="tests")


def _groups(form, own, title):
    """The groupings by which comparisons of a question showed this, of several how many."""
    told = [(_grouping(form, by), counted) for by, counted in own.items() if counted[title]]
    return "; ".join(f"{by} ({counted[title]})" if counted.total() > 1 else by for by, counted in told)


def _grouping(form, by):
    """A grouping by the number of its question, which the legend explains, else by its name."""
    return names.number(names.labelled(form[by])).replace(" ", vi.NBSP) or names.plainly(form, by)


def _legend(form, held):
    """What the numbered groupings are."""
    numbered = dict.fromkeys(by for *_, shown in held for _, by in shown if names.number(names.labelled(form[by])))
    told = "; ".join(f"{_grouping(form, by)}: {names.plainly(form, by)}" for by in numbered)
    return say("Chia nhóm theo {told}.", told=told) if told else ""


def _why(source, held):
    """Why comparisons could not be computed, a sentence each; of many reasons where they stand."""
    found = {}
    for _, rows, shown in held:
        for row in rows.itertuples():
            asked = str(row.question).partition("/")[0]
            if shown[asked, row.by][LOST] and row.p_adjusted != row.p_adjusted:
                told = {"one": names.place(source.form, asked), "other": names.topic(source.form, row.by)}
                found.setdefault(reason(words(row.note)), []).append(say("{one} theo {other}", **told))
    if len(found) > REASONS or "" in found or not found and LOST in _titles(held):
        return [say("Lý do không tính được: ở sổ bảng số liệu.")]
    return [say(WHY, pairs=vi.listing([*dict.fromkeys(pairs)]), why=why) for why, pairs in found.items()]
