"""Commands of the questionnaire: checked, printed, drafted from an export."""

import os
from pathlib import Path

import click

from pipeline import files, lock, terminal
from pipeline.paths import path_of


@click.command(help="Kiểm tra phiếu hỏi; xuất .xlsx và bảng mã.")
@click.argument("file", metavar="TỆP", default="questionnaire/questionnaire.md")
@click.option("--to", default="", metavar="THƯ_MỤC", help="Nơi ghi (mặc định: cạnh tệp phiếu).")
@click.option("--print", "on_paper", is_flag=True, help="Viết thêm phiếu giấy để in: Word và PDF, có trang góp ý.")
def questionnaire(file, to, on_paper):
    """Checks an XLSForm and writes it as .xlsx with a code book, and as a paper to print."""
    from pipeline import questionnaire as forms

    path = Path(file) if Path(file).exists() else path_of(file)
    form = forms.read(path)
    folder = Path(to) if to else path.parent
    book, codes = folder / f"{path.stem}.xlsx", folder / f"{path.stem}_bang-ma.csv"
    with lock.alone(folder, "questionnaire"), files.together(folder) as aside:
        written = [codes] if book.resolve() == path.resolve() else [book, codes]
        if book in written:
            (aside / book.name).write_bytes(forms.xlsx(forms.sheets(path)))
        forms.codebook(_with_scales(path, form)).to_csv(aside / codes.name, index=False, encoding="utf-8-sig")
        papers = _papers(path, form, aside) if on_paper else []
    asked = sum(q.kind != "none" for q in form.questions)
    click.echo(f"Phiếu hợp lệ: {asked} câu trả lời được trong {len(form.sections)} phần.")
    for said in (*form.notes, *_limits_of(form)):
        click.echo(f"Lưu ý – {said}")
    click.echo(f"Đã ghi {_listed(written)}")
    if papers:
        click.echo(f"Phiếu để in: {_listed(folder / paper.name for paper in papers)}")


def _listed(paths):
    return " và ".join(str(terminal.near(path.resolve())) for path in paths)


def _limits_of(form):
    """What the collection form would pass over of a questionnaire, or why it could not serve it."""
    from pipeline.form.layout import FormError, layout
    from pipeline.form.limits import limits

    try:
        layout(form)
    except FormError as error:
        return [str(error)]
    return limits(form)


def _papers(path, form, folder):
    """The questionnaire as a paper to print, with the head of the survey.yaml beside it, where there is one."""
    from pipeline.export import docx, pdf
    from pipeline.report.paper import paper

    document = paper(_with_scales(path, form), _survey_beside(path))
    to = folder / f"{path.stem}_phieu-giay"
    return [docx.write(document, to.with_suffix(".docx")), pdf.write(document, to.with_suffix(".pdf"))]


def _with_scales(path, form):
    """The scores of scales are in the survey.yaml beside the questionnaire, where there is one."""
    found = _survey_beside(path)
    return found.form if found else form


def _survey_beside(path):
    """The survey.yaml beside a questionnaire, if it is of this questionnaire."""
    from pipeline import survey as surveys

    beside = path.parent / "survey.yaml"
    found = surveys.read(beside) if beside.is_file() else None
    return found if found and found.questionnaire == path.name else None


@click.command(help="Viết phiếu hỏi và survey.yaml từ một tệp đã thu (Google Forms, Kobo, SPSS, CSV).")
@click.argument("file", metavar="TỆP")
@click.option("--to", required=True, metavar="THƯ_MỤC", help="Nơi ghi questionnaire.md và survey.yaml.")
@click.option("--encoding", default="", metavar="TÊN", help="Bảng mã của tệp chữ (utf-8, cp1258, tcvn3, vni …).")
def draft(file, to, encoding):
    """Drafts a questionnaire and a survey.yaml from an export."""
    from pipeline import drafting, ingest, project

    path, folder = Path(file), Path(to)
    raw = ingest.read(project.raw_bytes(project.Project(None, path, folder, folder)), path.name, encoding)
    drafted = ingest.draft(raw, title=path.stem, source=_source(path, folder, encoding))
    with lock.alone(folder, "draft"), files.together(folder) as aside:
        for name in drafting.FILES:
            if (folder / name).exists():
                raise project.ProjectError(f"{folder / name} đã có; chọn thư mục khác để không ghi đè bản đã sửa.")
        lines = drafting.write(raw, drafted, aside)
    click.echo(f"Đã viết {folder / 'questionnaire.md'} và {folder / 'survey.yaml'}; chỗ đoán được đánh dấu «đoán».")
    terminal.say_notes(raw.notes)
    click.echo("\n".join(lines))
    words = ("--survey", folder / "survey.yaml", "--out", folder / "ket-qua")
    click.echo(f"Từng bước trong JupyterLab: {terminal.again('lab', *words)}")
    click.echo(f"Chạy tiếp: {terminal.again('run', *words)}")


def _source(path, folder, encoding):
    """What ``raw`` of a survey.yaml in ``folder`` says of a file: path from there, encoding if one was given."""
    try:
        path = os.path.relpath(path.resolve(), folder.resolve())
    except ValueError:  # on another drive of Windows
        path = path.resolve()
    file = Path(path).as_posix()
    return {"file": file, "encoding": encoding} if encoding else file
