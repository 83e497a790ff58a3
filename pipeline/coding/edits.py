"""Changes of the code frame made on the page: written into the person's own file, or not at all."""

from hashlib import blake2b

import pandas as pd

from pipeline import project
from pipeline.coding import files, frame


def append_code(work, question, row):
    """Adds one code to the frame on the disk; all other rows, and columns of a person's own, stay as they were read."""
    path = files.frame_path(work, question)
    with files.alone(work, question):
        files.refuse_frameless(work, question)
        table = files.read_csv(path).fillna("")
        if row["code"] in table.get(_titles(table)["code"], pd.Series()).str.strip().tolist():
            raise frame.FrameError(f"Mã {row['code']} vừa được người khác thêm vào {path.name}. Lưu lại lần nữa.")
        _write_table(path, _with_row(table, row))


def edit_frame(work, question, version, changes, added=()):
    """Changes cells of the frame on the disk – ``changes``: code → {column: text} – and adds the rows ``added``.

    What a person wrote elsewhere in the file stays. Returns what those cells said before, as ``changes``, and the
    version after. FrameError, and nothing is written, where the file is no longer the ``version``
    (:func:`version_of`) the change was made on, or the changed frame could not be read.
    """
    path = files.frame_path(work, question)
    with files.alone(work, question):
        if version_of(work, question) != version:
            raise frame.FrameError(
                f"{path.name} vừa được sửa ở nơi khác (Excel, hoặc người mã hóa khác), nên thay đổi này chưa ghi, để"
                " không mất bản sửa ấy. Trang đã đọc bản mới: xem lại rồi làm lần nữa."
            )
        table = files.read_csv(path).fillna("")
        titles = _titles(table)
        codes = table[titles["code"]].map(lambda cell: frame.unguarded(str(cell)).strip())
        was = {code: {} for code in changes}
        for code, name, text in ((code, *cell) for code, cells in changes.items() for cell in cells.items()):
            if titles[name] not in table:
                table[titles[name]] = ""
            own = codes.eq(code), titles[name]
            was[code][name] = next(iter(table.loc[own]), "")
            table.loc[own] = text
        for row in added:
            table = _with_row(table, row)
        frame.checked(table.set_axis(range(2, len(table) + 2)), path.name)  # the rows as a spreadsheet counts them
        _write_table(path, table)
        return was, version_of(work, question)


def version_of(work, question):
    """What tells one content of the frame's file from another; "" without a file."""
    path = files.frame_path(work, question)
    return blake2b(path.read_bytes(), digest_size=8).hexdigest() if path.is_file() else ""


def _titles(table):
    """Column of the frame → its title in this file, or the usual one where it is not there yet."""
    known = {frame.fold(title): title for title in table.columns}
    return {name: known.get(frame.fold(title), title) for name, title in frame.HEADINGS.items()}


def _with_row(table, row):
    cells = {title: row.get(name, "") for name, title in _titles(table).items()}
    return pd.concat([table, pd.DataFrame([cells])], ignore_index=True).fillna("")


def _write_table(path, table):
    safe = table.map(lambda cell: frame.guarded(frame.unguarded(str(cell))))
    project.write(path, safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig"))
