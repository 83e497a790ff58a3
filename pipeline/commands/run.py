"""Commands that run the notebooks: on the answers, on simulated ones, as a rehearsal, and by hand in JupyterLab."""

import csv
import sys
from pathlib import Path

import click

from pipeline import lock, terminal
from pipeline.commands.options import PORT, SURVEY, here
from pipeline.paths import ROOT, path_of


@click.command(help="Chạy những sổ tay có gì thay đổi và viết báo cáo.")
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
    from pipeline import sources

    for path in raw:
        sources.refuse_address(path)
    todo = runs.job(here(survey), [here(path) for path in raw], here(out), parameters, encoding)
    again = runs.forced(force, since, only)
    if dry:
        return click.echo("\n".join(runs.explained(todo, again)))
    if not runs.carried_out(todo, again, only):
        click.echo("Không có gì thay đổi từ lần chạy trước; kết quả giữ nguyên (chạy lại tất cả: thêm --force).")
    _say_results(todo.out / "index.html")


def _say_results(index):
    for row in _rows(index.parent / "tables" / "case_flow.csv"):
        click.echo(f"  {row['step']}: {int(row['n']):,}".replace(",", "."))
    tables = (index.parent / "tables" / f"{name}.csv" for name in ("reading", "decisions", "open_notes"))
    terminal.say_notes(row["note"] for table in tables for row in _rows(table))
    report = terminal.near(index.parent / "report" / "bao-cao.html")
    click.echo(f"Báo cáo: {report}, bao-cao.pdf; phụ lục: phu-luc.html, phu-luc.pdf")
    click.echo(f"Mục lục mọi kết quả: {terminal.near(index)}")


def _rows(path):
    """Rows of a small table of the results; none where there is no such table."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@click.command(help="Sinh phiếu mô phỏng từ phiếu hỏi, với sự thật biết trước.")
@click.option("-n", type=click.IntRange(min=1), default=5000, show_default=True, help="Số phiếu.")
@click.option("--seed", default=2022, show_default=True, help="Hạt giống ngẫu nhiên.")
@SURVEY
@click.option("--to", default="", metavar="THƯ_MỤC", help="Nơi ghi (mặc định: data/raw của dự án).")
def simulate(n, seed, survey, to):
    """Draws respondents with a known truth."""
    from pipeline import project
    from pipeline import simulate as simulation

    to or project.needs_folder()
    found, folder = project.survey_of(here(survey)), Path(here(to) or ROOT / "data" / "raw")
    with lock.alone(folder, "simulate"):
        paths = simulation.write(found, folder, n=n, seed=seed)
    click.echo("DỮ LIỆU MÔ PHỎNG: đã ghi " + " và ".join(str(terminal.near(p)) for p in paths))


@click.command(help="Chạy thử, nghiệm thu: người mô phỏng trả lời biểu mẫu, rồi cả quy trình phân tích chạy trên đó.")
@click.option("-n", type=click.IntRange(min=20), default=5000, show_default=True, help="Số người trả lời mô phỏng.")
@SURVEY
@click.option("--out", default="outputs/dien-tap", show_default=True, metavar="THƯ_MỤC", help="Nơi ghi kết quả.")
@click.option("--seed", default=2022, show_default=True, help="Hạt giống ngẫu nhiên.")
def rehearse(n, survey, out, seed):
    """Rehearses the whole survey; exit code 1 when the record says CHƯA ĐẠT."""
    from pipeline.rehearse import acceptance

    folder = path_of(out) if out == "outputs/dien-tap" else Path(here(out))
    with lock.alone(folder, "rehearse"):
        page, has_passed, lines = acceptance.rehearse(here(survey), folder, n=n, seed=seed)
    click.echo("\n".join(["DIỄN TẬP – DỮ LIỆU MÔ PHỎNG", *lines, f"Biên bản: {terminal.near(page)}"]))
    click.echo("ĐẠT" if has_passed else "CHƯA ĐẠT")
    sys.exit(0 if has_passed else 1)


@click.command(help="Mở JupyterLab trong thư mục notebooks; sáu sổ tay làm việc trên cuộc điều tra đã chọn.")
@click.option("--survey", default="", metavar="TỆP", help="Tệp survey.yaml (mặc định: questionnaire/survey.yaml).")
@click.option("--out", default="", metavar="THƯ_MỤC", help="Nơi ghi kết quả (mặc định: outputs).")
@click.option("--port", default=8888, **PORT)
@click.option("--no-browser", is_flag=True, help="Không mở trình duyệt; địa chỉ in ra màn hình.")
def lab(survey, out, port, no_browser):
    """Opens JupyterLab on one survey."""
    from pipeline import lab as labs
    from pipeline import project

    project.needs_folder()
    sys.exit(labs.open_lab(here(survey), here(out), port=port, browser=not no_browser))
