"""How a sentence calls a question, a group and an answer: by their short names, else by their quoted labels."""

import re

from pipeline import vi, wording
from pipeline.questionnaire.short import VIETNAMESE, lowered, shortened, unmarked
from pipeline.wording import say

NUMBERED = re.compile(r"^\s*(Câu\s+\d+\w?|\d{1,2})\s*[.:)]\s*(?=\S)")
UNIT = re.compile(r"\((?:(?:đơn vị(?: tính)?|đvt|unit) *:? *)?([^()]+)\)\s*[?.:;]*\s*$", re.IGNORECASE)
UNITS = re.compile(
    r"nghìn|ngàn|triệu|tỷ|đồng|vnđ|vnd|usd|lần|lượt|giây|phút|giờ|ngày|tuần|tháng|quý|năm|tuổi|buổi|tiết|km|m|m²|ha|sào|kg"
    r"|tấn|tạ|lít|người|hộ|con|cái|chiếc|trang|dong|thousand|million|times|seconds|minutes|hours|days|weeks|months|years"
    r"|people|households"
)
SPOKE = "nêu {tone}"  # of a sentiment, which nobody names
PEOPLE = {"vi": "người ", "en": "people who "}  # what a short name of those begins with of whom a verb tells
ASKS = re.compile(
    r"“(?:(?:in|on|at|to|for|from|of|by|with) )?(?:who|whom|whose|which|what|when|where|why|how|do|does|did|is|are|was"
    r"|were|has|have|had|can|could|will|would|should)\b",
    re.IGNORECASE,
)  # how an English label begins that is a question, no noun
OTHERS = ("khac", "other", "ly_do_khac")


def number(label):
    """ "Câu 9" of a numbered label, else ""."""
    found = NUMBERED.match(label or "")
    if not found or found[1].startswith("Câu") and wording.language() == wording.VI:
        return found[1] if found else ""
    return say("Câu {number}", number=found[1].removeprefix("Câu").strip())


def labelled(question):
    """The label of a question in the language that is spoken, else the one it has."""
    own = "" if wording.language() == wording.VI else wording.in_language(question.labels, wording.language())
    return own or question.label


def unit(question):
    """The unit that the label of a number question ends with in brackets ("nghìn đồng"), else ""."""
    found = UNIT.search(labelled(question)) if question.kind == "number" else None
    words = re.split(r"[\s/]+", found[1].strip().lower()) if found else [""]
    return " ".join(found[1].split()) if all(map(UNITS.fullmatch, words)) else ""


def hinted(question):
    """The hint of a question; none in a language that the questionnaire keeps no hint of."""
    return question.hint if wording.language() == wording.VI or not VIETNAMESE.search(question.hint) else ""


def stem(question):
    """The label of the group that a question stands in, in the same way."""
    own = "" if wording.language() == wording.VI else wording.in_language(question.block_labels, wording.language())
    return own or question.block


def option(form, name, label):
    """An option or a net in the language that is spoken; what has no label in it stays."""
    found = [c for c in form[name].offered if c.label == label] if name in form else []
    own = "" if wording.language() == wording.VI or not found else _of(found[0], wording.language())
    return unmarked(own or wording.label(label))


def spoken(survey):
    """A block in which claims and reports of a survey speak its language, with the labels of its questionnaire."""
    return wording.spoken(survey.report.language, labels(survey))


def labels(survey):
    """Every label of the questionnaire → the same in the report's language, a net with a Vietnamese name → its options;
    none in Vietnamese."""
    form, found, language = survey.form, {}, survey.report.language
    if language == wording.VI:
        return {}
    for section in form.sections:
        found.setdefault(section.label, wording.in_language(section.labels, language))
    for question in (*form.variables, *form.derived):
        found.setdefault(question.block, wording.in_language(question.block_labels, language))
        for each in (question, *question.choices):
            found.setdefault(each.label, _of(each, language))
    nets = [(form[q], *net) for q, nets in survey.tables.nets.items() if q in form for net in nets.items()]
    for question, name, codes in nets:
        options = [_of(c, language) for c in question.choices if c.name in {str(code) for code in codes}]
        if VIETNAMESE.search(name) and all(options):
            found.setdefault(name, "” or “".join(options))
    return {label: text for label, text in found.items() if text} | survey.report.english


def _of(labelled, language):
    return wording.in_language(labelled.labels, language)


def topic(form, name):
    """A question, or the whole of its battery's item, as a noun; ``question/choice`` gives the question."""
    name = name.partition("/")[0]
    if name not in form:
        return f"“{name}”"
    return short(form[name]) or f"“{_brief(form[name])}”"


def plainly(form, name):
    """The topic inside a caption or a list: without quotes, and so with a small letter ("giới tính"); in Vietnamese a
    label that is not ("Res") keeps its quotes, as it has them everywhere, and in English one that asks."""
    told = topic(form, name)
    stays = ASKS.match(told) if wording.language() == wording.EN else not VIETNAMESE.search(told)
    return told if stays and told.startswith("“") else lowered(told.strip("“”"))


def short(question):
    """The short name that the questionnaire gives a question; "" where it gives none."""
    return question.shorts.get(wording.language(), "")


def _brief(question):
    """The short name of a question, else its label, short."""
    return short(question) or shortened(labelled(question))


def apart(question):
    """The answers that stand outside the scale of a question, quoted; "" where there are none."""
    held = [wording.label(c.label) for c in question.choices if c.name in question.apart]
    return vi.listing([f"“{unmarked(label)}”" for label in held]) if held else ""


def without(question):
    """In brackets, whom the shares of a scale's points and its mean leave out; "" where nobody stands outside it."""
    return say(" (không tính {apart})", apart=apart(question)) if apart(question) else ""


def with_apart(question, option):
    """In brackets, that the share of one point of a scale is of those outside it, too; "" where there are none."""
    is_point = option in [c.label for c in question.choices if c.name in question.points]
    return say(" (tính cả {apart})", apart=apart(question)) if is_point and apart(question) else ""


def battery(question):
    """A battery by the number of its stem, else by its stem in short."""
    told = stem(question) or labelled(question)
    return number(told) or f"“{shortened(told)}”"


def group(form, by, label):
    """The people of one group."""
    return _short(form, by, label) or say("nhóm “{label}”", label=option(form, by, label))


def grouped(form, by, labels):
    """By which question people are told apart, where some group has no name of its own; else ""."""
    named = all(_short(form, by, label) for label in labels)
    return "" if named else say(" (theo {topic})", topic=topic(form, by))


def along(form, by, labels, told=" theo {topic}"):
    """By which question people are told apart, before or behind what differs, where some group has no name of its
    own; else ""."""
    return say(told, topic=topic(form, by)) if grouped(form, by, labels) else ""


def merged(*brackets):
    """What stands in several brackets, one behind the other, in one; "" without any."""
    held = "; ".join(one.strip(" ").removeprefix("(").removesuffix(")") for one in brackets if one)
    return f" ({held})" if held else ""


def did(form, name, options, verb="chọn"):
    """What people did who gave one of these answers: "dùng Zalo", "chọn “Có”"."""
    shorts, people = [_short(form, name, option) for option in options], PEOPLE[wording.language()]
    if all(short.startswith(people) for short in shorts):
        return _either([short.removeprefix(people) for short in shorts])
    quoted = say(" hoặc ").join(f"“{option(form, name, o)}”" for o in options)
    is_tone = verb == "nêu" and name in [question.name for question in form.derived]
    return say(SPOKE, tone=quoted) if is_tone else say(f"{verb} {{options}}", options=quoted)


def in_net(form, name, net, options=0):
    """What people did whose answer a net holds: no answer of their own, so its name is not quoted as one.

    ``options``: how many the net has, of a question with several answers."""
    if is_clear(form, name, [net]):
        return did(form, name, [net])
    several = "chọn ít nhất một trong {n} phương án thuộc nhóm “{net}”"
    told = several if form[name].kind == "multiple" else "trả lời thuộc nhóm “{net}”"
    return say(told, n=options, net=option(form, name, net))


def done_to(done, topic):
    """What people did and to what, where the topic is how much they do it: "đồng ý hoặc rất đồng ý" and "mức đồng ý
    rằng có nguy cơ lộ, lọt thông tin" are "đồng ý hoặc rất đồng ý rằng có nguy cơ lộ, lọt thông tin"; else ""."""
    words = topic.removeprefix("mức ").removeprefix("độ ").split(" ")
    same = next((n for n in range(len(words) - 1, 1, -1) if " ".join(words[:n]) in done), 0)
    return f"{done} {' '.join(words[same:])}" if same and topic.startswith("mức ") else ""


def listed(pairs):
    """“A” (a), “B” (b) và “C” (c): words and figures of options."""
    return in_turn([(f"“{option}” (", figure, ")") for option, figure in pairs])


def in_turn(listed):
    """Lists of parts one after the other: "a, b và c"."""
    found = []
    for at, own in enumerate(listed):
        found += [*([] if at == 0 else [say(" và ")] if at == len(listed) - 1 else [", "]), *own]
    return found


def is_clear(form, name, options):
    """Whether what they did says of what: the answers have short names, and the list is of this question alone."""
    people = PEOPLE[wording.language()]
    if name not in form or not all(_short(form, name, option).startswith(people) for option in options):
        return False
    if all(option in form[name].nets for option in options):
        return True
    same = [q for q in form.questions if q.list_name == form[name].list_name and not q.choice_filter]
    return len(same) <= 1 and not form[name].choice_filter


def lead(form, name, options=()):
    """ "về …, " before what people did, where that does not say of what; else ""."""
    return "" if options and is_clear(form, name, options) else say("về {topic}, ", topic=topic(form, name))


def aside(form, name):
    """Of what a share is, in brackets behind what they did."""
    return f" ({topic(form, name)})"


def is_near(form, name, by):
    """Whether two questions are of one part of several of the questionnaire, or one decides whom the other is asked."""
    name, by = name.partition("/")[0], by.partition("/")[0]
    if name not in form or by not in form:
        return False
    one, other = form[name], form[by]
    asks = f"${{{by}}}" in one.condition or f"${{{name}}}" in other.condition
    parts = [s for s in form.sections if any(q.kind != "none" for q in s.questions)]
    return asks or len(parts) > 1 and bool(one.section) and one.section == other.section


def is_other(form, name, label):
    """Whether an option is the one for all others."""
    choices = form[name].choices if name in form else ()
    return any(c.label == label and (c.name in OTHERS or c.label.lower().startswith("khác")) for c in choices)


def place(form, name):
    """A question by its number, else by the beginning of its label."""
    return number(labelled(form[name])) or say("câu “{label}”", label=_brief(form[name]))


def _short(form, name, label):
    if name in form and label in form[name].nets:
        return PEOPLE[wording.language()] + wording.label(form[name].nets[label])
    choices = form[name].choices if name in form else ()
    return next((c.shorts.get(wording.language(), "") for c in choices if c.label == label), "")


def _either(phrases):
    """Phrases joined by "hoặc", the words that all begin or end with said once."""
    words = [phrase.split(" ") for phrase in phrases]
    if len(words) < 2:
        return phrases[0]
    first = _alike(words)
    last = 0 if first else _alike([w[::-1] for w in words])
    least = 1 if wording.language() == wording.VI else 0  # syllables; English words stand alone
    last = last if min(map(len, words)) - last > least else 0  # "đồng ý hoặc rất đồng ý", not "đồng hoặc rất đồng ý"
    middle = [" ".join(w[first : len(w) - last]) for w in words]
    return " ".join([*words[0][:first], say(" hoặc ").join(middle), *words[0][len(words[0]) - last :]]).strip()


def alike(phrases):
    """Phrases without the words that all of them begin with, where each keeps two words or more."""
    words = [phrase.split(" ") for phrase in phrases]
    same = _alike(words) if len(words) > 1 else 0
    return [" ".join(w[same:]) for w in words] if same and min(map(len, words)) - same > 1 else list(phrases)


def _alike(words):
    """How many words all begin with, leaving one of each."""
    most, same = min(map(len, words)) - 1, 0
    while same < most and len({w[same] for w in words}) == 1:
        same += 1
    return same
