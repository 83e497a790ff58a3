"""Parts III and IV: what goes well, what does not, what cannot be said; what respondents and authors propose."""

from dataclasses import replace
from functools import partial

from pipeline import claims, vi
from pipeline.claims import items, names
from pipeline.claims.scale import AROUND
from pipeline.report import remarks, told
from pipeline.report.grid import table, take
from pipeline.report.model import Heading, Items, Paragraph, Ref, Table
from pipeline.report.tested import COUNTS, PAIRS
from pipeline.report.uncompared import uncompared
from pipeline.wording import parts, say

MAJORITY = 50  # percent from which on a wanted answer counts as a strength
EACH, PROPOSED, NEAR = 6, 3, 2
OTHERS = "Còn khác biệt chưa chắc đáng kể theo {groups}"
OPEN = "Những điều chưa kết luận được"
NEAR_OPEN = "Khác biệt chưa chắc đáng kể và những điều chưa kết luận được"
COLUMNS = [("Kiến nghị", 34, "chu"), ("Căn cứ", 30, "chu"), ("Cơ quan thực hiện", 20, "chu"), ("Thời hạn", 16, "chu")]
TITLE = "Kiến nghị, căn cứ, cơ quan thực hiện và thời hạn"
BLANK, NONE_YET = "…", "Báo cáo này chưa nêu kiến nghị."
JUDGED = (
    "Phần tính từ số liệu: trong các kết quả mà cuộc điều tra mong muốn, tỷ lệ chắc chắn từ một nửa trở lên là ưu điểm,"
    " khoảng một nửa hay ít hơn là hạn chế"
)
WANTED = "table:wanted"
BATTERY = "; của một nhóm mục chỉ mục cao nhất có thể là ưu điểm, mục thấp nhất rõ rệt cũng là hạn chế"
STRENGTHS_LEFT = "Còn {n} ưu điểm khác tính từ số liệu"
WEAKNESSES_LEFT = "Còn {n} hạn chế khác tính từ số liệu"
COMPARED = ("tests", "open_tests", "regressions")  # of whose claims two things go together
ABSENT = "Người không trả lời có thể nghĩ khác người đã trả lời."
LIMIT = (
    "Số liệu cho biết hai điều đi cùng nhau, không cho biết điều nào là nguyên nhân; người không trả lời có thể nghĩ"
    " khác người đã trả lời."
)


def assessment(source):
    """Part III: strengths, weaknesses, causes, what cannot be concluded – the authors' words first, then what is
    computed from the wanted answers (report › good). Where nothing but the last is there, it is a paragraph."""
    (good, lowest, weak), near = _judged(source), _near(source)
    unsure = [*_told_near(source, near), *_unsure(source)]
    parts = [
        ("Ưu điểm", _first(good, STRENGTHS_LEFT)),
        ("Hạn chế", _first([*lowest, *weak], WEAKNESSES_LEFT)),
        ("Nguyên nhân", []),
        ("Chưa kết luận được", unsure),
    ]
    held = [(title, remarks.under(source, title), lines) for title, lines in parts]
    held = [part for part in held if part[1] or part[2]]
    if held == [(parts[-1][0], [], unsure)] and not near:
        return [Paragraph(tuple(part for at, said in enumerate(unsure) for part in (*([" "] if at else []), *said)))]
    judged = *rule(source), Ref(WANTED, " (", ")"), "."
    blocks = [Paragraph(judged)] if good or weak or lowest else []
    for at, (title, own, lines) in enumerate(held, start=1):
        named = (NEAR_OPEN if near else OPEN) if title.startswith("Chưa") else title
        blocks += [Heading(2, named, f"danh-gia-{at}", f"{at}." if len(held) > 1 else ""), *own]
        blocks += [Items(tuple(lines))] if lines else []
    return blocks


def rule(source):
    """How wanted answers are judged, as parts; of items of a battery more where some are wanted."""
    items_of = {question.name for battery in source.form.batteries for question in battery}
    return say(JUDGED), say(BATTERY) if items_of & {*source.survey.report.good} else ""


def judged(source):
    """Wanted answer, as survey.yaml names it → its claim, of those that have a share."""
    return {"/".join(filter(None, (*c.questions, *c.groups))): c for c in source.claims if c.kind == "wanted"}


def _unjudged(source):
    """That wanted answers without a share could not be judged, and where it stands why; () where all could."""
    names_of = [name.partition("/")[0] for name in source.survey.report.good if name not in judged(source)]
    listed = [names.place(source.form, one) for one in dict.fromkeys(names_of) if source.form[one].choices]
    return (say(UNJUDGED, listed=vi.listing(listed)), Ref(WANTED, say(" (lý do: "), ")"), ".") if listed else ()


UNJUDGED = "Chưa nhận định được câu trả lời mong muốn ở {listed}"


def _judged(source):
    """(strengths, lowest items, weaknesses): (claim, its sentence); of a battery only its best item can be a
    strength."""
    found = sorted((c for c in source.claims if c.kind == "wanted"), key=lambda c: -c.strength)
    batteries = {q.name: b[0].name for b in source.form.batteries for q in b}
    held, good, weak = {}, [], []
    for claim in found:
        battery = batteries.get(claim.questions[0], claim.questions[0])
        held[battery] = held.get(battery, 0) + 1
        if claim.strength < MAJORITY or _is_about_half(claim):
            weak.insert(0, claim)
        elif held[battery] == 1 and not claim.estimates[0].low < MAJORITY:  # of a battery only its best item
            good.append(claim)
    ends = [c for c in source.claims if c.kind == "items" and batteries.get(c.questions[0]) in held and c.ends]
    asked = partial(told.asked, source.form)
    return (
        [(c, told.sentence(c, asked(c))) for c in good],
        [(c, told.sentence(c, _lowest(source.form, c))) for c in ends],
        [(c, told.sentence(c, asked(c, c.forms[0]))) for c in weak],
    )


def _first(judged, way):
    """As many sentences as a part has room for; how many are left, and in which tables."""
    left = [claim for claim, _ in judged[EACH:]]
    said = [sentence for _, sentence in judged[:EACH]]
    return [*said, *([told.placed(say(way, n=len(left)), left)] if left else [])]


def _is_about_half(claim):
    """Whether a share of a little more than half is not surely so much."""
    return claim.strength - MAJORITY <= AROUND and claim.estimates[0].low < MAJORITY


def _lowest(form, claim):
    """Of a battery's items those that stand lowest, as parts."""
    first = form[claim.questions[0]]
    of = say("của {battery}", battery=names.battery(first)) if first.block else say("cùng một thang đo")
    battery = next((held for held in form.batteries if first in held), claim.shown)
    said = {"listed": claim.ends, "what": claim.what, "n": str(len(claim.shown)), "of": of + names.without(first)}
    said["several"] = items.several_of(len(claim.shown), len(battery))
    is_above = min(figure.low or 0 for figure in told.figures_of(claim.ends)) > MAJORITY
    still = say("; tỷ lệ ấy vẫn chắc chắn trên một nửa") if is_above else ""
    return parts("{listed} có {what} thấp nhất trong {n} {several} {of}{still}.", **said, still=still)


def _near(source):
    """Comparisons just under their threshold, the greatest first."""
    return claims.greatest(c for c in source.claims if c.table == "tests" and c.sure == claims.BORDER)


def _told_near(source, near):
    """The first of these as sentences, and which tables hold the others."""
    shown = [c for c in near if c.estimates][:NEAR]
    left = [c for c in source.claims if c in near and c not in shown]
    said = [told.sentence(c, told.asked(source.form, c)) for c in shown]
    return [*said, *([told.beyond(source.form, left, OTHERS)] if left else [])]


def _unsure(source):
    """How many comparisons were not found, and what no survey of this kind tells."""
    tested, said = [c for c in source.claims if c.table == "tests"], []
    lost = [c for c in tested if c.sure == claims.UNSURE]
    if lost:
        in_words = any(c.table == "open_tests" for c in source.claims)
        trivial = sum(c.sure == claims.SURE and not claims.matters(c) for c in tested)
        failed = int(take(source.tables, "tests")["p_adjusted"].isna().sum())
        counted = _lacking(len(lost), len(tested))
        counted += say("; {n} phép có khác biệt nhưng không đáng kể", n=trivial) if trivial else ""
        counted += say("; {n} phép khác không tính được", n=failed) if failed else ""
        said.append((counted, Ref(COUNTS, " ("), Ref(PAIRS, "; ", ")"), f"{say(IN_WORDS) if in_words else ''}."))
    if unjudged := _unjudged(source):
        said.append(unjudged)
    left = uncompared(source)
    is_compared = any(c.table in COMPARED and c.sure != claims.UNSURE for c in source.claims)
    return [*said, *([(left,)] if left else []), (say(LIMIT if is_compared else ABSENT),)]


IN_WORDS = "; so sánh ý kiến ghi bằng lời, hay vì sao chưa so sánh, nêu ở phần “Ý kiến trả lời câu hỏi mở” của phụ lục"


def _lacking(some, all_of):
    """How many of the comparisons lack evidence: some, every one, the only one."""
    if some < all_of:
        told = "Trong {all} phép so sánh, {some} phép chưa đủ căn cứ nói các nhóm khác nhau"
        return say(told, all=all_of, some=some)
    return say({1: ONLY, 2: BOTH}.get(all_of, EVERY), all=all_of)


ONLY = "Phép so sánh duy nhất chưa đủ căn cứ nói các nhóm khác nhau"
BOTH = "Cả 2 phép so sánh đều chưa đủ căn cứ nói các nhóm khác nhau"
EVERY = "Cả {all} phép so sánh đều chưa đủ căn cứ nói các nhóm khác nhau"


def proposals(source):
    """Part IV: what respondents propose, ranked, and the table that the authors fill; where neither says anything, that
    the report proposes nothing yet."""
    own = remarks.under(source, "Kiến nghị")
    names = source.survey.report.proposals
    asked = [
        c for name in names for c in source.claims if c.questions == (name,) and c.kind in (*told.ANSWERS, "theme")
    ]
    lines = [told.sentence(c) for c in asked]
    blocks = [Paragraph(("Ý kiến của người trả lời:",)), Items(tuple(lines))] if lines else []
    filled = [_titled(block) if isinstance(block, Table) else block for block in own]
    if asked and not any(isinstance(block, Table) for block in own):
        filled.append(_blank(asked))
    return [*blocks, *filled] or [Paragraph((say(NONE_YET),))]


def _titled(block):
    return replace(block, caption=TITLE, labels=("proposals",))


def _blank(asked):
    """The table with its grounds and open places: what was asked for most, who does it by when is for the authors."""
    grounds = [told.whole(c, *told.finding(c)) for c in asked[:PROPOSED]]
    return table(TITLE, COLUMNS, [[BLANK, ground, BLANK, BLANK] for ground in grounds], labels=["proposals"])
