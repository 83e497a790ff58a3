"""Figures as parts of one self-contained page."""

import base64
import struct
from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n"


def figure(source, name, caption):
    """A PNG of the figures folder as data URI, with size, caption and alternative text; None when it is not there."""
    path = Path(source.figures) / f"{name}.png" if source.figures else None
    if not path or not path.is_file():
        return None
    data = path.read_bytes()
    if not data.startswith(PNG):
        raise ValueError(f"{path}: không phải ảnh PNG; tạo lại hình này rồi xuất báo cáo.")
    width, height = struct.unpack(">II", data[16:24])
    content = f"data:image/png;base64,{base64.b64encode(data).decode('ascii')}"
    alt = source.alts.get(path.name) or caption
    return {"src": content, "alt": alt, "caption": caption, "width": width, "height": height}
