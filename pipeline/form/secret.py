"""The key that signs drafts and marks: from FORM_SECRET_KEY, or made once and kept in a file only its owner reads."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

FILE = "form_secret.key"
SHORTEST = 16


def key(folder, older=None):
    """The secret key; without FORM_SECRET_KEY it is made in ``folder`` with mode 0600 and said so once.

    Where a file of ``older``, the folder in which an older version kept it, holds the key, it is taken from there.
    Raises ValueError when the key is shorter than 16 characters.
    """
    given = os.environ.get("FORM_SECRET_KEY") or _kept(Path(folder) / FILE, older and Path(older) / FILE)
    if len(given) < SHORTEST:
        raise ValueError(
            f"Khóa bí mật của biểu mẫu quá ngắn ({len(given)} ký tự); FORM_SECRET_KEY cần ít nhất {SHORTEST}."
        )
    return given


def mark(secret_key, nonce):
    """A keyed hash of a page's nonce: recognises a second sending, says nothing without the key."""
    return hmac.new(secret_key.encode(), nonce.encode(), hashlib.sha256).hexdigest()


def seed(secret_key, nonce):
    """A keyed hash of a page's nonce from which a person's random draws are made; never stored, unlike the mark."""
    return hmac.digest(secret_key.encode(), f"draw:{nonce}".encode(), "sha256")


def _kept(path, older):
    made = older.read_text(encoding="ascii").strip() if older and older.is_file() else secrets.token_urlsafe(32)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(made)
    except OSError:  # a full disk: an empty file would be taken for a key
        path.unlink()
        raise
    print(f"Đã tạo khóa bí mật của biểu mẫu: {path} (chỉ chủ tệp đọc được; đừng chép đi nơi khác).", flush=True)
    return path.read_text(encoding="ascii").strip()
