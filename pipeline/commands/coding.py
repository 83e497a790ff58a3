"""Commands of open answers: the coder's page."""

from pathlib import Path

import click

from pipeline import terminal
from pipeline.commands.options import PORT, SURVEY, here, named


@click.command("code", help="Mã hóa tay một câu hỏi mở trên trang của riêng máy này, câu cần nhất hỏi trước.")
@click.argument("question", metavar="CÂU_HỎI")
@click.option("--coder", default="A", show_default=True, metavar="TÊN", help="Tên hoặc chữ tắt của người mã hóa.")
@click.option("--sample", default=0, metavar="N", help="Mẫu chung N câu cho mọi người mã hóa, không thấy bài của nhau.")
@click.option(
    "--precision",
    metavar="TỶ_LỆ",
    type=click.FloatRange(0.5, 0.999),
    default=0.9,
    show_default=True,
    help="Độ chính xác máy phải giữ.",
)
@click.option("--import", "frame", default="", metavar="TỆP", help="Lấy mã và cụm từ khóa từ bảng mã (CSV) khác.")
@SURVEY
@click.option("--out", default="", metavar="THƯ_MỤC", help="Nơi có kết quả đã chạy (mặc định: outputs).")
@click.option("--port", **PORT, default=8010)
def code(question, coder, sample, precision, frame, survey, out, port):
    """Serves the coder's page, or takes over another survey's code frame."""
    from pipeline import project
    from pipeline.coding import desk, files, imports, page, strays

    work = project.at(*map(here, (survey, "", out)))
    refuse_closed(work, question)
    if frame:
        told = imports.take_over(work, question, imports.read(frame), Path(frame).name)
        same = *named(survey, False), *(("--out", out) if out else ())
        return click.echo("\n".join([*told, f"Mã hóa tiếp: {terminal.again('code', question, *same)}"]))
    coder = " ".join(coder.split())
    if not coder:
        raise project.ProjectError("--coder trống; ghi tên hoặc chữ tắt của người mã hóa.")
    for line in filter(None, [*terminal.stored_by_git(work), files.mended(work, question)]):
        click.echo(line, err=True)
    opened = desk.open_desk(work, project.analysed(work), question, coder, sample=sample, precision=precision)
    if line := strays.told(work, question, strays.everyone(work, question, opened.prepared)):
        click.echo(line, err=True)
    page.serve(opened, port=port)


def refuse_closed(work, question):
    """Raises ``project.ProjectError`` where a question is none of the survey's open ones; names those there are."""
    from pipeline import project

    if question not in work.survey.open_questions:
        known = ", ".join(work.survey.open_questions) or "chưa có câu nào"
        raise project.ProjectError(f"«{question}» không có trong open_questions của survey.yaml (có: {known}).")
