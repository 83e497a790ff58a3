"""One-time codes on paper: a PDF of slips to cut apart, by unit, and the keyed hashes in the store.

The plain codes exist only in that PDF; the store does not know which unit, page or slip a code is on.
"""

import io
import json
import os
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from textwrap import shorten
from zoneinfo import ZoneInfo

import segno
import sqlalchemy as sa
import typst

from pipeline import form as forms
from pipeline import vi
from pipeline.export.typst.letters import FAMILY, FONTS
from pipeline.form import codes, places
from pipeline.form.database import CODES, reading
from pipeline.form.words import VIETNAMESE
from pipeline.survey import HEADCOUNT

TEMPLATE = Path(__file__).parent / "templates" / "slips.typ"
FIRST, ROOM = 12, 14  # slips on a pile's first page, which instructs the person who hands out, and on the others
UNFINISHED = ".dang-tao-ma.pdf"


class SlipsError(ValueError):
    """Codes that cannot be made or printed; the message says why and the mend."""


def make(survey, piles, *, kind, folder=None):
    """Makes codes for ``piles`` (name → how many), prints them and stores their keyed hashes.

    Returns the PDF (in ``folder``; default: ma in the survey's data folder) and how many codes the store holds now.
    Raises SlipsError, StoreError when the store is another kind's or survey's, OSError when the folder is not writable.
    """
    check(survey)
    made = iter(codes.fresh(sum(piles.values())))
    drawn = {name: [next(made) for _ in range(count)] for name, count in piles.items()}
    engine, key = forms.connected(survey, kind)
    folder = Path(folder or places.folder(survey, kind) / "ma")
    try:
        path = _day_named(folder, survey)
        # First the whole PDF on disk under a name nobody prints from, then the codes, then the name: a full disk or a
        # crash leaves no PDF whose codes do not work, only codes that nobody has.
        with _unfinished(folder) as unfinished:
            _write(unfinished, pdf(survey, drawn, kind=kind))
            codes.add(engine, [code for pile in drawn.values() for code in pile], key)
            os.replace(unfinished, path)
        with reading(engine) as connection:
            return path, connection.execute(sa.select(sa.func.count()).select_from(CODES)).scalar_one()
    finally:
        engine.dispose()


def check(survey):
    """SlipsError when the survey has no use for codes or no address to print."""
    if survey.collection.mode != "codes":
        raise SlipsError(
            f"Cuộc điều tra không dùng mã (collection › mode: {survey.collection.mode})."
            " Ghi «mode: codes» trong survey.yaml rồi chạy lại."
        )
    if not survey.collection.url:
        raise SlipsError(
            "Thiếu collection › url: mã QR cần địa chỉ của biểu mẫu. Ghi như «url: https://phieu.co-quan.vn»."
        )


def per_unit(survey):
    """Label of each unit of the staff list → its headcount, in questionnaire order; units without people left out."""
    unit, staff = survey.population.unit, survey.headcount
    if staff is None or not unit:
        raise SlipsError(
            "Chưa có danh sách đơn vị: ghi population › file và population › unit trong survey.yaml,"
            " hoặc dùng -n SỐ_MÃ thay cho --per-unit."
        )
    people = staff.groupby(unit)[HEADCOUNT].sum()
    counts = [(choice, int(people.get(choice.name, 0))) for choice in survey.form[unit].choices]
    names = [choice.label for choice, _ in counts]
    # two units under one label keep their codes apart
    return {c.label if names.count(c.label) == 1 else f"{c.label} ({c.name})": n for c, n in counts if n}


def pdf(survey, drawn, *, kind):
    """The PDF (bytes) of slips: ``drawn`` is the plain codes by pile; every pile begins on a new page."""
    address = survey.collection.url.rstrip("/")
    texts = {
        "title": shorten(survey.form.title or survey.title, 125, placeholder=" …"),
        "owner": " – ".join(filter(None, (survey.owner.superior, survey.owner.name))),
        "address": address,
        "window": _window(survey, kind),
        "mark": VIETNAMESE[kind] if kind != "live" else VIETNAMESE["synthetic"] if survey.synthetic else "",
        "font": FAMILY,
        "pages": [page for name, pile in drawn.items() for page in _pages(name, pile, address)],
    }
    # in memory alone: no other file ever holds a plain code
    sources = {"main.typ": TEMPLATE.read_bytes(), "slips.json": json.dumps(texts).encode()}
    return typst.compile(sources, font_paths=[FONTS], ignore_system_fonts=True)


def content(address, code):
    """What a slip's QR holds: the code stands after #, a part of the address that no server or proxy is sent."""
    return f"{address}/ma#{code}"


def _pages(name, pile, address):
    starts = [0, *range(FIRST, len(pile), ROOM)]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(pile)], strict=True), start=1):
        slips = [{"code": code, "qr": _qr(content(address, code))} for code in pile[start:end]]
        count = vi.number(len(pile))
        yield {"pile": name, "count": count, "number": number, "of": len(starts), "slips": slips}


def _qr(text):
    svg = io.BytesIO()
    segno.make(text, error="m", micro=False, boost_error=False).save(svg, kind="svg", border=4, omitsize=True)
    return svg.getvalue().decode()


def _window(survey, kind):
    """When the form is open; of a trial slip, that it is one."""
    opens, closes = survey.collection.opens, survey.collection.closes
    if kind != "live":
        return VIETNAMESE[kind]
    if opens and closes:
        return f"Mở {vi.moment(opens)} – {vi.moment(closes)}"
    return f"Nhận phiếu đến {vi.moment(closes)}" if closes else ""


def _day_named(folder, survey):
    """``ma-2022-03-25.pdf``, or the first ``ma-2022-03-25-2.pdf`` … that is not there: nothing is overwritten."""
    folder.mkdir(parents=True, exist_ok=True)
    day = datetime.now(ZoneInfo(survey.collection.timezone)).date().isoformat()
    number = 1
    while (path := folder / f"ma-{day}{'' if number == 1 else f'-{number}'}.pdf").exists():
        number += 1
    return path


@contextmanager
def _unfinished(folder):
    """A new empty file that only its owner reads, held by one run at a time and gone at the end."""
    path = folder / UNFINISHED
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise SlipsError(
            f"Một lần tạo mã khác đang chạy, hoặc đã bị ngắt giữa chừng. Nếu không có lần nào đang chạy: xóa tệp {path}"
            " (mã trong đó chưa phát cho ai) rồi chạy lại."
        ) from None
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _write(path, document):
    with path.open("r+b") as file:  # keeps the mode 0600
        file.write(document)
        file.flush()
        os.fsync(file.fileno())
