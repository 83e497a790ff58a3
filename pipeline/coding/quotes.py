"""Answers that may be quoted: masked, nobody named, nothing abusive, of a length that reads well, and typical."""

import re
from collections import Counter
from math import log
from unicodedata import category, normalize

import pandas as pd

from pipeline import cluster
from pipeline.coding.frame import APART
from pipeline.coding.hand import parted
from pipeline.coding.people import unnamed

EACH = 3
FEWEST, MODERATE, MOST = 3, 8, 40  # syllables
PICTOGRAPHS = ("So", "Sk", "Cs", "Co", "Cn", "Mn", "Cf")
LOOKED_AT = 40  # answers of a code read for names; reading costs milliseconds each
COLUMNS = ["question", "code", "name", "quote"]
ABUSE = re.compile(
    r"(?<!\w)(?:đ[ịụ]t|đm|đmm|đcm|dcm|đkm|vcl|vkl|vl|clgt|cmm|cặc|lồn|buồi|đéo|đếch|đ[ĩỹ]|óc chó|chó đẻ"
    r"|ngu vãi|ngu si|ngu quá|óc lợn|đồ chó|chó má|đồ điên|vô học|láo toét|cứt"
    r"|súc vật|mất dạy|khốn nạn|thằng ngu|con ngu|đồ ngu|ngu như|ngu dốt|mẹ mày|bố mày|tổ sư|rác rưởi|bọn chó)(?!\w)",
    re.IGNORECASE,
)


def quotes(coded, prepared, names, *, minimum, each=EACH):
    """Up to ``each`` quotes of every code with at least ``minimum`` people: ``code``, ``name``, ``quote``.

    Typical answers first: given by a person's hand or surely by the model, with one code, in full sentences with
    their marks. Equal answers once; masked ones last; abusive ones never.
    """
    rows = coded.assign(text=prepared["text"], normal=prepared["normal"]).loc[lambda d: d["codes"].ne("")]
    long = rows.assign(code=rows["codes"].map(parted)).explode("code")
    people = long["code"].value_counts()
    everybody = Counter(word for answer in rows["normal"] for word in set(answer.split()))
    found = []
    for code in (c for c in names if c not in APART and people.get(c, 0) >= minimum):
        told = _told(_best_first(long[long["code"].eq(code)], everybody), each)
        found += [(code, names[code], quote) for quote in told]
    return table(found)


def table(found):
    """(code, name, quote) as a frame with these columns."""
    return pd.DataFrame(found, columns=COLUMNS[1:])


def examples(texts, table, *, minimum):
    """Group → its most typical answer that may be shown and, if there is one, does not deny what the group's name says;
    for groups of at least ``minimum`` people.

    ``table`` as ``cluster.groups`` gives it.
    """
    rows, told = table[table["n"] >= minimum], {}
    for group, name, labels in zip(rows["group"], rows["name"], rows["typical"], strict=True):
        typical = sorted(texts[labels], key=lambda text, name=name: cluster.denies(text, name))
        told[group] = _told(_usable(pd.Series(typical)), 1)
    return {group: lines[0] for group, lines in told.items() if lines}


def sides(coded, prepared, names, *, minimum, each=2):
    """The most typical and the most doubtful answers of every code with at least ``minimum`` people.

    ``code``, ``name``, ``typical`` (as :func:`quotes`) and ``doubtful`` (those the model was least sure of; "" where
    persons or rules decided them all), each answer masked and on a line of its own.
    """
    told = quotes(coded, prepared, names, minimum=minimum, each=each)
    rows = told.groupby(["code", "name"], sort=False)["quote"].agg(_listed).rename("typical").reset_index()
    unsure = coded[coded["probability"].notna()].sort_values(["probability", "key"], kind="stable")
    long = unsure.assign(code=unsure["codes"].map(parted), text=prepared["text"]).explode("code")
    doubts = [_told(_usable(long.loc[long["code"].eq(code), "text"]), each) for code in rows["code"]]
    return rows.assign(doubtful=list(map(_listed, doubts)))


def _listed(lines):
    return "\n".join(f"– {line}" for line in lines)


def _usable(texts):
    rows = pd.DataFrame({"text": texts, "normal": texts.str.lower()})
    return rows[rows["normal"].str.split().str.len().between(FEWEST, MOST)]


def _best_first(rows, everybody):
    length, telling = rows["normal"].str.split().str.len(), _telling(rows["normal"], everybody)
    marks = rows.assign(
        telling=telling.ge(telling.median()),
        moderate=length.ge(MODERATE),
        clean=~rows["text"].str.contains("[", regex=False),
        marked=~rows["text"].map(str.isascii).astype(bool) & ~rows["text"].map(str.isupper).astype(bool),
        alone=~rows["codes"].str.contains(";"),
        spelt=[all(everybody[word] > 1 for word in answer.split()) for answer in rows["normal"]],
        sure=rows["probability"].fillna(1.0).ge(0.9),
        sentence=rows["text"].str.lstrip().str[:1].str.isupper() & rows["text"].str.contains(r"[^.][.!?…]\s*$"),
        typical=rows["normal"].map(rows["normal"].value_counts()),
        usable=length.between(FEWEST, MOST),
    )
    order = ["clean", "marked", "telling", "moderate", "alone", "spelt", "sure", "sentence", "typical", "probability"]
    ordered = marks.sort_values([*order, "normal"], ascending=[False] * len(order) + [True], kind="stable")
    return ordered[ordered["usable"]]


def _telling(normal, everybody):
    """How much more often this code's answers use the words of each answer than all answers do: mean log of shares."""
    own = Counter(word for answer in normal for word in set(answer.split()))
    odds = {word: log((own[word] + 0.5) / (everybody[word] + 1)) for word in own}
    return normal.map(lambda answer: sum(odds[w] for w in set(answer.split())) / max(len(set(answer.split())), 1))


def _told(rows, each):
    """The first answers that may be shown, different from one another; those with a name masked only if need be."""
    whole, masked, seen = [], [], []
    short = rows.drop_duplicates("normal").head(LOOKED_AT)
    for text, normal in zip(short["text"], short["normal"], strict=True):
        words = set(normal.split())
        if any(len(words & other) > 0.6 * min(len(words), len(other)) for other in seen) or ABUSE.search(text):
            continue
        said = shown(text)
        (masked if "[" in said else whole).append(said)
        seen += [] if "[" in said else [words]
        if len(whole) == each:
            break
    return [*whole, *masked][:each]


def shown(text):
    """The text as :func:`line` gives it, people's names masked."""
    return unnamed(line(text))


def line(text):
    """One line, without a bullet or a sign that a spreadsheet takes for a formula.

    No blank stands before a stop or comma. Pictographs go: the type the report is set in has none.
    """
    plain = "".join(" " if category(sign) in PICTOGRAPHS else sign for sign in normalize("NFC", text))
    told = re.sub(r"[\s.,;:/]*(?:\./\.|\.{2,}|…)[\s.]*$", ".", " ".join(plain.split()).lstrip("=+-@*•– \t'"))
    return re.sub(r"\s+([,.;:!?…])(?=[\s,.;:!?…]|$)", r"\1", told)
