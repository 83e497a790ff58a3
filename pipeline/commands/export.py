"""Commands that export data for others."""

import click

from pipeline import lock, terminal
from pipeline.commands.coding import refuse_closed
from pipeline.commands.options import SURVEY, here


@click.group(help="Xuất dữ liệu cho người khác dùng.")
def export():
    """What leaves the project beside the report."""


@export.command(help="Dữ liệu vi mô đã ẩn danh: .sav, .sps, .csv, bảng mã; mọi tổ hợp đặc điểm có ít nhất k người.")
@SURVEY
@click.option("--out", default="", metavar="THƯ_MỤC", help="Nơi có kết quả chạy (mặc định: outputs); ghi vào data/.")
def data(survey, out):
    """Writes the anonymised microdata of the last run."""
    from pipeline import project, vi
    from pipeline.export import microdata

    work = project.at(here(survey), out=here(out))
    with lock.alone(work.out, "export data"):
        frame, variables, report, far = microdata.anonymous(project.analysed(work), work.survey)
        paths = microdata.write(frame, variables, report, far, work.survey, work.out / "data")
    limits = work.survey.privacy
    click.echo(f"{vi.number(len(frame))} phiếu; mọi tổ hợp đặc điểm có ít nhất {limits.k} người. Đã che:")
    for row in report.itertuples():
        click.echo(f"  {row.question}: {vi.number(row.blanked)} người ({vi.percent(row.percent)})")
    click.echo("Đã ghi " + ", ".join(str(terminal.near(path)) for path in paths))


@export.command(
    "codes", help="Câu trả lời mở đã che × mã × cách mã hóa: .csv, .xlsx, .sav; không nhóm nào quá ít người."
)
@click.argument("question", metavar="CÂU_HỎI")
@SURVEY
@click.option("--out", default="", metavar="THƯ_MỤC", help="Nơi có kết quả chạy (mặc định: outputs); ghi vào data/.")
def export_codes(question, survey, out):
    """Writes the verbatims of the last run with their codes."""
    from pipeline import project, vi
    from pipeline.coding import verbatims
    from pipeline.export import verbatims as written

    work = project.at(here(survey), out=here(out))
    refuse_closed(work, question)
    with lock.alone(work.out, "export codes"):
        prepared, coded, tones, frame = verbatims.last(work, project.analysed(work), question)
        least = verbatims.least(work.survey)
        table, columns = verbatims.verbatims(coded, prepared, frame, minimum=least, tones=tones)
        told = work.survey.form[question], work.survey, work.out / "data"
        paths = written.write(table, columns, verbatims.WAYS, *told)
    click.echo(f"{vi.number(len(table))} câu, {len(columns)} mã; mã dưới {least} người gộp vào “Ý kiến khác”.")
    click.echo("Đã ghi " + ", ".join(str(terminal.near(path)) for path in paths))
