"""The command that holds an edited report against its tables."""

import json
import sys
from pathlib import Path

import click

from pipeline import files, terminal
from pipeline.commands.options import SURVEY, here


@click.command(
    "check-report", help="Đối chiếu báo cáo Word đã sửa với số liệu: con số, so sánh, nhóm ít người, lời dè dặt."
)
@click.argument("file", metavar="TỆP.docx")
@SURVEY
@click.option(
    "--out", default="", metavar="THƯ_MỤC", help="Kết quả của lần chạy đã viết ra báo cáo (mặc định: outputs)."
)
def check_report(file, survey, out):
    """Names what an edited report says against its tables; exit code 1 where it says anything."""
    from pipeline import check, claims, project

    path, work = Path(file), project.at(here(survey), out=here(out))
    content = _docx(path)
    edited, told = check.read(content, path.name), _told(work)
    document, found = check.check(edited, check.sources(work.survey, *told))
    mark = claims.mark(told[1])
    if edited.mark not in ("", mark):
        click.echo(f"Chú ý: {path.name} được viết ra từ số liệu khác với kết quả ở --out (dấu số liệu khác nhau).")
    record = path.with_name(f"{path.stem}.kiem-tra.json")
    if found:
        record.unlink(missing_ok=True)  # of the file as it was before
        _say_found(found, f"{path.name} ({document.called})")
        sys.exit(1)
    made = check.certificate(content, path.name, document, mark, check.counted(edited))
    files.whole(record, f"{json.dumps(made, ensure_ascii=False, indent=1)}\n".encode())
    said = f"ĐẠT: {path.name} ({document.called}) không nói gì trái với số liệu."
    click.echo(f"{said} Phiếu kiểm tra: {terminal.near(record)}")


def _told(work):
    """The printed tables of the last run, its claims, and the documents that say them."""
    from pipeline import claims, project, report

    printed = project.report_tables(work)
    remarks = report.read(project.remarks(work), work.survey, printed)
    told = [*claims.found(work.survey, printed), *report.claims_of(remarks)]
    return printed, told, report.documents(work.survey, printed, told, remarks)


def _say_found(found, name):
    from pipeline import check

    for at, one in enumerate(found, start=1):
        click.echo(f"{at}. {check.KINDS[one.kind].capitalize()}: {one.why}\n   trong tệp: {one.text}")
        click.echo(f"   báo cáo:   {one.source}") if one.source and one.source != one.text else None
    click.echo(f"CHƯA ĐẠT: {len(found)} chỗ trong {name} không còn đúng với số liệu.")


def _docx(path):
    from pipeline import check

    try:
        return path.read_bytes()
    except OSError as error:
        raise check.CheckError(f"Không đọc được {path}: {files.in_vietnamese(error)}") from error
