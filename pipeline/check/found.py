"""What is found wrong in an edited report."""

from dataclasses import dataclass

KINDS = {
    "number": "số không khớp bảng",
    "unit": "đơn vị bị đổi",
    "words": "số, mức độ viết bằng chữ không khớp bảng",
    "order": "so sánh trái với số liệu",
    "group": "số gắn với nhóm khác",
    "small": "nêu nhóm quá ít người",
    "moved": "câu bị chuyển sang câu hỏi khác",
    "caveat": "mất lời dè dặt, ghi chú",
    "denied": "phủ định bị đổi",
}


@dataclass(frozen=True)
class Finding:
    """``kind``: a key of KINDS; ``text``: what stands in the file; ``why``: what is wrong; ``source``: what the report
    had said."""

    kind: str
    text: str
    why: str
    source: str = ""
