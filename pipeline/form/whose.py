"""Whose a store is: an id made once, kept beside survey.yaml and in the store together with the form id.

A store without an id – an older version made it – is known by the wording it keeps of every questionnaire it served. A
survey without its file – on an analyst's machine, or restored from a copy – is known by form id and title.
"""

import html
import json
import os
import re
import secrets
from collections import Counter
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
import yaml

from pipeline.form.database import ANSWERS, OWNER, STATE, VERSIONS, StoreError, reading

FORM_ID = re.compile(r"<instance>\s*<[\w.-]+[^>]*?\bid=\"([^\"]*)\"")
SAME = 0.5  # share of the shorter questionnaire's questions from which on two are versions of one
WRITTEN = """\
# Mã của cuộc điều tra, biểu mẫu ghi một lần; kho câu trả lời mang cùng mã. Giữ tệp này cạnh survey.yaml, đừng sửa.
# Chép thư mục này làm mẫu cho cuộc điều tra khác: ở bản chép, xóa tệp này và thư mục data.
id: {id}
form_id: {form_id}
"""


def file_of(survey):
    """Where the id is kept: survey.id beside survey.yaml; None for a survey that is in no file."""
    return survey.path.with_suffix(".id") if survey.path.name else None


def claim(survey, kind):
    """A check for ``connect``: StoreError when the store is another survey's; a store that is nobody's becomes ours.

    A rehearsal leaves no file beside survey.yaml.
    """

    def check(connection):
        found, own = _owner(connection), _written(survey)
        _refuse_other(connection, survey, found, own)
        known = own or (found.id if found else "")
        if kind != "rehearsal" and not own:
            known = _kept(survey, known or secrets.token_hex(16))
        row = {"one": 1, "id": known, "form_id": survey.form.form_id, "title": survey.title}
        if found is None:
            connection.execute(OWNER.insert().values(**row))
            _count_own_only(connection, survey)
        elif (found.id, found.title) != (known, survey.title):
            connection.execute(OWNER.update().values(**row))

    return check


def readable(survey):
    """A check for who only reads: StoreError when the store holds no answers of this survey; nothing is written."""
    return lambda connection: _refuse_other(connection, survey, _owner(connection), _written(survey), reads=True)


def own(survey):
    """A check for who would go on with a store: StoreError when most of it is another survey's; nothing is written."""
    return lambda connection: _refuse_other(connection, survey, _owner(connection), _written(survey))


def _count_own_only(connection, survey):
    """From now on the counter of a store that neighbours shared is the survey's that goes on with it."""
    held = _held(connection)
    others = held.total() - held[survey.form.form_id]
    connection.execute(STATE.update().values(accepted=STATE.c.accepted - others)) if others else None


def id_in(engine):
    """The id that a store carries once it was claimed."""
    with reading(engine) as connection:
        return _owner(connection).id


def foreign(connection, survey):
    """Names of the versions in a store that are another questionnaire's: neighbours shared older stores."""
    return {name for name, (form_id, _) in _versions(connection).items() if form_id not in ("", survey.form.form_id)}


def _refuse_other(connection, survey, found, own, *, reads=False):
    held, form_id = _held(connection), survey.form.form_id
    if found and found.form_id == form_id:
        _refuse_namesake(connection, survey, found, own)
    elif found and not (reads and held[form_id]):
        raise StoreError(_refusal(connection, survey, f"«{found.title}» (form_id {found.form_id})"))
    elif not found and held and (form_id not in held or not reads and held[form_id] < max(held.values())):
        names = ", ".join(f"form_id {name} ({count} phiếu)" for name, count in held.most_common())
        raise StoreError(_refusal(connection, survey, names))


def _refuse_namesake(connection, survey, found, own):
    """The form id is ours; id, title and questions must be, too."""
    other = f"«{found.title}» (cùng form_id {found.form_id}"
    if own and found.id and own != found.id:
        mend = f"Nếu đúng là cùng một cuộc điều tra (kho của máy khác): xóa tệp {file_of(survey)} rồi chạy lại."
        raise StoreError(_refusal(connection, survey, f"{other}, mã khác)", mend))
    if not (own and found.id) and found.title != survey.title:
        line = f"ghi hai dòng «id: {found.id}» và «form_id: {found.form_id}» vào {file_of(survey)}"
        mend = f"Nếu chỉ đổi tên cuộc điều tra: {line}, hoặc đặt lại title như cũ."
        raise StoreError(_refusal(connection, survey, f"{other}, tên khác)", mend))
    if _is_other_questionnaire(connection, survey):
        raise StoreError(_refusal(connection, survey, f"{other}, câu hỏi khác)", "Đổi form_id ở phiếu hỏi mới."))


def _refusal(connection, survey, other, mend=""):
    ours = f"«{survey.title}» (form_id {survey.form.form_id})"
    said = (
        f"{_place(connection)} là kho phiếu của cuộc điều tra khác: {other}; cuộc điều tra ở đây là {ours}."
        " Mỗi cuộc điều tra một kho: chỉ đúng kho (FORM_DATABASE_URL, «raw:» hoặc --raw), hoặc để biểu mẫu tự lập kho"
        " riêng ở thư mục data cạnh survey.yaml (chuyển kho kia đi nơi khác nếu nó nằm ở đó)."
    )
    return f"{said} {mend}".strip()


def _place(connection):
    url = connection.engine.url
    return url.database if connection.dialect.name == "sqlite" else f"Cơ sở dữ liệu «{url.database}»"


def _owner(connection):
    if not sa.inspect(connection).has_table(OWNER.name):
        return None
    return connection.execute(sa.select(OWNER)).one_or_none()


def _versions(connection):
    """Name of a version → (form id, its questions)."""
    rows = connection.execute(sa.select(VERSIONS)).all()
    ids = {row.version: FORM_ID.search(row.texts) for row in rows}
    return {r.version: (html.unescape(ids[r.version][1]) if ids[r.version] else "", r.questions) for r in rows}


def _held(connection):
    """Form id → how many answers were given to its questionnaires (0 when it was only served)."""
    versions, held = _versions(connection), Counter()
    counts = connection.execute(sa.select(ANSWERS.c.version, sa.func.count()).group_by(ANSWERS.c.version)).all()
    for version, count in counts:
        if version in versions and versions[version][0]:
            held[versions[version][0]] += count
    return held or Counter({form_id: 0 for form_id, _ in versions.values() if form_id})


def _is_other_questionnaire(connection, survey):
    """Whether answers are there, and none of the kept versions shares half of its questions with this questionnaire."""
    ours = {q.name for q in survey.form.questions}
    kept = [set(json.loads(questions)) for form_id, questions in _versions(connection).values()]
    near = [len(ours & names) >= SAME * min(len(ours), len(names)) for names in kept]
    return bool(near) and not any(near) and sum(_held(connection).values()) > 0


def _written(survey):
    """The id beside survey.yaml, or ""; StoreError when it is beside another questionnaire, or unreadable."""
    path = file_of(survey)
    if path is None or not path.is_file():
        return ""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
        known, form_id = str(found["id"]), str(found["form_id"])
    except (yaml.YAMLError, UnicodeDecodeError, TypeError, KeyError):
        raise StoreError(
            f"{path}: cần hai dòng «id: …» và «form_id: …». Lấy lại tệp từ bản sao, hoặc xóa tệp."
        ) from None
    if form_id != survey.form.form_id:
        raise StoreError(
            f"{path} là mã của cuộc điều tra có form_id {form_id}, phiếu hỏi ở đây có form_id {survey.form.form_id}:"
            " thư mục này chép từ cuộc điều tra khác? Cuộc điều tra mới: xóa tệp này và thư mục data ở bản chép."
            f" Vẫn cuộc điều tra cũ: đặt lại form_id {form_id} trong phiếu hỏi."
        )
    return known


def _kept(survey, known):
    """Writes the id beside survey.yaml, whole or not at all; returns what is there then – another process may be first.

    Where nothing can be written the store alone carries it.
    """
    path = file_of(survey)
    if path is None:
        return known
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    text = WRITTEN.format(id=json.dumps(known), form_id=json.dumps(survey.form.form_id, ensure_ascii=False))
    try:
        fresh.write_text(text, encoding="utf-8")
    except OSError:
        return known
    try:
        _put(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    return _written(survey) or known


def _put(fresh: Path, path: Path):
    """Gives a file its name unless one is there; disks that know no second name for a file are written to plainly."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    except OSError:
        with suppress(FileExistsError), path.open("x", encoding="utf-8") as file:
            file.write(fresh.read_text(encoding="utf-8"))
