"""Which sheet of a workbook holds the answers: no guide, no list of codes, no repeat of another sheet's rows."""

import re

from pipeline.ingest.text import fold, lower

ASIDE = re.compile(
    r"hướng dẫn|huong dan|guide|read ?me|instructions?|ghi chú|danh mục|danh muc|bảng mã|mã hóa|code ?book|dictionary"
    r"|choices|settings|tra cứu|lookup|mẫu phiếu"
)
SUMMARY = re.compile(r"tổng hợp|thống kê|biểu đồ|chart|pivot|summary")
REPEAT = {"parent_key", "_parent_index", "_parent_table_name", "_submission__id", "_submission__uuid", "parent_uid"}
SHARE = 0.2


def chosen(sheets, hidden=()):
    """Name of the sheet of answers among ``{name: [(row number, cells), …]}``, and notes that say what was not read.

    A sheet named as a guide or a list is passed over, one named as a summary unless it is the largest; a repeat's sheet
    (``_parent_index`` …) is never the answers. Of the rest the first is taken that is no mere fifth of the largest.
    """
    filled = {title: _cells(rows) for title, rows in sheets.items()}
    fit = [t for t, n in filled.items() if n and sum(any(cells) for _, cells in sheets[t]) > 1]
    main = [t for t in fit if not is_repeat(sheets[t])] or fit
    own = [t for t in main if not ASIDE.search(lower(t))] or main
    own = [t for t in own if not SUMMARY.search(lower(t)) or filled[t] == max(filled[o] for o in own)]
    enough = [t for t in own if filled[t] >= SHARE * max(filled[o] for o in own)]
    best = next(iter(enough or fit or sheets))
    others = {t: _why(sheets[t], sheets[best]) for t in fit if t != best}
    return best, _notes(best, others, hidden)


def even(rows):
    """Pairs (number, cells) with as many cells as the longest: spreadsheets keep no blank cells at the end of a row."""
    width = max((len(cells) for _, cells in rows), default=0)
    return [(number, [*cells, *[""] * (width - len(cells))]) for number, cells in rows]


def is_repeat(rows):
    """Whether the header of a table says that its rows belong to the rows of another one."""
    return bool(REPEAT.intersection(_header(rows)))


def _cells(rows):
    return sum(1 for _, cells in rows for c in cells if c not in (None, ""))


def _why(rows, answers):
    """What a reader should know of a sheet that was not read."""
    if is_repeat(rows):
        return " (bảng con của nhóm lặp)"
    same = _header(rows) == _header(answers)
    return " (CÙNG TIÊU ĐỀ: nếu là phiếu của cùng cuộc điều tra, lưu thành tệp riêng và nêu ở «raw:»)" if same else ""


def _header(rows):
    return [fold(str(c)) for c in next((cells for _, cells in rows if any(cells)), []) if c not in (None, "")]


def _notes(best, others, hidden):
    unread = [f"«{t}»{why}" for t, why in others.items()]
    notes = [f"Đọc sheet «{best}»; không đọc: {', '.join(unread)}."] if unread else []
    return notes + ([f"Sheet ẩn không đọc: {', '.join(f'«{t}»' for t in hidden)}."] if hidden else [])
