"""The files of one export of microdata: .sav, .sps, .csv, code book, and a page that says what was done."""

import errno
import shutil
from functools import partial

import numpy as np
import pyreadstat

from pipeline import files, vi
from pipeline.export.microdata.anonymous import WEIGHT

NAME = "du-lieu"
ROOM = 1_000_000  # free bytes of a disk that is not full
LABEL, VALUE = 255, 119  # bytes SPSS keeps of a variable's and a value's label
HEADINGS = ["Biến", "Câu hỏi", "Nhãn", "Thang đo", "Mã", "Ý nghĩa", "Giá trị khuyết"]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(data, variables, report, far, survey, folder):
    """Writes the files into ``folder`` (made if need be) and returns their paths.

    ``data``, ``variables``, ``report``, ``far``: as ``anonymous`` returns them. Texts are Vietnamese; labels longer
    than SPSS keeps are shortened in the .sav and whole in the code book. Text that a spreadsheet would take for a
    formula is written with an apostrophe before it. All files appear, or none; OSError says why.
    """
    names = (f"{NAME}.sav", f"{NAME}.sps", f"{NAME}.csv", "bang-ma.csv", "doc-truoc.txt")
    with files.together(folder) as aside:
        paths = [aside / name for name in names]
        _sav(data, variables, survey, paths[0])
        paths[1].write_text(syntax(variables, survey), encoding="utf-8-sig")
        paths[2].write_bytes(_csv(labelled(data, variables)))
        book = variables.assign(missing=variables["missing"].map({True: "có", False: ""})).set_axis(HEADINGS, axis=1)
        paths[3].write_bytes(_csv(book))
        paths[4].write_text(notes(data, report, far, survey), encoding="utf-8-sig")
    return [folder / name for name in names]


def _sav(data, variables, survey, path):
    first = variables.drop_duplicates("variable").set_index("variable")
    coded = variables.dropna(subset="code")
    values = {name: _shortened(rows) for name, rows in coded.groupby("variable", sort=False)}
    gone = {name: rows["code"] for name, rows in coded[coded["missing"].astype(bool)].groupby("variable", sort=False)}
    write = partial(
        pyreadstat.write_sav,
        data,
        path,
        file_label=short(f"{'DỮ LIỆU MÔ PHỎNG – ' if survey.synthetic else ''}{survey.title}", 60),
        column_labels={name: short(label, LABEL) for name, label in first["label"].items()},
        variable_value_labels=values,
        missing_ranges={name: [{"lo": float(codes.min()), "hi": float(codes.max())}] for name, codes in gone.items()},
        variable_measure=first["measure"].to_dict(),
        variable_format={name: "F8.4" if name == WEIGHT else "F4.0" if _whole(data[name]) else "F8.2" for name in data},
    )
    try:
        write()
    except pyreadstat.ReadstatError as error:  # it does not say why
        is_full = shutil.disk_usage(path.parent).free < ROOM
        raise OSError(errno.ENOSPC if is_full else errno.EIO, str(error), str(path)) from error


def _shortened(rows):
    return {code: short(text, VALUE) for code, text in zip(rows["code"], rows["value"], strict=True)}


def _whole(column):
    return bool(np.equal(column, column.round()).all())


def short(text, most):
    """The text cut to ``most`` bytes of UTF-8 at a whole letter, with … for what is gone."""
    raw = text.encode()
    return text if len(raw) <= most else raw[: most - 3].decode(errors="ignore") + "…"


def syntax(variables, survey):
    """SPSS syntax that opens the .sav, weights it and names its multiple-response sets (also read by PSPP)."""
    several = [q for q in survey.form.questions if q.kind == "multiple"]
    lines = ["* Encoding: UTF-8.", f"* {' '.join(survey.title.split())}.", f"GET FILE='{NAME}.sav'."]
    lines += [f"WEIGHT BY {WEIGHT}."] if variables["variable"].eq(WEIGHT).any() else []
    for question in several:
        names = variables.loc[variables["question"].eq(question.name), "variable"].drop_duplicates()
        if len(names):
            label = short(question.label, LABEL).replace("'", "''")
            lines.append(
                f"MRSETS\n  /MDGROUP NAME=${question.name} LABEL='{label}' CATEGORYLABELS=VARLABELS\n"
                f"   VARIABLES={' '.join(names)} VALUE=1\n  /DISPLAY NAME=[${question.name}]."
            )
    return "\n".join([*lines, "EXECUTE.", ""])


def labelled(data, variables):
    """The data with the text of every code in its place; numbers without text stay numbers."""
    texts = variables.dropna(subset="code").groupby("variable", sort=False)
    words = {name: dict(zip(rows["code"], rows["value"], strict=True)) for name, rows in texts}
    return data.astype(object).replace(words)


def _csv(frame):
    safe = frame.map(lambda v: f"'{v}" if isinstance(v, str) and v.startswith(FORMULA) else v)
    return safe.to_csv(index=False).encode("utf-8-sig")


LEVELLED = (
    "Trọng số (trong_so) của một phiếu là trung bình trọng số của mọi người có cùng những đặc điểm còn nêu ở phiếu ấy,"
    " làm tròn bốn chữ số; phiếu bị che hết các đặc điểm mang trung bình của mọi phiếu. Nhờ vậy trọng số không cho biết"
    " thêm đặc điểm nào đã che."
)


def _far(far, *, least, is_weighted):
    """One paragraph: why figures of the file are not the report's, and by how much at most."""
    points = vi.number(np.ceil(10 * far.points) / 10, 1)
    before, after = (vi.number(size) for size in far.effective)
    levelled, size = "", ""
    if is_weighted:
        levelled = "trọng số san bằng như trên, "
        size = (
            f" Cỡ mẫu hiệu dụng tính từ trọng số của tệp là {after}, của báo cáo là {before}; khoảng tin cậy, kiểm định"
        )
        size += " tính từ tệp vì thế cũng khác."
    return (
        f"Tệp này không cho lại đúng số liệu của báo cáo ({levelled}câu trả lời bị che, số bị kéo về). Tỷ lệ của một"
        f" phương án có từ {least} người chọn, tính từ tệp, khác tỷ lệ trong báo cáo nhiều nhất {points} điểm phần"
        f" trăm.{size} Trung bình, độ lệch chuẩn của câu ghi số khác của báo cáo, có thể khác xa khi ít người ghi số"
        " rất lớn hay rất nhỏ. Khi dẫn số liệu, dẫn theo báo cáo."
    )


def notes(data, report, far, survey):
    """What a user of the files must know: who is in, what was blanked and why, how far figures lie from the report's,
    what is not protected."""
    limits, total = survey.privacy, len(data)
    lines = [
        "DỮ LIỆU MÔ PHỎNG\n" if survey.synthetic else "",
        f"{survey.title}\n",
        f"{vi.number(total)} phiếu đưa vào phân tích, thứ tự ngẫu nhiên, không liên quan thứ tự nhận phiếu.",
        "Không có: đơn vị, ngày trả lời, câu trả lời bằng lời, cờ chất lượng.",
        f"Mọi tổ hợp của {len(report)} đặc điểm sau có ít nhất k = {limits.k} người; câu trả lời bị"
        f" che (mã «Đã che để bảo vệ người trả lời») để đạt điều đó:",
        *(
            f"  {row.question}: {vi.number(row.blanked)} người ({vi.percent(row.percent)})"
            for row in report.itertuples()
        ),
        f"Số ghi tay ở hai đầu được kéo về giá trị mà ít nhất {limits.k} người đạt tới hoặc vượt quá.",
        LEVELLED if WEIGHT in data else "",
        _far(far, least=limits.k, is_weighted=WEIGHT in data),
        "Chưa bảo đảm l-đa dạng: nếu mọi người của một tổ hợp trả lời giống nhau thì biết tổ hợp là biết câu trả lời"
        " đó.",
        "Người biết câu trả lời khác của một người vẫn có thể nhận ra phiếu. Chỉ giao dữ liệu kèm cam kết sử dụng.",
    ]
    return "\n".join(filter(None, lines)) + "\n"
