"""The sentiment of what people wrote, as a question of its own beside the open question it belongs to."""

from dataclasses import replace

from pipeline import wording

TONES = {"tich_cuc": "Tích cực", "tieu_cuc": "Tiêu cực", "trung_tinh": "Trung tính", "hon_hop": "Hỗn hợp"}
SUFFIX = "_sac_thai"


def tone_name(name):
    """Name of the sentiment of an open question, as it stands in the tables."""
    return f"{name}{SUFFIX}"


def tone_of(question, language=wording.VI):
    """The question whose answers are the sentiments of an open question's; nobody is asked it.

    ``language``: of the report, which reads the label where none is named English.
    """
    said = {"vi": "sắc thái của ý kiến về {}", "en": "sentiment of the answers on {}"}
    is_read = language == wording.EN and not wording.in_language(question.labels, wording.EN)
    return replace(
        question,
        name=tone_name(question.name),
        label=f"{question.label} – {_end(is_read)}",
        labels={name: f"{text} – {_end(wording.in_language({name: text}, wording.EN))}"
                for name, text in question.labels.items() if text},
        shorts={name: said[name].format(text) for name, text in question.shorts.items() if name in said},
    )  # fmt: skip


def _end(is_english):
    return "sentiment" if is_english else "sắc thái"
