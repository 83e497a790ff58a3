"""Answers whose codes are known, from any table a person has: reading them, and what cannot be measured."""

import re
import unicodedata
from pathlib import Path

import pandas as pd

from pipeline import ingest, project, vi

FEWEST = 10  # different answers with an opinion; with fewer every figure is chance
SEPARATORS = ";|#,/\n"  # after ";" the first that takes the cells apart into fewer codes than there are cells
LISTED = re.compile(r"\[\s*'.*'\s*\]|\[\s*\".*\"\s*\]", re.DOTALL)  # a list as Python or JSON writes it


def read(file, text, label):
    """Labelled answers from a CSV (any encoding and separator that Excel writes) or .xlsx: ``text`` and ``codes``.

    Raises ValueError for a file that cannot be read and for columns that are not there.
    """
    path = Path(file)
    if not path.is_file():
        raise project.ProjectError(f"Không có tệp {file}; kiểm tra --data.")
    table = ingest.read(path.read_bytes(), path.name).frame.fillna("").rename(columns=str.strip)
    absent = [name for name in (text, label) if name not in table]
    if absent:
        found = ", ".join(f"«{name}»" for name in table.columns)
        raise ValueError(f"{file}: không có cột «{absent[0]}»; tệp có {found}. Sửa --text, --label.")
    return pd.DataFrame({"text": table[text], "codes": table[label]}).reset_index(drop=True)


def usable(rows):
    """The rows with an answer and a code, and a line on how many were left out ("" for none)."""
    rows = rows.assign(codes=[" ".join(_nfc(cell).split(" ")).strip() for cell in rows["codes"]])
    silent, unlabelled = rows["text"].str.strip().eq(""), rows["codes"].isin(["", "[]", "nan", "NaN"])
    kept = rows[~silent & ~unlabelled].reset_index(drop=True)
    if len(kept) == len(rows):
        return kept, ""
    blank, bare = vi.number(silent.sum()), vi.number((unlabelled & ~silent).sum())
    return kept, f"Không tính {blank} dòng trống câu trả lời và {bare} dòng trống mã"


def code_table(cells, *, several):
    """Answers × codes, 0/1, from the label column; and the separator found ("" for one code a cell).

    ";" always parts codes with ``several``; another sign where it makes fewer codes than there are different cells.

    Raises ValueError when cells without ``several`` are plainly lists of codes.
    """
    parted, sign = _parted(cells, several)
    if sign and not several and (sign == ";" or any(map(LISTED.fullmatch, cells))):
        example = next(cell for cell, parts in zip(cells, parted, strict=True) if len(parts) > 1)
        raise ValueError(
            f"Cột mã có ô mang nhiều mã («{example[:60]}»), cần một mã mỗi câu."
            " Thêm --multi nếu một câu có thể mang nhiều mã, hoặc sửa --label."
        )
    if not (sign and several):
        parted, sign = [[cell] for cell in cells], ""
    # The ";" that joins codes everywhere else cannot stand in one.
    names = [sorted({code.replace(";", ",") for code in parts}) for parts in parted]
    long = pd.Series(names, dtype=object).explode()
    return pd.get_dummies(long).groupby(level=0).max().astype(int), sign


def _parted(cells, several):
    """Each cell's codes under the separator of the whole column; that separator, "" for none."""
    if listed := any(map(LISTED.fullmatch, cells)):
        cells = [re.sub(r"['\"]", "", cell.strip("[] \n")) for cell in cells]
    for sign in "," if listed else SEPARATORS:
        parted = [[part.strip() for part in cell.split(sign) if part.strip()] for cell in cells]
        is_told = several and sign == ";" and any(len(parts) > 1 for parts in parted)
        if is_told or len({code for parts in parted for code in parts}) < len(set(cells)):
            return parted, sign
    return [[cell] for cell in cells], ""


def refuse_unmeasurable(prepared, codes):
    """Raises ValueError, naming the mend, where no figure would mean anything: one code, or next to no answers."""
    said = prepared.loc[prepared["kind"].eq("content"), "key"].nunique()
    numbers = prepared["text"].str.fullmatch(r"\s*[-+]?[\d.,]+\s*").mean()
    if numbers > 0.5:
        raise ValueError(f"{vi.percent(100 * numbers)} ô của cột câu trả lời là số, không phải chữ. Sửa --text.")
    if said < FEWEST:
        raise ValueError(
            f"Chỉ có {vi.number(said)} câu khác nhau nêu ý kiến trong {vi.number(len(prepared))} dòng có câu trả lời và"
            f" mã; cần ít nhất {FEWEST}. Xem lại --data, --text và --label."
        )
    if codes.shape[1] < 2:
        raise ValueError(f"Cột mã chỉ có một mã («{codes.columns[0][:60]}»); cần ít nhất hai mã để đo. Sửa --label.")
    if codes.shape[1] > len(codes) / 2:
        raise ValueError(
            f"Cột mã có {vi.number(codes.shape[1])} mã khác nhau ở {vi.number(len(codes))} câu; mỗi mã cần vài câu."
            " Sửa --label; nếu một ô ghi nhiều mã, dùng --multi và dấu ; giữa các mã."
        )


def _nfc(cell):
    return unicodedata.normalize("NFC", str(cell))
