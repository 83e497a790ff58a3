"""Reads survey.yaml, the questionnaire and the staff list it names; strict on keys, names, dates and counts."""

import re
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date, datetime
from pathlib import Path
from textwrap import shorten
from typing import get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline import plain_text, questionnaire, yaml_text
from pipeline.questionnaire import groups
from pipeline.questionnaire.names import hint
from pipeline.questionnaire.tones import tone_of
from pipeline.survey import (
    bands,
    files,
    headcount,
    inference,
    quality,
    report,
    sampling,
    scales,
    sources,
    tables,
    uses,
    weighting,
)
from pipeline.survey.model import Collection, Survey, SurveyError

LAYOUTS = ("party", "state", "plain")
MODES = ("open", "codes")
FLAGS = quality.FLAGS
MOST = 1_000_000  # bytes of a survey.yaml; ours has 9 thousand
OTHER_FILE = (
    "Có phải các tệp đứng nhầm chỗ? --survey cần survey.yaml, --raw cần tệp phiếu trả lời;"
    " phiếu hỏi ghi ở khóa questionnaire của survey.yaml."
)
SHOWN = 60  # letters of a value that a message repeats


def read(path):
    """Survey of a survey.yaml and of the questionnaire and staff list it names (paths relative to it).

    ``headcount`` is the staff list (one row a cell, last column ``so_nguoi``), or None. The whole file is checked
    against the questionnaire: SurveyError lists everything wrong, each with key, what was found and the nearest right
    one; QuestionnaireError for the form.
    """
    path = Path(path)
    raw = weighting.listed(sources.listed(_mapping(_yaml(path), "survey.yaml")))
    survey = replace(_fill(Survey, raw, "survey.yaml", own=("path", "form", "headcount")), path=path.resolve())
    form = questionnaire.read(_questionnaire(survey))
    form = files.with_reading(form, survey.missing, survey.numbers)
    form = scales.applied(replace(form, languages=form.spoken), survey.scales)
    form = groups.applied(form, survey.groups, survey.report.language)
    survey = replace(survey, form=report.applied(form, survey.report.nets))
    said = survey.tables.unscored
    unscored = (*said, *(group.name for group in form.groups if group.name not in said))
    survey = replace(survey, tables=replace(survey.tables, unscored=unscored))  # bands are no points to average
    survey = replace(survey, collection=_in_zone(survey.collection))
    _refuse_wrong(survey)
    derived = tuple(tone_of(survey.form[name], survey.report.language) for name in survey.sentiment)
    survey = replace(survey, form=replace(survey.form, derived=derived))
    return replace(survey, headcount=headcount.read(survey)) if survey.population.file else survey


def collection(path):
    """The Collection of a survey.yaml alone, checked as ``read`` checks it."""
    raw = _mapping(_yaml(Path(path)), "survey.yaml")
    found = _in_zone(_fill(Collection, raw.get("collection") or {}, "survey.yaml › collection"))
    _refuse_unworkable(found)
    return found


def _questionnaire(survey):
    path = survey.path.parent / survey.questionnaire
    if not path.is_file():
        raise SurveyError(f"questionnaire: {headcount.no_file(path)}")
    return path


def _refuse_wrong(survey):
    """SurveyError with what every check refuses, so that one run tells all there is to mend.

    What takes the questions named for granted is asked only where they are right.
    """
    found = []
    for check in (
        sources.check,
        _check_collection,
        _check_schedule,
        _check_layout,
        _check_words,
        report.check,
        scales.check,
        bands.check,
        uses.check,
        quality.check,
    ):
        found += _told(check, survey)
    for check in (
        () if found else (weighting.check, weighting.check_shared, sampling.check, tables.check, inference.check)
    ):
        found += _told(check, survey)
    if found:
        raise SurveyError(_listed(found))


def _told(check, survey):
    try:
        check(survey)
    except SurveyError as error:
        return str(error).splitlines()
    return []


def _listed(found):
    if len(found) == 1:
        return found[0]
    return "\n".join([f"survey.yaml có {len(found)} chỗ cần sửa:", *(f"  - {line}" for line in found)])


def _yaml(path):
    """The mapping in a survey.yaml; a file of another kind is named as such, and nothing of it is shown."""
    if not path.is_file():
        what = "là thư mục, không phải tệp" if path.is_dir() else "không có"
        raise SurveyError(f"{path} {what}; kiểm tra đường dẫn sau --survey.")
    try:
        return yaml_text.parsed(plain_text.read(path, most=MOST), known=[f.name for f in fields(Survey)])
    except (plain_text.TextError, yaml_text.OtherFileError) as error:
        raise SurveyError(f"{path.name} không phải survey.yaml. {_mend(path, error)}") from error
    except yaml_text.YamlError as error:
        hint = "" if path.suffix.lower() in (".yaml", ".yml") else f" {OTHER_FILE}"
        raise SurveyError(f"{path.name}, {error}{hint}") from error


def _mend(path, error):
    """A .yaml that is no text was saved wrongly; any other file stands in the wrong place of the command."""
    is_yaml = path.suffix.lower() in (".yaml", ".yml") and isinstance(error, plain_text.TextError)
    return str(error) if is_yaml else OTHER_FILE


def _mapping(value, where):
    if not isinstance(value, dict):
        raise SurveyError(f"{where}: cần các dòng «khóa: giá trị», nhưng gặp {_seen(value)}.")
    return value


def _fill(record, values, where, own=()):
    """A dataclass filled from a mapping: everything wrong in it is told at once; a key left empty keeps its default."""
    values = _mapping(values, where)
    known = {f.metadata.get("key", f.name): f for f in fields(record) if f.name not in own}
    needed = [n for n, f in known.items() if f.default is MISSING and f.default_factory is MISSING]
    given = {key: value for key, value in values.items() if value is not None or key in needed or key not in known}
    wrong = [f"{where}: không có khóa «{_short(key)}». {hint(key, known)}" for key in given if key not in known]
    missing = [n for n in needed if given.get(n) in (None, "")]
    wrong += [f"{where}: thiếu khóa «{name}». Thêm dòng «{name}: …»." for name in missing]
    filled = {}
    for key in (k for k in given if k in known and k not in missing):
        try:
            value = [given[key]] if known[key].metadata.get("alone") and isinstance(given[key], str) else given[key]
            filled[known[key].name] = _as(known[key].type, value, f"{where} › {key}")
        except SurveyError as error:
            wrong += _lines(error)
    if wrong:
        raise SurveyError(_listed(wrong))
    return record(**filled)


def _lines(error):
    return [line.removeprefix("  - ") for line in str(error).splitlines() if not line.endswith("cần sửa:")]


def _named(record, values, where):
    """A mapping of names to records: everything wrong in any of them is told at once."""
    filled, wrong = {}, []
    for name, value in _mapping(values, where).items():
        try:
            filled[str(name)] = _fill(record, value, f"{where} › {name}")
        except SurveyError as error:
            wrong += _lines(error)
    if wrong:
        raise SurveyError(_listed(wrong))
    return filled


def _as(kind, value, where):
    """A value of a record's field, checked; a field that is itself a record is filled in turn."""
    if is_dataclass(kind):
        return _fill(kind, value, where)
    if getattr(kind, "__origin__", None) is dict:
        return _named(get_args(kind)[1], value, where)
    if getattr(kind, "__origin__", None) is tuple:
        item = get_args(kind)[0]
        return tuple(_as(item, v, f"{where}[{n}]") for n, v in enumerate(_list(value, where), start=1))
    return _plain(kind, value, where)


def _plain(kind, value, where):
    if kind == datetime | None:
        return _moment(value, where)
    if kind == date | None:
        return _day(value, where)
    if kind is bool and not isinstance(value, bool):
        raise SurveyError(f"{where}: cần true hoặc false, nhưng gặp {_seen(value)}.")
    if kind in (int, int | None) and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
        raise SurveyError(f"{where}: cần số nguyên không âm, nhưng gặp {_seen(value)}.")
    if kind in (float, float | None) and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise SurveyError(f"{where}: cần một con số, nhưng gặp {_seen(value)}.")
    if kind is dict:
        return _mapping(value, where)
    if kind is str and isinstance(value, dict | list):
        raise SurveyError(f"{where}: cần một dòng chữ, nhưng gặp {_seen(value)}.")
    return str(value) if kind is str else value


def _seen(value):
    """What stood in a wrong place, short: a list or a mapping by its kind alone."""
    kinds = {dict: "các dòng «khóa: giá trị»", list: "một danh sách"}
    return kinds.get(type(value)) or _short(repr(value))


def _short(value):
    return shorten(str(value), SHOWN, placeholder="…")


def _list(value, where):
    if not isinstance(value, list):
        raise SurveyError(f"{where}: cần một danh sách [..], nhưng gặp {_seen(value)}.")
    return value


def _day(value, where):
    try:
        return value if isinstance(value, date) else datetime.strptime(str(value), "%d/%m/%Y").date()
    except ValueError:
        raise SurveyError(
            f"{where}: «{_short(value)}» không phải ngày có thật (dd/mm/yyyy). Sửa ngày, ghi lý do ở note."
        ) from None


def _moment(value, where):
    try:
        return value if isinstance(value, datetime) else datetime.strptime(str(value), "%H:%M %d/%m/%Y")
    except ValueError:
        raise SurveyError(
            f"{where}: «{_short(value)}» không phải giờ, ngày có thật. Viết như «08:00 28/3/2022»."
        ) from None


def _check_layout(survey):
    if survey.report.layout not in LAYOUTS:
        raise SurveyError(f"report › layout: «{survey.report.layout}»; dùng một trong {', '.join(LAYOUTS)}.")


def _check_words(survey):
    """Refuses a scale of words for shares that is not: percent → word."""
    words = survey.report.words
    if words and not all(
        isinstance(at, int | float) and 0 <= at < 100 and isinstance(w, str) for at, w in words.items()
    ):
        raise SurveyError("report › words: mỗi dòng là «từ bao nhiêu %: chữ», như «90: tuyệt đại đa số».")


def _in_zone(collection):
    try:
        zone = ZoneInfo(collection.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise SurveyError(f"collection › timezone: không có múi giờ «{collection.timezone}».") from None
    opens, closes = (moment and moment.replace(tzinfo=zone) for moment in (collection.opens, collection.closes))
    if opens and closes and opens >= closes:
        raise SurveyError("collection: giờ mở (opens) phải trước giờ đóng (closes).")
    return replace(collection, opens=opens, closes=closes)


def _check_collection(survey):
    _refuse_unworkable(survey.collection)


def _refuse_unworkable(collection):
    """Refuses a mode, an address or a site that the form could not work with."""
    if collection.mode not in MODES:
        raise SurveyError(
            f"collection › mode: «{collection.mode}»; dùng open (có đường dẫn là vào) hoặc codes (có mã)."
        )
    for site in filter(None, (collection.url, *collection.frame_ancestors)):
        if not re.fullmatch(r"https?://[^\s/;,'\"]+(/[^\s;,'\"]*)?", site):
            raise SurveyError(f"collection: «{site}» không phải địa chỉ trang. Viết như «https://www.co-quan.vn».")
    if collection.frame_ancestors and not collection.url.startswith("https://"):
        raise SurveyError(
            "collection › frame_ancestors: trang khác chỉ nhúng được biểu mẫu chạy qua https;"
            " ghi địa chỉ https://… của biểu mẫu ở collection › url."
        )


def _check_schedule(survey):
    """Refuses a step that ends before it starts, and a gap in the numbering that no note explains."""
    schedule = survey.schedule
    for step in schedule:
        if not step.item.strip().isdigit():
            raise SurveyError(f'schedule › item: «{step.item}»; ghi số thứ tự của mục, như "01".')
    for before, step in zip((None, *schedule), schedule, strict=False):
        if step.start and step.end and step.start > step.end:
            raise SurveyError(f"schedule › mục {step.item}: ngày bắt đầu sau ngày kết thúc. Sửa, ghi lý do ở note.")
        if before and int(step.item) != int(before.item) + 1 and not step.note:
            raise SurveyError(
                f"schedule: sau mục {before.item} là mục {step.item}; thiếu mục {int(before.item) + 1:02d}."
                " Bổ sung, hoặc ghi lý do ở note của mục sau."
            )
