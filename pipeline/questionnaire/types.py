"""Types of questions under one name: pyxform's table knows many old wordings for the same thing."""

from difflib import get_close_matches

from pyxform import aliases
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_OSM, RE_SELECT

PLAIN = (
    *("text", "integer", "decimal", "date", "time", "datetime", "note", "acknowledge", "range", "calculate"),
    *("start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email"),
    *("geopoint", "photo", "audio", "video", "file", "barcode"),
)
MEDIA = ("image", "big-image", "audio", "video")
RETIRED = {
    "cascading_select": "XLSForm không còn loại này: mỗi bậc một câu select_one, lọc bằng cột choice_filter.",
    "include": "XLSForm không còn loại này: chép các dòng của phiếu kia vào sheet survey.",
}
OTHERS = ("hidden", "trigger", "audit")


def plain_type(kind):
    """The usual name of a type: ``int``, ``q int``, ``add integer prompt`` → ``integer``; others stay as they are."""
    if kind in PLAIN or kind in OTHERS or kind not in QUESTION_TYPE_DICT:
        return kind
    return next((plain for plain in PLAIN if _essence(plain) == _essence(kind)), kind)


def is_known_type(kind):
    """Whether pyxform knows a type as written in the sheet."""
    found = any(pattern.search(kind) for pattern in (RE_SELECT, RE_BEGIN_CONTROL, RE_END_CONTROL, RE_OSM))
    return found or kind in QUESTION_TYPE_DICT or kind in aliases._type_alias_map or kind in aliases.settings_header


def known_types():
    """Every type, for suggestions."""
    edges = [f"{edge}_{kind}" for edge in ("begin", "end") for kind in ("group", "repeat")]
    return [*QUESTION_TYPE_DICT, *aliases.select, *edges]


def type_mend(kind):
    """What to write instead of a type that there is not."""
    if retired := RETIRED.get(kind.split()[0].lower()):
        return retired
    types = known_types()
    near = get_close_matches(kind, types, n=1, cutoff=0.7) or get_close_matches(kind.lower(), types, n=1, cutoff=0.7)
    first = kind.split()[0].lower()
    near = near or get_close_matches(first, types, n=1, cutoff=0.7)
    return f"Có phải «{near[0]}»?" if near else "Dùng loại của XLSForm: text, integer, select_one, select_multiple…"


def is_asked(kind):
    """Whether people are shown something of this type: such a question needs words."""
    if RE_SELECT.search(kind):
        return True
    tag = QUESTION_TYPE_DICT.get(aliases._type_alias_map.get(kind, kind), {}).get("control", {}).get("tag")
    return bool(tag) and tag != "action" and kind != "background-geopoint"


def _essence(kind):
    entry = QUESTION_TYPE_DICT[kind]
    bind, control = entry.get("bind", {}), entry.get("control", {})
    about = [bind.get(key) for key in ("type", "readonly", "jr:preload")]
    return control.get("tag"), control.get("mediatype"), *about, str(bind.get("jr:preloadParams")).removeprefix("uri:")
