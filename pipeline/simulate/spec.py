"""truth.yaml → what is planted; every name in it is checked against the questionnaire."""

from difflib import get_close_matches

from pipeline import plain_text, yaml_text

FILE = "truth.yaml"
MOST = 10_000_000  # bytes; ours has 43 thousand
PARTS = ("response", "questions", "nulls", "mess", "dirt")
QUESTION = ("shares", "shift", "load", "apart", "blank", "median", "spread", "low", "high", "phrases")
TEXT = ("themes", "nothing", "nothing_said", "two", "openings", "closings", "personal")
NOTHING = "khong_noi_gi"


class SimulateError(ValueError):
    """Something that cannot be simulated; the message names the question or key and the mend."""


def read(survey, truth=None):
    """The planted truth as a dict: ``truth`` itself, or truth.yaml beside the survey's file, or {} when there is none.

    Raises SimulateError for a key, question, option or group that the questionnaire does not have.
    """
    path = survey.path.parent / FILE
    if truth is None:
        truth = _yaml(path) if path.is_file() else {}
    _known(FILE, truth, PARTS)
    _known("questions", truth.get("questions", {}), [q.name for q in survey.form.questions])
    for name, own in truth.get("questions", {}).items():
        _check(name, own or {}, survey.form)
    for question, by in truth.get("nulls", []):
        _known("nulls", (question, by), [q.name for q in survey.form.questions])
    return truth


def _yaml(path):
    try:
        return yaml_text.parsed(plain_text.read(path, most=MOST), known=PARTS)
    except (plain_text.TextError, yaml_text.YamlError) as error:
        raise SimulateError(f"{FILE}: {error}") from error


def order(form, planted):
    """Questions in the order they are drawn: those of the truth as listed there, then the rest as in the form."""
    first = [form[name] for name in planted.get("questions", {})]
    named = {q.name for q in first}
    return [q for q in (*first, *(q for q in form.questions if q.name not in named)) if q.kind != "none"]


def own(planted, question):
    """What the truth says of one question; {} when it says nothing."""
    return planted.get("questions", {}).get(question.name) or {}


def shifts(question, planted_question):
    """(option or None, grouping question, {group: shift}) for every planted effect on one question."""
    found = planted_question.get("shift", {})
    if question.kind in ("nominal", "multiple"):
        return [(option, by, groups) for option, effects in found.items() for by, groups in effects.items()]
    return [(None, by, groups) for by, groups in found.items()]


def _check(name, own, form):
    question = form[name]
    _known(name, own, (*QUESTION, *TEXT) if question.kind == "text" else QUESTION)
    codes = [c.name for c in question.choices]
    _known(f"{name} › apart", own.get("apart", {}), codes)
    shares = own.get("shares", [])
    if isinstance(shares, dict):
        _known(f"{name} › shares", shares, codes)
    elif len(shares) not in (0, len(question.points)):
        raise SimulateError(f"{FILE} › {name} › shares: có {len(shares)} số, thang có {len(question.points)} mức.")
    for option, by, groups in shifts(question, own):
        _known(f"{name} › shift", [option] if option else [], codes)
        _known(f"{name} › shift", [by], [q.name for q in form.questions])
        _known(f"{name} › shift › {by}", groups, [c.name for c in form[by].choices])


def _known(where, names, known):
    for name in names:
        if name not in known:
            near = get_close_matches(str(name), list(known), n=1, cutoff=0.5)
            hint = f"Có phải «{near[0]}»?" if near else f"Có: {', '.join(map(str, known))}."
            quoted = "" if isinstance(name, str) else " (mã có số thì đặt trong ngoặc kép)"
            raise SimulateError(f"{FILE} › {where}: không có «{name}»{quoted}. {hint}")
