"""The command line: python -m pipeline …"""

import csv
import functools
import os
import signal
import sys
from itertools import chain
from pathlib import Path

if __name__ == "__main__":  # Ctrl+C while modules load: nothing is half done yet
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))

import click

from pipeline import files, git_filter, lock, terminal
from pipeline.paths import ROOT, path_of

SURVEY = click.option("--survey", default="", metavar="TỆP", help="Tệp survey.yaml.")
PILOT = click.option("--pilot", is_flag=True, help="Chạy thử: kho riêng, không tính vào kết quả.")
PORT = {"type": click.IntRange(1, 65535), "show_default": True, "help": "Cổng nghe trên máy này."}


@click.group(help="Điều tra dư luận xã hội: từ phiếu hỏi đến báo cáo.")
def cli():
    """Commands of the pipeline."""


@cli.command(help="Chạy những sổ tay có gì thay đổi và viết báo cáo.")
@click.option("-p", "parameters", multiple=True, metavar="TÊN=GIÁ_TRỊ", help="Tham số của sổ tay; dùng được nhiều lần.")
@click.option("--raw", multiple=True, metavar="TỆP", help="Tệp phiếu (CSV, Excel, SPSS, kho …); dùng được nhiều lần.")
@click.option("--encoding", default="", metavar="TÊN", help="Bảng mã của tệp chữ (utf-8, cp1258, tcvn3, vni …).")
@SURVEY
@click.option("--out", default="", metavar="THƯ_MỤC", help="Nơi ghi kết quả (mặc định: outputs).")
@click.option("--force", is_flag=True, help="Chạy lại cả sáu bước, dù không có gì thay đổi.")
@click.option("--from", "since", default="", metavar="BƯỚC", help="Chạy lại từ bước này (01 … 06) trở đi.")
@click.option("--only", default="", metavar="BƯỚC", help="Chỉ chạy lại bước này; các bước khác giữ nguyên.")
@click.option("--dry-run", "--explain", "dry", is_flag=True, help="Chỉ cho biết bước nào sẽ chạy, vì thay đổi gì.")
def run(parameters, raw, encoding, survey, out, force, since, only, dry):
    """Runs the notebooks that must run and prints where the report is."""
    from pipeline import run as runs

    paths = [_here(path) for path in raw]
    todo = runs.job(_here(survey), paths, _here(out), parameters, encoding)
    again = runs.forced(force, since, only)
    if dry:
        return click.echo("\n".join(runs.explained(todo, again)))
    if not (again or runs.pending(todo)):
        click.echo("Không có gì thay đổi từ lần chạy trước; kết quả giữ nguyên (chạy lại tất cả: thêm --force).")
    words = {"force": force, "since": since, "only": only}
    _say_results(runs.run(_here(survey), paths, _here(out), parameters, encoding, **words))


def _here(text):
    """A path given on the command line, taken from the folder the user is in; "" stays ""."""
    return str(Path(text).resolve()) if text else ""


def _say_results(index):
    for row in _rows(index.parent / "tables" / "case_flow.csv"):
        click.echo(f"  {row['step']}: {int(row['n']):,}".replace(",", "."))
    tables = (index.parent / "tables" / f"{name}.csv" for name in ("reading", "decisions"))
    _say_notes(row["note"] for table in tables for row in _rows(table))
    report = terminal.near(index.parent / "report" / "bao-cao.html")
    click.echo(f"Báo cáo: {report}, bao-cao.pdf; phụ lục: phu-luc.html, phu-luc.pdf")
    click.echo(f"Mục lục mọi kết quả: {terminal.near(index)}")


def _rows(path):
    """Rows of a small table of the results; none where there is no such table."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _say_notes(notes):
    """What was decided while the file was read, and corrected by hand; nothing where there is nothing to say."""
    for note in notes:
        click.echo(f"  • {note}")


@cli.command(
    "check-report", help="Đối chiếu báo cáo Word đã sửa với số liệu: con số, so sánh, nhóm ít người, lời dè dặt."
)
@click.argument("file", metavar="TỆP.docx")
@SURVEY
@click.option(
    "--out", default="", metavar="THƯ_MỤC", help="Kết quả của lần chạy đã viết ra báo cáo (mặc định: outputs)."
)
def check_report(file, survey, out):
    """Names what an edited report says against its tables; exit code 1 where it says anything."""
    import json

    from pipeline import check, claims, project, report

    path, work = Path(file), project.at(_here(survey), out=_here(out))
    content, printed = _docx(path), project.report_tables(work)
    remarks = report.read(project.remarks(work), work.survey, printed)
    told = [*claims.found(work.survey, printed), *report.claims_of(remarks)]
    documents, edited = report.documents(work.survey, printed, told, remarks), check.read(content, path.name)
    document, found = check.check(edited, check.sources(work.survey, printed, told, documents))
    if edited.mark not in ("", claims.mark(told)):
        click.echo(f"Chú ý: {path.name} được viết ra từ số liệu khác với kết quả ở --out (dấu số liệu khác nhau).")
    for at, one in enumerate(found, start=1):
        click.echo(f"{at}. {check.KINDS[one.kind].capitalize()}: {one.why}\n   trong tệp: {one.text}")
        click.echo(f"   báo cáo:   {one.source}") if one.source and one.source != one.text else None
    record = path.with_name(f"{path.stem}.kiem-tra.json")
    if found:
        record.unlink(missing_ok=True)  # of the file as it was before
        click.echo(f"CHƯA ĐẠT: {len(found)} chỗ trong {path.name} ({document.called}) không còn đúng với số liệu.")
        sys.exit(1)
    made = check.certificate(content, path.name, document, claims.mark(told), check.counted(edited))
    files.whole(record, f"{json.dumps(made, ensure_ascii=False, indent=1)}\n".encode())
    click.echo(
        f"ĐẠT: {path.name} ({document.called}) không nói gì trái với số liệu. Phiếu kiểm tra: {terminal.near(record)}"
    )


def _docx(path):
    from pipeline import check

    try:
        return path.read_bytes()
    except OSError as error:
        raise check.CheckError(f"Không đọc được {path}: {files.in_vietnamese(error)}") from error


@cli.command(help="Kiểm tra phiếu hỏi; xuất .xlsx và bảng mã.")
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
        if book.resolve() != path.resolve():
            (aside / book.name).write_bytes(forms.xlsx(forms.sheets(path)))
        forms.codebook(_with_scales(path, form)).to_csv(aside / codes.name, index=False, encoding="utf-8-sig")
        papers = _papers(path, form, aside) if on_paper else []
    asked = sum(q.kind != "none" for q in form.questions)
    click.echo(f"Phiếu hợp lệ: {asked} câu trả lời được trong {len(form.sections)} phần.")
    for said in (*form.notes, *_limits_of(form)):
        click.echo(f"Lưu ý – {said}")
    click.echo(f"Đã ghi {terminal.near(book.resolve())} và {terminal.near(codes.resolve())}")
    if papers:
        click.echo(
            f"Phiếu để in: {' và '.join(str(terminal.near((folder / paper.name).resolve())) for paper in papers)}"
        )


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


@cli.command(help="Sinh phiếu mô phỏng từ phiếu hỏi, với sự thật biết trước.")
@click.option("-n", type=click.IntRange(min=1), default=5000, show_default=True, help="Số phiếu.")
@click.option("--seed", default=2022, show_default=True, help="Hạt giống ngẫu nhiên.")
@SURVEY
@click.option("--to", default="", metavar="THƯ_MỤC", help="Nơi ghi (mặc định: data/raw của dự án).")
def simulate(n, seed, survey, to):
    """Draws respondents with a known truth."""
    from pipeline import project
    from pipeline import simulate as simulation

    to or project.needs_folder()
    found, folder = project.survey_of(_here(survey)), Path(_here(to) or ROOT / "data" / "raw")
    with lock.alone(folder, "simulate"):
        paths = simulation.write(found, folder, n=n, seed=seed)
    click.echo("DỮ LIỆU MÔ PHỎNG: đã ghi " + " và ".join(str(terminal.near(p)) for p in paths))


@cli.command(help="Chạy thử, nghiệm thu: người mô phỏng trả lời biểu mẫu, rồi cả quy trình phân tích chạy trên đó.")
@click.option("-n", type=click.IntRange(min=20), default=5000, show_default=True, help="Số người trả lời mô phỏng.")
@SURVEY
@click.option("--out", default="outputs/dien-tap", show_default=True, metavar="THƯ_MỤC", help="Nơi ghi kết quả.")
@click.option("--seed", default=2022, show_default=True, help="Hạt giống ngẫu nhiên.")
def rehearse(n, survey, out, seed):
    """Rehearses the whole survey; exit code 1 when the record says CHƯA ĐẠT."""
    from pipeline.rehearse import acceptance

    folder = path_of(out) if out == "outputs/dien-tap" else Path(_here(out))
    with lock.alone(folder, "rehearse"):
        page, has_passed, lines = acceptance.rehearse(_here(survey), folder, n=n, seed=seed)
    click.echo("\n".join(["DIỄN TẬP – DỮ LIỆU MÔ PHỎNG", *lines, f"Biên bản: {terminal.near(page)}"]))
    click.echo("ĐẠT" if has_passed else "CHƯA ĐẠT")
    sys.exit(0 if has_passed else 1)


@cli.command(help="Viết phiếu hỏi và survey.yaml từ một tệp đã thu (Google Forms, Kobo, SPSS, CSV).")
@click.argument("file", metavar="TỆP")
@click.option("--to", required=True, metavar="THƯ_MỤC", help="Nơi ghi questionnaire.md và survey.yaml.")
@click.option("--encoding", default="", metavar="TÊN", help="Bảng mã của tệp chữ (utf-8, cp1258, tcvn3, vni …).")
def draft(file, to, encoding):
    """Drafts a questionnaire and a survey.yaml from an export."""
    from pipeline import drafting, ingest, project

    path, folder = Path(file), Path(to)
    raw = ingest.read(project.raw_bytes(project.Project(None, path, folder, folder)), path.name, encoding)
    drafted = ingest.draft(raw, title=path.stem)
    with lock.alone(folder, "draft"), files.together(folder) as aside:
        for name in drafting.FILES:
            if (folder / name).exists():
                raise project.ProjectError(f"{folder / name} đã có; chọn thư mục khác để không ghi đè bản đã sửa.")
        lines = drafting.write(raw, drafted, aside)
    click.echo(f"Đã viết {folder / 'questionnaire.md'} và {folder / 'survey.yaml'}; chỗ đoán được đánh dấu «đoán».")
    _say_notes(raw.notes)
    click.echo("\n".join(lines))
    words = ("run", "--survey", folder / "survey.yaml", "--raw", path, "--out", folder / "ket-qua")
    click.echo(f"Chạy tiếp: {terminal.again(*words)}")


@cli.command(help="Mở JupyterLab trong thư mục notebooks; sáu sổ tay làm việc trên cuộc điều tra đã chọn.")
@click.option("--survey", default="", metavar="TỆP", help="Tệp survey.yaml (mặc định: questionnaire/survey.yaml).")
@click.option("--out", default="", metavar="THƯ_MỤC", help="Nơi ghi kết quả (mặc định: outputs).")
@click.option("--port", default=8888, **PORT)
@click.option("--no-browser", is_flag=True, help="Không mở trình duyệt; địa chỉ in ra màn hình.")
def lab(survey, out, port, no_browser):
    """Opens JupyterLab on one survey."""
    from pipeline import lab as labs
    from pipeline import project

    project.needs_folder()
    sys.exit(labs.open_lab(_here(survey), _here(out), port=port, browser=not no_browser))


@cli.group(invoke_without_command=True, help="Mở biểu mẫu thu phiếu trên máy này; hoặc xem, đóng, mở lại, sao lưu.")
@SURVEY
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ nghe; 0.0.0.0 để máy khác vào được.")
@click.option("--port", **PORT, default=8000)
@click.option("--proxy", default=None, metavar="ĐỊA_CHỈ", help="Địa chỉ máy chủ TLS đứng trước (nginx, Caddy, IIS).")
@PILOT
@click.pass_context
def form(context, survey, host, port, proxy, pilot):
    """Serves the collection form, or hands over to a subcommand."""
    from pipeline import form as forms

    context.obj = {"survey": survey, "pilot": pilot}
    if context.invoked_subcommand is None:
        found, kind = _chosen(survey, pilot)
        forms.serve(found, host=host, port=port, proxy=proxy, kind=kind)


def _chosen(survey, pilot):
    """A survey, and which of its stores is meant."""
    from pipeline import project

    found = project.survey_of(_here(survey))
    return found, "pilot" if pilot or found.collection.pilot else "live"


def _named(survey, pilot):
    """The words that name a store again."""
    return (*(("--survey", survey) if survey else ()), *(("--pilot",) if pilot else ()))


def _of_form(command):
    """A command of ``form`` takes --survey and --pilot itself, too: before or behind its name, as they come to mind."""

    @functools.wraps(command)
    def taken(survey, pilot, **words):
        before = click.get_current_context().obj
        return command(survey or before["survey"], pilot or before["pilot"], **words)

    return SURVEY(PILOT(taken))


@form.command(help="Xem số phiếu, thời gian còn lại, lý do đóng.")
@_of_form
def status(survey, pilot):
    """Prints where the collection stands, exactly."""
    from pipeline.form.figures import exact
    from pipeline.form.shown import PERIOD

    with _served(survey, pilot) as served:
        found, step = exact(served), max(served.survey.privacy.min_cell, 1)
    goal = f" trên {found.target:,}".replace(",", ".") if found.target else ""
    click.echo(f"{found.state}. Số phiếu: {found.total:,}".replace(",", ".") + goal)
    click.echo(f"Còn {found.left}.") if found.left else None
    for row in found.days:
        click.echo(f"  {row.name}: {row.shown:,}".replace(",", "."))
    click.echo(
        f"Số liệu này chính xác đến phiếu vừa nhận, chỉ xem tại máy chủ: không chuyển tiếp khi đang thu phiếu."
        f" Trang /theo-doi ghi theo khoảng {step} phiếu và chỉ cập nhật mỗi {PERIOD} phút."
    )


@form.command(help="Dừng nhận phiếu ngay, ghi lý do và thời điểm.")
@_of_form
def close(survey, pilot):
    """Closes the form by hand."""
    from datetime import UTC, datetime

    from pipeline.form import store

    with _served(survey, pilot) as served:
        store.close(served.engine, datetime.now(UTC))
    click.echo(f"Đã dừng nhận phiếu. Mở lại: {terminal.again('form', 'reopen', *_named(survey, pilot))}")


@form.command(help="Nhận phiếu trở lại, trong thời gian và chỉ tiêu của survey.yaml.")
@_of_form
def reopen(survey, pilot):
    """Takes a closing back."""
    from pipeline.form import gate, store

    with _served(survey, pilot) as served:
        store.reopen(served.engine)
        still = gate.notice(served)
    click.echo(f"Chưa nhận được phiếu: {still.headline.lower()} (xem survey.yaml)." if still else "Đang nhận phiếu.")


@form.command(help="Sao lưu kho phiếu khi biểu mẫu đang chạy.")
@click.argument("file", metavar="TỆP", default="")
@_of_form
def backup(survey, pilot, file):
    """Copies the store into one SQLite file."""
    from datetime import date

    from pipeline import project
    from pipeline.form.database import backup

    with _served(survey, pilot) as served:
        path = Path(file or f"sao-luu-{served.kind}-{date.today().isoformat()}.sqlite").resolve()
        if path.exists():
            raise project.ProjectError(f"{path} đã có; chọn tên khác để không ghi đè bản sao lưu cũ.")
        backup(served.engine, path)
    click.echo(f"Đã sao lưu vào {terminal.near(path)} (không gồm khóa bí mật; cất khóa ở nơi khác).")


@form.command(help="Đặt mật khẩu trang /theo-doi: in ra dòng password_hash để ghi vào survey.yaml.")
@click.password_option(prompt="Mật khẩu", confirmation_prompt="Nhập lại mật khẩu", help="Mật khẩu; không ghi thì hỏi.")
@_of_form
def password(survey, pilot, password):
    """Prints the hash of a password; it is the same for every survey."""
    from werkzeug.security import generate_password_hash

    from pipeline import project

    if len(password) < 10:
        raise project.ProjectError(f"Mật khẩu có {len(password)} ký tự; cần ít nhất 10.")
    click.echo(f'  password_hash: "{generate_password_hash(password)}"')


def _served(survey, pilot):
    from pipeline import form as forms

    return forms.opened(*_chosen(survey, pilot))


@cli.command(help="Tạo mã một lần và phiếu mã để in (PDF có mã QR); kho chỉ giữ mã đã băm, không giữ đơn vị.")
@SURVEY
@click.option("--per-unit", is_flag=True, help="Mỗi đơn vị đủ mã theo danh sách số người.")
@click.option("-n", "count", type=click.IntRange(min=1), default=None, help="Số mã, không chia đơn vị.")
@click.option("--pilot", is_flag=True, help="Mã cho lần chạy thử.")
@click.option("--to", default="", metavar="THƯ_MỤC", help="Nơi ghi PDF (mặc định: data/ma của dự án).")
def codes(survey, per_unit, count, pilot, to):
    """Makes one-time codes and their printable slips."""
    from pipeline import project, vi
    from pipeline.form import slips

    if per_unit == (count is not None):
        raise slips.SlipsError("Chọn một trong hai: --per-unit (theo danh sách số người), hoặc -n SỐ_MÃ.")
    found = project.survey_of(_here(survey))
    slips.check(found)
    kind = "pilot" if pilot or found.collection.pilot else "live"
    piles = slips.per_unit(found) if per_unit else {"Toàn cuộc điều tra": count}
    path, total = slips.make(found, piles, kind=kind, folder=_here(to))
    made = vi.number(sum(piles.values()))
    click.echo(f"Đã tạo {made} mã trong {len(piles)} xấp: {terminal.near(path)}. Kho hiện có {vi.number(total)} mã.")
    click.echo(
        "Mã chỉ có trong tệp PDF này: in, phát xong thì xóa tệp. Đừng gửi qua thư điện tử, đừng chép đi nơi khác."
    )


@cli.group(help="Xuất dữ liệu cho người khác dùng.")
def export():
    """What leaves the project beside the report."""


@export.command(help="Dữ liệu vi mô đã ẩn danh: .sav, .sps, .csv, bảng mã; mọi tổ hợp đặc điểm có ít nhất k người.")
@SURVEY
@click.option("--out", default="", metavar="THƯ_MỤC", help="Nơi có kết quả chạy (mặc định: outputs); ghi vào data/.")
def data(survey, out):
    """Writes the anonymised microdata of the last run."""
    from pipeline import project, vi
    from pipeline.export import microdata

    work = project.at(_here(survey), out=_here(out))
    with lock.alone(work.out, "export data"):
        frame, variables, report = microdata.anonymous(project.analysed(work), work.survey)
        paths = microdata.write(frame, variables, report, work.survey, work.out / "data")
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
    from pipeline.coding import files as coded_files
    from pipeline.coding import verbatims
    from pipeline.export import verbatims as written

    work = project.at(_here(survey), out=_here(out))
    _refuse_closed(work, question)
    with lock.alone(work.out, "export codes"):
        prepared, coded = verbatims.last(work, project.analysed(work), question)
        frame, least = coded_files.read_frame(work, question), verbatims.least(work.survey)
        table, columns = verbatims.verbatims(coded, prepared, frame, minimum=least)
        told = work.survey.form[question], work.survey, work.out / "data"
        paths = written.write(table, columns, verbatims.WAYS, *told)
    click.echo(f"{vi.number(len(table))} câu, {len(columns)} mã; mã dưới {least} người gộp vào “Ý kiến khác”.")
    click.echo("Đã ghi " + ", ".join(str(terminal.near(path)) for path in paths))


@cli.command("code", help="Mã hóa tay một câu hỏi mở trên trang của riêng máy này, câu cần nhất hỏi trước.")
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
    from pipeline.coding import desk, imports, page

    work = project.at(*map(_here, (survey, "", out)))
    _refuse_closed(work, question)
    if frame:
        told = imports.take_over(work, question, imports.read(frame), Path(frame).name)
        return click.echo(
            "\n".join([*told, f"Mã hóa tiếp: {terminal.again('code', question, *_named(survey, False))}"])
        )
    coder = " ".join(coder.split())
    if not coder:
        raise project.ProjectError("--coder trống; ghi tên hoặc chữ tắt của người mã hóa.")
    for line in terminal.stored_by_git(work):
        click.echo(line, err=True)
    answers = project.analysed(work)
    page.serve(desk.open_desk(work, answers, question, coder, sample=sample, precision=precision), port=port)


def _refuse_closed(work, question):
    from pipeline import project

    if question not in work.survey.open_questions:
        known = ", ".join(work.survey.open_questions) or "chưa có câu nào"
        raise project.ProjectError(f"«{question}» không có trong open_questions của survey.yaml (có: {known}).")


@cli.group(help="Đo đạc: mỗi phép đo in tỷ lệ của hai thứ đo trong cùng một lần chạy.")
def bench():
    """Measurements."""


@bench.command("form", help="Tốc độ biểu mẫu so với ứng dụng Flask trần; tranh các chỗ cuối cùng.")
@click.option("-n", type=click.IntRange(min=100), default=400, show_default=True, help="Số phiếu mỗi lượt.")
@SURVEY
def bench_form(n, survey):
    """Prints the form's speed as a share of a bare application's."""
    from pipeline import project
    from pipeline.bench.form import bench

    for line in bench(project.survey_of(_here(survey)), n=n):
        click.echo(line)


@bench.command("run", help="Lần chạy mẫu so với một đoạn mã trần, bộ nhớ, nhân rẽ nhánh, thay đổi ngẫu nhiên.")
@click.option("--before", default="", metavar="BẢN", help="Bản git để so trong cùng lượt (ví dụ: v1.0, một mã commit).")
@click.option("--pairs", type=click.IntRange(0), default=3, show_default=True, help="Số lượt xen kẽ; 0: bỏ qua.")
@click.option("--forks", type=click.IntRange(0), default=200, show_default=True, help="Số nhân rẽ nhánh; 0: bỏ qua.")
@click.option("--edits", type=click.IntRange(0), default=500, show_default=True, help="Số thay đổi; 0: bỏ qua.")
@click.option("-n", "sizes", type=click.IntRange(1), multiple=True, help="Thêm: sinh, chạy N phiếu; nhiều lần được.")
def bench_run(before, pairs, forks, edits, sizes):
    """Prints what a run of the sample costs, and how rightly steps are run again, as a table."""
    from pipeline.bench.run import bench

    for line in bench(before, pairs, forks, edits, sizes):
        click.echo(line)


@bench.command("stats", help="Bảng, kiểm định cạnh R survey (nếu có R); khoảng tin cậy, họ kiểm định qua mô phỏng.")
@click.option("-n", type=click.IntRange(min=10), default=1000, show_default=True, help="Số lần lặp của mô phỏng.")
@SURVEY
@click.option("--out", default="", metavar="THƯ_MỤC", help="Kết quả của lần chạy cần đo (mặc định: outputs).")
def bench_stats(n, survey, out):
    """Prints our tables and tests beside those of R survey, then what simulation says of them."""
    from pipeline import project
    from pipeline.bench import stats, truths

    work = project.at(_here(survey), out=_here(out))
    for line in chain(stats.bench(work), truths.bench(work, replicates=n)):
        click.echo(line)


@bench.command("text", help="Phân nhóm và mã hóa câu trả lời mở, trên câu đã có nhãn, so với các cách thường dùng.")
@click.option("--data", default="", metavar="TỆP", help="Tệp CSV, Excel có nhãn (mặc định: mẫu mô phỏng của dự án).")
@click.option("--text", default="text", show_default=True, metavar="CỘT", help="Cột câu trả lời.")
@click.option("--label", default="label", show_default=True, metavar="CỘT", help="Cột mã; nhiều mã cách nhau bằng ;")
@click.option("--multi", is_flag=True, help="Một câu có thể mang nhiều mã.")
def bench_text(data, text, label, multi):
    """Prints how well open answers are grouped and coded."""
    from pipeline.bench import labelled
    from pipeline.bench import text as texts

    rows = labelled.read(data, text, label) if data else texts.sample()
    for line in texts.bench(rows, several=multi or not data):
        click.echo(line)


@bench.command("coder", help="Trang mã hóa trong trình duyệt thật: số phím, thời gian máy chủ một quyết định.")
@click.option("--data", default="", metavar="TỆP", help="Tệp CSV, Excel có nhãn (mặc định: mẫu mô phỏng của dự án).")
@click.option("--text", default="text", show_default=True, metavar="CỘT", help="Cột câu trả lời.")
@click.option("--label", default="label", show_default=True, metavar="CỘT", help="Cột mã; nhiều mã cách nhau bằng ;")
@click.option("--multi", is_flag=True, help="Một câu có thể mang nhiều mã.")
@click.option("-n", "size", type=click.IntRange(100), default=3000, show_default=True, help="Số câu trả lời.")
@click.option("--decisions", type=click.IntRange(1), default=200, show_default=True, help="Số quyết định.")
def bench_coder(data, text, label, multi, size, decisions):
    """Prints how many keys and how much of the server's time a decision takes."""
    from pipeline.bench import labelled, sitting
    from pipeline.bench import text as texts

    rows = labelled.read(data, text, label) if data else texts.sample()
    for line in sitting.bench(rows, several=multi or not data, size=size, decisions=decisions):
        click.echo(line)


terminal.in_vietnamese(cli)


def main():
    """Runs a command and ends the program, whatever happens, with words in Vietnamese."""
    git_filter.set_up(ROOT)
    terminal.leave(lambda: cli.main(prog_name=terminal.again(), standalone_mode=False))


if __name__ == "__main__":
    main()
