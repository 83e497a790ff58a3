"""An XLSForm's sheets with pyxform's one name for every column, however it is headed: ``Type``, ``requiredMsg`` …"""

import re
import unicodedata
from dataclasses import dataclass, fields, replace
from functools import cached_property

from pyxform import aliases
from pyxform.parsing.sheet_headers import process_header
from pyxform.question import MultipleChoiceQuestion, Option
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL

GROUPED = ("bind", "control", "media", "instance")  # pyxform's drawers: bind::relevant is the column «relevant»
KNOWN = {
    "survey": (aliases.survey_header, set(MultipleChoiceQuestion.get_slot_names())),
    "choices": (aliases.list_header, set(Option.get_slot_names())),
    "settings": (aliases.settings_header, {"default_language", "version", "allow_choice_duplicates", "title"}),
}
SCORE = "start=0 end=10 step=1"
PLAIN = {target[-1] if isinstance(target, tuple) else target for target in aliases.survey_header.values()}
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML cannot hold

TEXTS = ("label", "hint", "guidance_hint", "jr:constraintMsg", "jr:requiredMsg", "default")
BLANKS = re.compile("[\u00a0\u2007\u202f]")
WIDTHLESS = re.compile("[\u200b\u2060\ufeff]")


@dataclass(frozen=True)
class Row:
    """A row under pyxform's names of columns, blank cells left out; ``number`` is its number in the sheet, ``groups``
    the names of the groups it stands in.
    """

    number: int
    cells: dict[str, str]
    groups: tuple[str, ...] = ()

    def __getitem__(self, column):
        return self.cells.get(column, "")

    @cached_property
    def type(self):
        """Its type in one spelling of blanks."""
        return " ".join(self["type"].split())

    @property
    def is_passed_over(self):
        """Whether pyxform passes it over: blank, disabled, or a comment without type, name and label."""
        is_comment = not (self.type or self["name"] or self["label"])
        return is_comment or bool(aliases.yes_no.get(self["disabled"]))

    @property
    def path(self):
        """Its groups and its name."""
        return "/".join([*self.groups, self["name"]])


def headings(sheets, name):
    """The headings of a sheet as written → pyxform's name."""
    written = list(dict.fromkeys(h for row in getattr(sheets, f"{name}_header") or [] for h in row if h))
    is_double = any("::" in heading for heading in written)
    return {heading: _plain(heading, is_double, *KNOWN[name]) for heading in written}


def rows(sheets, name):
    """The rows of a sheet, blank ones left out."""
    plain, found = headings(sheets, name), []
    for number, row in enumerate(getattr(sheets, name) or [], start=2):
        cells = {}
        for heading, text in row.items():
            if text and str(text).strip():
                cells.setdefault(plain.get(heading, heading), str(text).strip())
        found += [Row(number, cells)] if cells else []
    return found


def survey_rows(sheets):
    """The rows of the survey sheet, each with the groups it stands in; comments and disabled rows too."""
    found, groups = [], []
    for row in rows(sheets, "survey"):
        if not row.is_passed_over and RE_END_CONTROL.search(row.type):
            groups = groups[:-1]
        found.append(replace(row, groups=tuple(groups)))
        if not row.is_passed_over and RE_BEGIN_CONTROL.search(row.type):
            groups = [*groups, row["name"]]
    return found


def setting(sheets, name):
    """A setting of the form, "" where it has none."""
    return next((row[name] for row in rows(sheets, "settings") if row[name]), "")


def _parts(sheets):
    """Name → what the sheets hold under it, itself: no copy, which takes longer than what is done with it."""
    return {field.name: getattr(sheets, field.name) for field in fields(sheets)}


def without_control_characters(sheets):
    """The sheets without characters that XML cannot hold (vertical tabs become line breaks), and whether any were."""
    parts = _parts(sheets)
    cleaned = {name: _cleaned(part) for name, part in parts.items()}
    return replace(sheets, **cleaned), cleaned != parts


def composed(sheets):
    """The sheets with every letter in one piece (NFC), however the keyboard or the program composed it."""
    return replace(sheets, **{name: _composed(part) for name, part in _parts(sheets).items()})


def with_plain_blanks(sheets):
    """The sheets with the blanks of the web (no-break, of no width) as plain ones in all but the texts people read."""
    parts = {}
    for name in ("survey", "choices"):
        plain = headings(sheets, name)
        parts[name] = [
            {heading: cell if plain.get(heading) in TEXTS else _plain_blanks(cell) for heading, cell in row.items()}
            for row in getattr(sheets, name) or []
        ]
    return replace(sheets, **parts)


def without_repeats(sheets):
    """The sheets without choices that repeat an earlier row in every cell (left blank, so that rows keep their
    numbers), and the numbers of those rows.
    """
    kept, repeated, seen = [], [], set()
    for number, row in enumerate(sheets.choices or [], start=2):
        is_again = bool(row) and str(row) in seen
        seen.add(str(row))
        repeated += [number] if is_again else []
        kept.append({} if is_again else row)
    may_repeat = aliases.yes_no.get(setting(sheets, "allow_choice_duplicates"), False)
    return (sheets, []) if may_repeat or not repeated else (replace(sheets, choices=kept), repeated)


def without_headless_cells(sheets):
    """The sheets without what stands under no head, which pyxform passes over in workbooks."""
    parts = _parts(sheets)
    lists = {name: part for name, part in parts.items() if isinstance(part, list) and name != "sheet_names"}
    kept = {name: [{h: cell for h, cell in row.items() if h} for row in part] for name, part in lists.items()}
    return replace(sheets, **kept)


def without_columns(sheets, ours):
    """The sheets without the columns ``ours``: they are no part of the form that people are shown."""
    parts = {}
    for name in ("survey", "survey_header", "choices", "choices_header"):
        parts[name] = [{h: cell for h, cell in row.items() if h not in ours} for row in getattr(sheets, name) or []]
    return replace(sheets, **parts)


def without_own_columns(sheets):
    """The sheets without the columns of the survey sheet that are no columns of an XLSForm: notes of its authors."""
    known = {heading for heading, plain in headings(sheets, "survey").items() if is_known(heading, plain)}
    kept = {
        name: [{heading: cell for heading, cell in row.items() if heading in known} for row in getattr(sheets, name)]
        for name in ("survey", "survey_header")
    }
    return replace(sheets, **kept)


def with_zero_to_ten(sheets):
    """The sheets with ``SCORE`` as parameters of every range that has none: nothing is lost of 0–10 or of 1–10."""
    plain = headings(sheets, "survey")
    heading = next((h for h, name in plain.items() if name == "parameters"), "parameters")
    filled = []
    for row in sheets.survey:
        cells = {plain.get(h, h): str(text or "").strip() for h, text in row.items()}
        is_bare = cells.get("type") == "range" and not cells.get("parameters")
        filled.append(row | {heading: SCORE} if is_bare else row)
    header = [dict.fromkeys([*plain, heading])]
    return replace(sheets, survey=filled, survey_header=header)


def is_known(heading, plain):
    """Whether a column of the survey sheet means something in an XLSForm."""
    written, columns = KNOWN["survey"]
    first = heading.split(":")[0].strip().lower()
    return plain in {*columns, *written, *PLAIN} or first in (*GROUPED, "body", "disabled", "intent")


def _plain_blanks(cell):
    return WIDTHLESS.sub("", BLANKS.sub(" ", cell)) if isinstance(cell, str) else cell


def _cleaned(part):
    if isinstance(part, str):
        return CONTROL.sub("", part.replace("\x0b", "\n").replace("\x0c", "\n"))
    if isinstance(part, dict):
        return {_cleaned(key): _cleaned(value) for key, value in part.items()}
    return [_cleaned(item) for item in part] if isinstance(part, (list, tuple)) else part


def _composed(part):
    if isinstance(part, str):
        return unicodedata.normalize("NFC", part)
    if isinstance(part, dict):
        return {_composed(key): _composed(value) for key, value in part.items()}
    return [_composed(item) for item in part] if isinstance(part, (list, tuple)) else part


def _plain(heading, is_double, known, columns):
    _, parts = process_header(header=heading, use_double_colon=is_double, header_aliases=known, header_columns=columns)
    return parts[1] if parts[0] in GROUPED and len(parts) > 1 else parts[0]
