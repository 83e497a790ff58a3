"""How a sentence calls a question, a group and an answer: by their short names, else by their quoted labels."""

import re

from pipeline.questionnaire.short import shortened

NUMBERED = re.compile(r"^\s*(Câu\s+\d+\w?|\d{1,2})\s*[.:)]\s*(?=\S)")
ONE = re.compile(r"""\s*\$\{(\w+)\} *= *['"](\w+)['"]\s*""")
PEOPLE = "người "
OTHERS = ("khac", "other", "ly_do_khac")


def number(label):
    """ "Câu 9" of a numbered label, else ""."""
    found = NUMBERED.match(label or "")
    return "" if not found else found[1] if found[1].startswith("Câu") else f"Câu {found[1]}"


def topic(form, name):
    """A question, or the whole of its battery's item, as a noun; ``question/choice`` gives the question."""
    name = name.partition("/")[0]
    if name not in form:
        return f"“{name}”"
    return form[name].shorts.get("vi") or f"“{form[name].short}”"


def battery(question):
    """A battery by the number of its stem, else by its stem in short."""
    stem = question.block or question.label
    return number(stem) or f"“{shortened(stem)}”"


def group(form, by, label):
    """The people of one group."""
    return _short(form, by, label) or f"nhóm “{label}”"


def grouped(form, by, labels):
    """By which question people are told apart, where some group has no name of its own; else ""."""
    named = all(_short(form, by, label) for label in labels)
    return "" if named else f" (theo {topic(form, by)})"


def did(form, name, options, verb="chọn"):
    """What people did who gave one of these answers: "dùng Zalo", "chọn “Có”"."""
    shorts = [_short(form, name, option) for option in options]
    if all(short.startswith(PEOPLE) for short in shorts):
        return _either([short.removeprefix(PEOPLE) for short in shorts])
    return f"{verb} {' hoặc '.join(f'“{option}”' for option in options)}"


def done_to(done, topic):
    """What people did and to what, where the topic is how much they do it: "đồng ý hoặc rất đồng ý" and "mức đồng ý
    rằng có nguy cơ lộ, lọt thông tin" are "đồng ý hoặc rất đồng ý rằng có nguy cơ lộ, lọt thông tin"; else ""."""
    words = topic.removeprefix("mức ").removeprefix("độ ").split(" ")
    same = next((n for n in range(len(words) - 1, 1, -1) if " ".join(words[:n]) in done), 0)
    return f"{done} {' '.join(words[same:])}" if same and topic.startswith("mức ") else ""


def listed(pairs, before=""):
    """“A” (a), “B” (b) và “C” (c): words and figures of options; ``before`` stands before every figure."""
    parts = []
    for at, (option, figure) in enumerate(pairs):
        between = "" if at == 0 else " và " if at == len(pairs) - 1 else ", "
        parts += [f"{between}“{option}” ({before}", figure, ")"]
    return parts


def is_clear(form, name, options):
    """Whether what they did says of what: the answers have short names, and the list is of this question alone."""
    if name not in form or not all(_short(form, name, option).startswith(PEOPLE) for option in options):
        return False
    same = [q for q in form.questions if q.list_name == form[name].list_name and not q.choice_filter]
    return len(same) <= 1 and not form[name].choice_filter


def lead(form, name, options=()):
    """ "về …, " before what people did, where that does not say of what; else ""."""
    return "" if options and is_clear(form, name, options) else f"về {topic(form, name)}, "


def whom(form, question):
    """Whom a question with a condition was asked; "" where everybody was."""
    rule = question.relevant.strip()
    if not rule:
        return ""
    one = ONE.fullmatch(rule)
    if one and one[1] in form:
        label = next((c.label for c in form[one[1]].choices if c.name == one[2]), None)
        if label:
            return f"hỏi người trả lời “{label}” ở {_place(form, one[1])}"
    asked = [n for n in dict.fromkeys(re.findall(r"\$\{([\w-]+)\}", rule)) if n in form]
    places = " và ".join(_place(form, n) for n in asked)
    return f"hỏi tùy câu trả lời ở {places}" if places else "không hỏi mọi người"


def is_near(form, name, by):
    """Whether two questions are of one part of several of the questionnaire, or one decides whom the other is asked."""
    name, by = name.partition("/")[0], by.partition("/")[0]
    if name not in form or by not in form:
        return False
    one, other = form[name], form[by]
    asks = f"${{{by}}}" in one.relevant or f"${{{name}}}" in other.relevant
    parts = [s for s in form.sections if any(q.kind != "none" for q in s.questions)]
    return asks or len(parts) > 1 and bool(one.section) and one.section == other.section


def is_other(form, name, label):
    """Whether an option is the one for all others."""
    choices = form[name].choices if name in form else ()
    return any(c.label == label and (c.name in OTHERS or c.label.lower().startswith("khác")) for c in choices)


def _place(form, name):
    return number(form[name].label) or f"câu “{form[name].short}”"


def _short(form, name, label):
    choices = form[name].choices if name in form else ()
    return next((c.shorts.get("vi", "") for c in choices if c.label == label), "")


def _either(phrases):
    """Phrases joined by "hoặc", the words that all begin or end with said once."""
    words = [phrase.split(" ") for phrase in phrases]
    if len(words) < 2:
        return phrases[0]
    first = _alike(words)
    last = 0 if first else _alike([w[::-1] for w in words])
    last = last if min(map(len, words)) - last > 1 else 0  # "đồng ý hoặc rất đồng ý", not "đồng hoặc rất đồng ý"
    middle = [" ".join(w[first : len(w) - last]) for w in words]
    return " ".join([*words[0][:first], " hoặc ".join(middle), *words[0][len(words[0]) - last :]]).strip()


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
