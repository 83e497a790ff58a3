"""Every way in which the head of a column names a question, or an option of one."""

import re

from pipeline.ingest.text import fold, is_identity, loose, spaced
from pipeline.rules.names import OURS

SEPARATORS = "/.:"
OTHER = ("khac", "other")
JOINT = re.compile(r"\s*(?:[/.:>|–—-]|_{2,})+\s*")
MOVED = "tên, ở nhóm khác"


def joints(header):
    """The folded head with every sign between group, question and option made one: group-q, group.q, q___1, q [1],
    q (choice=option) of REDCap, q - Selected Choice - option of Qualtrics."""
    text = re.sub(r"\s*\(choice=(.*)\)\s*$|\s*\[([^\[\]]*)\]\s*$", r"/\1\2", fold(header))
    return JOINT.sub("/", text).replace("/selected choice/", "/").strip("/ ")


def endings(header):
    """The head without its first part, its first two parts … ("group/q/1" → "q/1", "1"), as ``joints`` writes them."""
    parts = joints(header).split("/")
    return ["/".join(parts[at:]) for at in range(1, len(parts))]


def ways(asked, groups):
    """Each way of matching: its name, how a header is read, and the keys → question (None: several questions).

    ``groups``: name → label of the sections.
    """
    named = [(q.name, q.name) for q in asked]
    paths = [(path, q.name) for q in asked for path in paths_of(q)]
    labels = [(label, q.name) for q in asked for label in labels_of(q)]
    yield "tên", _one(str), dict(named)
    yield "tên", _one(fold), _keys(named, fold)
    yield "đường dẫn", _one(fold), _keys(paths, fold)
    yield "đường dẫn", _one(joints), _keys(paths, joints)
    yield "tên", _one(fold), _keys([(alias, q.name) for q in asked for alias in _aliases(q)], fold)
    yield "nhãn", _one(spaced), _keys(labels, spaced)
    yield "nhãn", _one(fold), _keys(labels, fold)
    yield "nhãn bỏ số thứ tự", _one(loose), _keys(labels, loose)
    yield "nhãn trong ngoặc vuông", _one(_bracketed), _keys(labels, loose)
    grouped = [(text, q.name) for q in asked for text in grouped_labels(q, groups)]
    yield "nhãn nhóm và nhãn", lambda header: [joints(header), *endings(header)], _keys(grouped, joints)
    last = [(q.path.rpartition("/")[2] or q.name, q.name) for q in asked]
    yield MOVED, _last_name, _keys([*last, *[(a, q.name) for q in asked for a in _aliases(q)]], fold)
    yield "nhãn sau tên nhóm", _ends, _keys(labels, lambda label: joints(loose(label)))


def texts_of(raw, column, way):
    """What is compared with the labels of the form: the head, and the label that the file itself has for it."""
    return [column, raw.labels[column]] if way.startswith("nhãn") and column in raw.labels else [column]


def may_name(way, column):
    """Whether a way is good enough for a column: heads that tell the person only ever match by their very name."""
    return not (is_identity(column) and (way.startswith("nhãn") or way == MOVED))


def labels_of(question):
    """The question's label in every language and the head of its column in files, each once."""
    return dict.fromkeys(text for text in (question.label, *question.labels.values(), question.raw) if text)


def grouped_labels(question, groups):
    """The question's labels behind the labels of its groups, as Kobo heads columns with labels."""
    section, inner = groups.get(question.section, ""), question.block
    above = dict.fromkeys(text for text in ("/".join(filter(None, (section, inner))), inner, section) if text)
    return [f"{group}/{label}" for group in above for label in labels_of(question)]


def paths_of(question):
    """The question's path and its endings of at least two parts, under every separator."""
    parts = question.path.split("/")
    return [separator.join(parts[at:]) for at in range(len(parts) - 1) for separator in SEPARATORS]


def option_keys(asked, groups):
    """Written head (as ``joints`` reads it) → (question, choice) of these questions; None: several."""
    keys = {}
    for question in asked:
        for base in (
            question.name,
            question.path,
            *paths_of(question),
            *labels_of(question),
            *grouped_labels(question, groups),
        ):
            for choice in (*question.choices, *question.listed):
                for text in choice.written:
                    key, meant = joints(f"{base}/{text}"), (question.name, choice.name)
                    keys[key] = meant if keys.get(key, meant) == meant else None
    return keys


def underscored(question):
    """``q_option`` → choice name, as SurveyCTO, SPSS and Stata name the columns of a several-choices question."""
    return {fold(f"{question.name}_{c.name}"): c.name for c in question.offered}


def _one(read):
    return lambda header: [read(header)]


def _keys(pairs, read):
    keys = {}
    for text, name in pairs:
        key = read(text)
        keys[key] = name if keys.get(key, name) == name else None
    return {key: name for key, name in keys.items() if key}


def _bracketed(header):
    """The row of a Google Forms grid: "Question [row]" → "row"."""
    return loose(header.rpartition("[")[2].rstrip(" ]")) if header.rstrip().endswith("]") else ""


def _last_name(header):
    """The name at the end of a path, of a head that is a path (no blanks) and not of a repeat (``con[2]/tuoi``)."""
    parts = re.split(r"[/.:-]", header.strip())
    is_path = len(parts) > 1 and not re.search(r"\s|\[\d+\]", header.strip())
    return [fold(parts[-1])] if is_path else []


def _ends(header):
    return [loose(text) for text in endings(header)]


def own_heads(asked):
    """Folded names, paths and labels of the questions: such a head is never that of an option."""
    return {fold(text) for q in asked for text in (q.name, *paths_of(q), *labels_of(q))}


def write_in(question, asked):
    """Name of the question in which people write what else there is (``q_khac``, ``q_other``), or None."""
    names = {q.name for q in asked}
    return next((f"{question.name}_{word}" for word in OTHER if f"{question.name}_{word}" in names), None)


def written_inside(asked, answers):
    """Write-in question without a column → the question in whose own column people wrote what else there is, and never
    the bare option "other", whose words would stand in a column of their own."""
    pairs = [(q, write_in(q, asked)) for q in asked if q.kind in ("nominal", "multiple") and q.name in answers]
    pairs = [(q, other) for q, other in pairs if other and other not in answers]
    return {other: q.name for q, other in pairs if _writes(q, answers[q.name].dropna().unique())}


def _writes(question, texts):
    """Whether some of the texts hold words of no option, and none is "other" by its code or a label."""
    several = question.kind == "multiple"
    known = {fold(text): c.name in OTHER for c in question.offered for text in c.written}
    pieces = [piece for text in texts for piece in re.split(r"[,;|\n]" if several else r"\n", text)]
    pieces = [[fold(piece)] if fold(piece) in known or not several else [*map(fold, piece.split())] for piece in pieces]
    bare = any(known.get(word) for words in pieces for word in words)
    return not bare and any(word not in known for words in pieces for word in words)


def _aliases(question):
    """``q_other`` for the form's ``q_khac`` and the reverse: the write-in question under its other usual name. Of a
    question that bears the name of a column beside the answers, that name."""
    base, _, last = question.name.rpartition("_")
    found = [f"{base}_{word}" for word in OTHER if word != last] if base and last in OTHER else []
    written = question.path.rpartition("/")[2]
    return [*found, written] if written in OURS else found
