"""Commands that measure."""

import functools
from itertools import chain

import click

from pipeline.commands.options import SURVEY, here

LABELLED = (
    click.option(
        "--data", default="", metavar="TỆP", help="Tệp CSV, Excel có nhãn (mặc định: mẫu mô phỏng của dự án)."
    ),
    click.option("--text", default="text", show_default=True, metavar="CỘT", help="Cột câu trả lời."),
    click.option(
        "--label", default="label", show_default=True, metavar="CỘT", help="Cột mã; nhiều mã cách nhau bằng ;"
    ),
    click.option("--multi", is_flag=True, help="Một câu có thể mang nhiều mã."),
)


@click.group(help="Đo đạc: mỗi phép đo in tỷ lệ của hai thứ đo trong cùng một lần chạy.")
def bench():
    """Measurements."""


@bench.command("form", help="Tốc độ biểu mẫu so với ứng dụng Flask trần; tranh các chỗ cuối cùng.")
@click.option("-n", type=click.IntRange(min=100), default=400, show_default=True, help="Số phiếu mỗi lượt.")
@SURVEY
def bench_form(n, survey):
    """Prints the form's speed as a share of a bare application's."""
    from pipeline import project
    from pipeline.bench.form import bench

    for line in bench(project.survey_of(here(survey)), n=n):
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

    work = project.at(here(survey), out=here(out))
    for line in chain(stats.bench(work), truths.bench(work, replicates=n)):
        click.echo(line)


def _on_labelled(command):
    """A command on labelled answers: those of a file, or of the synthetic sample."""

    @functools.wraps(command)
    def taken(data, text, label, multi, **words):
        from pipeline.bench import labelled
        from pipeline.bench import text as texts

        rows = labelled.read(data, text, label) if data else texts.sample()
        return command(rows, multi or not data, **words)

    for option in reversed(LABELLED):
        taken = option(taken)
    return taken


@bench.command("text", help="Phân nhóm và mã hóa câu trả lời mở, trên câu đã có nhãn, so với các cách thường dùng.")
@_on_labelled
@click.option(
    "--part",
    "parts",
    type=click.Choice(["nhom", "ma", "hang-doi", "ty-le", "dot-truoc", "tach"]),
    multiple=True,
    help="Chỉ phần này; nhiều lần được (mặc định: mọi phần).",
)
def bench_text(rows, several, parts):
    """Prints how well open answers are grouped and coded."""
    from pipeline.bench import text as texts

    for line in texts.bench(rows, several=several, parts=parts):
        click.echo(line)


@bench.command("coder", help="Trang mã hóa trong trình duyệt thật: số phím, thời gian máy chủ một quyết định.")
@_on_labelled
@click.option("-n", "size", type=click.IntRange(100), default=3000, show_default=True, help="Số câu trả lời.")
@click.option("--decisions", type=click.IntRange(1), default=200, show_default=True, help="Số quyết định.")
def bench_coder(rows, several, size, decisions):
    """Prints how many keys and how much of the server's time a decision takes."""
    from pipeline.bench import sitting

    for line in sitting.bench(rows, several=several, size=size, decisions=decisions):
        click.echo(line)
