"""The files of coded verbatims for the analyst: .csv, .xlsx, .sav, all of them or none."""

from io import BytesIO

import pandas as pd
import pyreadstat
import xlsxwriter

from pipeline import files
from pipeline.export.book import SAFE
from pipeline.export.microdata.files import FORMULA, short
from pipeline.questionnaire.tones import TONES

NAME = "loi-van"
LONGEST = 32_000  # bytes of a text: SPSS and Excel keep no more
WIDE = {"cau_tra_loi": 70, "ma": 40, "cach": 14, "xac_suat": 10, "cach_sac_thai": 14}
LABELS = {"cau_tra_loi": "Câu trả lời (đã che)", "ma": "Mã", "cach": "Cách mã hóa", "xac_suat": "Xác suất của máy"}
TONED = {"sac_thai": "Sắc thái", "cach_sac_thai": "Cách mã hóa sắc thái"}


def write(table, columns, ways, question, survey, folder):
    """Writes ``loi-van-<question>`` as .csv, .xlsx and .sav into ``folder``; returns their paths.

    ``table``: ``cau_tra_loi``, a 0/1 column a code of ``columns`` (code → name), ``ma``, ``cach`` (one of ``ways``),
    ``xac_suat`` and, where the sentiment was coded, ``sac_thai`` and ``cach_sac_thai``; ways and sentiments are numbers
    with value labels in the .sav, missing where blank. No cell is a formula. The .sav and the .xlsx say where the data
    are simulated. OSError says why not.
    """
    mark = "DỮ LIỆU MÔ PHỎNG – " if survey.synthetic else ""
    title = f"{mark}{' '.join(question.label.split())}"
    headings = {code: name for code, name in columns.items()} | LABELS | TONED
    paths = [f"{NAME}-{question.name}.{kind}" for kind in ("csv", "xlsx", "sav")]
    with files.together(folder) as aside:
        told = table.rename(columns=headings)
        safe = told.map(_guarded).rename(columns=_guarded)
        (aside / paths[0]).write_bytes(safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig"))
        (aside / paths[1]).write_bytes(_book(table, headings, title))
        _sav(table, columns, ways, title, aside / paths[2])
    return [folder / name for name in paths]


def _guarded(cell):
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _book(table, headings, title):
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "nan_inf_to_errors": False, **SAFE}) as book:
        sheet, bold = book.add_worksheet("Mã hóa"), book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, title, book.add_format({"bold": True}))
        for at, name in enumerate(table):
            sheet.set_column(at, at, WIDE.get(name, 12))
            sheet.write_string(1, at, headings[name], bold)
            for row, cell in enumerate(table[name].tolist(), start=2):
                if isinstance(cell, str):
                    sheet.write_string(row, at, short(cell, LONGEST), wrap)
                elif not pd.isna(cell):
                    sheet.write_number(row, at, cell, wrap)
        sheet.freeze_panes(2, 1)
        sheet.autofilter(1, 0, len(table) + 1, table.shape[1] - 1)
    return stream.getvalue()


def _sav(table, columns, ways, title, path):
    data = table.rename(columns={code: f"ma_{code}" for code in columns})
    numbered = {"cach": ways, "sac_thai": [*TONES.values()], "cach_sac_thai": ways}
    values = {name: dict(enumerate(told, start=1)) for name, told in numbered.items() if name in data}
    for name, told in values.items():
        data[name] = data[name].map({way: number for number, way in told.items()}).astype(float)
    for name in ("cau_tra_loi", "ma"):
        data[name] = data[name].map(lambda text: short(text, LONGEST))
    ticks = {f"ma_{code}": short(name, 255) for code, name in columns.items()}
    pyreadstat.write_sav(
        data,
        path,
        file_label=short(title, 60),
        column_labels={name: text for name, text in (LABELS | TONED | ticks).items() if name in data},
        variable_value_labels=values | {name: {0: "Không", 1: "Có"} for name in ticks},
        variable_measure={"xac_suat": "scale"} | dict.fromkeys([*ticks, *values], "nominal"),
        variable_format=dict.fromkeys([*ticks, *values], "F1.0") | {"xac_suat": "F4.2"},
    )
