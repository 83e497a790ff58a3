"""Text files that a person edits – questionnaire, survey.yaml, lists – read alike whichever editor saved them."""

import codecs
import unicodedata


class TextError(ValueError):
    """A file that is no text, or too large for what it should be; the message never shows what is in it."""


def read(path, *, most):
    """Text of a file of at most ``most`` bytes; see ``decoded``. OSError when it cannot be read."""
    return decoded(content(path, most=most), path.name)


def content(path, *, most):
    """The bytes of a file; TextError when there are more than ``most``, before any is read."""
    size = path.stat().st_size
    if size > most:
        raise TextError(f"{path.name}: tệp quá lớn ({size // 1_000_000} MB; nhiều nhất {most // 1_000_000} MB).")
    return path.read_bytes()


def decoded(content, name):
    """Bytes → text: UTF-8 with or without BOM, or UTF-16 as Notepad saves it; lines end in a line feed,
    letters are in one piece (NFC).

    Raises TextError naming the file and the mend where the bytes are no text in either.
    """
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TextError(
            f"{name}, dòng {line}: không phải văn bản UTF-8 hay UTF-16."
            " Mở lại bằng trình soạn thảo, lưu với bảng mã UTF-8."
        ) from error
    if "\0" in text:
        raise TextError(f"{name}: không phải tệp văn bản (có ký tự NUL). Chọn đúng tệp.")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _encoding(content):
    """By its mark; without one, UTF-16 is told by the zero byte beside the first letter."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    zeros = [byte == 0 for byte in content[:2]]
    return {(False, True): "utf-16-le", (True, False): "utf-16-be"}.get(tuple(zeros), "utf-8-sig")
