"""Files that appear whole and together or not at all, and what it means when the operating system refuses one."""

import errno
import os
import socket
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

ASIDE = ".moi-"
ALL, PRIVATE = 0o777, 0o770  # rights of a file; answers of people are nobody's but the owner's and the group's
IN_USE = "tệp đang mở trong chương trình khác (Excel?); đóng tệp đó rồi chạy lại."
REASONS = {
    errno.ENOSPC: "đĩa đầy; giải phóng chỗ rồi chạy lại.",
    errno.EDQUOT: "đã dùng hết hạn mức đĩa của tài khoản; xóa bớt tệp, hoặc xin thêm hạn mức, rồi chạy lại.",
    errno.EFBIG: "tệp vượt cỡ lớn nhất mà ổ đĩa hoặc tài khoản này cho phép; ghi sang ổ đĩa khác.",
    errno.EROFS: "ổ đĩa chỉ cho đọc; chọn thư mục khác.",
    errno.EBUSY: IN_USE,
    errno.ETXTBSY: IN_USE,
    errno.ENOENT: "không có tệp hoặc thư mục này; kiểm tra đường dẫn.",
    errno.EEXIST: "đã có tệp hoặc thư mục mang tên này; chọn tên khác.",
    errno.ENOTDIR: "đường dẫn đi qua một tệp, không phải thư mục; sửa đường dẫn.",
    errno.EISDIR: "đây là thư mục, không phải tệp; sửa đường dẫn.",
    errno.ENAMETOOLONG: "tên tệp hoặc đường dẫn quá dài; đặt tên ngắn hơn.",
    errno.EINVAL: "tên tệp có ký tự không dùng được, hoặc ổ đĩa không nhận thao tác này; đổi tên hoặc chỗ ghi.",
    errno.ELOOP: "các liên kết (symlink) trỏ vòng quanh nhau; sửa hoặc xóa liên kết.",
    errno.EMFILE: "đang mở quá nhiều tệp, kết nối; đóng bớt chương trình, tăng giới hạn (ulimit -n) rồi chạy lại.",
    errno.ENFILE: "cả máy đang mở quá nhiều tệp; đóng bớt chương trình rồi chạy lại.",
    errno.ENOMEM: "máy hết bộ nhớ; đóng bớt chương trình rồi chạy lại.",
    errno.EIO: "ổ đĩa đọc, ghi bị lỗi; kiểm tra ổ đĩa hoặc cáp, chép dữ liệu sang ổ khác.",
    errno.EADDRINUSE: "cổng này đã có chương trình khác dùng (biểu mẫu đang chạy ở cửa sổ khác?);"
    " dừng chương trình đó, hoặc chọn cổng khác ở --port.",
    errno.EADDRNOTAVAIL: "máy này không có địa chỉ đó; sửa --host (127.0.0.1: chỉ máy này; 0.0.0.0: mọi máy).",
    errno.ECONNREFUSED: "không có chương trình nào nhận kết nối ở địa chỉ đó; kiểm tra địa chỉ, cổng.",
    errno.ETIMEDOUT: "không kết nối được trong thời gian chờ; kiểm tra mạng.",
}


@contextmanager
def together(folder):
    """A folder beside ``folder``'s files; what is written there takes its place when the block ends well.

    A full disk, an error or a killed process leaves the old files as they were and no half file. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with TemporaryDirectory(prefix=ASIDE, dir=folder, ignore_cleanup_errors=True) as aside:
            yield Path(aside)
            fresh = sorted(Path(aside).iterdir())
            for file in fresh:
                _refuse_in_use(folder / file.name)
            for file in fresh:
                os.replace(file, folder / file.name)
    except OSError as error:
        if ASIDE in str(error.filename or ASIDE):  # nobody knows the name of the folder beside
            error.filename, error.filename2 = str(folder), None
        raise


def whole(path, content, rights=ALL):
    """Writes bytes as one file: a new one beside, then a rename. Raises OSError, and then the old file is untouched.

    ``rights``: those that it may have at most, of those that this account gives its files.
    """
    with together(path.parent) as aside:
        fresh = aside / path.name
        fresh.write_bytes(content)
        if rights != ALL:
            fresh.chmod(fresh.stat().st_mode & rights)


def _refuse_in_use(path):
    """Windows keeps a file that Excel has open: known before the first of several files is replaced."""
    if os.name == "nt" and path.is_file():
        path.open("r+b").close()


def in_vietnamese(error):
    """What an OSError means for the user, and the mend; ends in a full stop."""
    if isinstance(error, socket.gaierror):
        return "không tìm thấy máy có tên này; kiểm tra tên, địa chỉ ở --host."
    if getattr(error, "winerror", None) in (32, 33):  # sharing and lock violations
        return IN_USE
    if error.errno in (errno.EACCES, errno.EPERM):
        return _no_permission(error)
    return REASONS.get(error.errno) or str(error) + ("" if str(error).endswith((".", "?")) else ".")


def _no_permission(error):
    """Excel on Windows, rights on a file and rights on a folder are told by one number and mended differently."""
    if error.filename is None:  # a port
        return "không có quyền; cổng dưới 1024 cần quyền quản trị, chọn cổng khác ở --port."
    path = Path(os.fsdecode(error.filename)).absolute()
    folder = path if os.path.isdir(path) else path.parent  # Path.is_dir raises where a folder above is closed
    may = partial(os.access, folder, effective_ids=os.access in os.supports_effective_ids)
    if not may(os.X_OK):
        return "không có quyền vào thư mục này; xin quyền, hoặc chép tệp ra thư mục khác."
    if os.path.isdir(folder) and not may(os.W_OK):
        return "không có quyền ghi vào thư mục này; chọn thư mục khác, hoặc xin quyền."
    return "không mở được: tệp đang mở trong Excel (đóng lại rồi chạy lại), hoặc cần xin quyền đọc, ghi tệp này."
