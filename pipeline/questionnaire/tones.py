"""The sentiment of what people wrote, as a question of its own beside the open question it belongs to."""

from dataclasses import replace

TONES = {"tich_cuc": "Tích cực", "tieu_cuc": "Tiêu cực", "trung_tinh": "Trung tính", "hon_hop": "Hỗn hợp"}
SUFFIX = "_sac_thai"


def tone_name(name):
    """Name of the sentiment of an open question, as it stands in the tables."""
    return f"{name}{SUFFIX}"


def tone_of(question):
    """The question whose answers are the sentiments of an open question's; nobody is asked it."""
    said = {"vi": "sắc thái của ý kiến về {}", "en": "sentiment of the answers on {}"}
    ends = {name: "sentiment" if name.startswith("English") else "sắc thái" for name in question.labels}
    return replace(
        question,
        name=tone_name(question.name),
        label=f"{question.label} – sắc thái",
        labels={name: f"{text} – {ends[name]}" for name, text in question.labels.items()},
        shorts={name: said[name].format(text) for name, text in question.shorts.items() if name in said},
    )
