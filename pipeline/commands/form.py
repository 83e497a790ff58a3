"""Commands of the collection form, its store and its one-time codes."""

import functools
import sys
from pathlib import Path

import click

from pipeline import terminal
from pipeline.commands.options import PILOT, PORT, SURVEY, chosen, here, named


@click.group(invoke_without_command=True, help="Mở biểu mẫu thu phiếu trên máy này; hoặc xem, đóng, mở lại, sao lưu.")
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
        found, kind = chosen(survey, pilot)
        forms.serve(found, host=host, port=port, proxy=proxy, kind=kind)


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
    from pipeline.form.figures import exact, history
    from pipeline.form.shown import PERIOD

    with _served(survey, pilot) as served:
        found, step, past = exact(served), max(served.survey.privacy.min_cell, 1), history(served)
    goal = f" trên {found.target:,}".replace(",", ".") if found.target else ""
    click.echo(f"{found.state}. Số phiếu: {found.total:,}".replace(",", ".") + goal)
    click.echo(f"Còn {found.left}.") if found.left else None
    for row in found.days:
        click.echo(f"  {row.name}: {row.shown:,}".replace(",", "."))
    click.echo("Các lần đóng, mở:") if past else None
    for line in past:
        click.echo(f"  {line}")
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
    click.echo(f"Đã dừng nhận phiếu. Mở lại: {terminal.again('form', 'reopen', *named(survey, pilot))}")


@form.command(help="Nhận phiếu trở lại, trong thời gian và chỉ tiêu của survey.yaml.")
@_of_form
def reopen(survey, pilot):
    """Takes a closing back."""
    from datetime import UTC, datetime

    from pipeline.form import gate, store

    with _served(survey, pilot) as served:
        store.reopen(served.engine, datetime.now(UTC))
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
@click.option("--password", default="", help="Mật khẩu; không ghi thì hỏi, hoặc đọc một dòng chuyển vào lệnh.")
@_of_form
def password(survey, pilot, password):
    """Prints the hash of a password; it is the same for every survey."""
    from werkzeug.security import generate_password_hash

    from pipeline import project

    password = password or _password()
    if not password:
        raise project.ProjectError("Chưa có mật khẩu, và không có bàn phím để hỏi; ghi thêm --password MẬT_KHẨU.")
    if len(password) < 10:
        raise project.ProjectError(f"Mật khẩu có {len(password)} ký tự; cần ít nhất 10.")
    click.echo(f'  password_hash: "{generate_password_hash(password)}"')


def _password():
    """A password asked for twice, unseen; where nobody sits at a terminal, what was piped in: a line, or two alike."""
    from pipeline import project

    if not sys.stdin.isatty():
        typed = set(sys.stdin.read().splitlines()) or {""}
        if len(typed) > 1:
            raise project.ProjectError("hai lần nhập không giống nhau.")
        return typed.pop()
    return click.prompt("Mật khẩu", hide_input=True, confirmation_prompt="Nhập lại mật khẩu")


def _served(survey, pilot):
    from pipeline import form as forms

    return forms.opened(*chosen(survey, pilot))


@click.command(help="Tạo mã một lần và phiếu mã để in (PDF có mã QR); kho chỉ giữ mã đã băm, không giữ đơn vị.")
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
    found = project.survey_of(here(survey))
    slips.check(found)
    kind = "pilot" if pilot or found.collection.pilot else "live"
    piles = slips.per_unit(found) if per_unit else {"Toàn cuộc điều tra": count}
    path, total = slips.make(found, piles, kind=kind, folder=here(to))
    made = vi.number(sum(piles.values()))
    click.echo(f"Đã tạo {made} mã trong {len(piles)} xấp: {terminal.near(path)}. Kho hiện có {vi.number(total)} mã.")
    click.echo(
        "Mã chỉ có trong tệp PDF này: in, phát xong thì xóa tệp. Đừng gửi qua thư điện tử, đừng chép đi nơi khác."
    )
