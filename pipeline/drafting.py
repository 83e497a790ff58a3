"""A drafted questionnaire written to a folder – after it has read and coded the very file it was drafted from."""

import tempfile
from pathlib import Path

from pipeline import clean, ingest
from pipeline import questionnaire as forms
from pipeline import survey as surveys

FILES = ("questionnaire.md", "survey.yaml")


class DraftError(ValueError):
    """A draft that does not read its own file; the message says what it stumbles over and what to do."""


def write(raw, drafted, folder):
    """Writes questionnaire.md and survey.yaml into ``folder`` once they have proved themselves on ``raw``.

    Returns Vietnamese lines: how many answers were coded, and what a person must settle. Raises DraftError, and writes
    nothing, where the draft cannot be read back or would lose answers.
    """
    folder = Path(folder)
    texts = dict(zip(FILES, (forms.markdown(drafted.sheets), drafted.survey_yaml), strict=True))
    with tempfile.TemporaryDirectory() as trial:
        for name, text in texts.items():
            (Path(trial) / name).write_text(text, encoding="utf-8")
        said = _tried(raw, Path(trial) / "survey.yaml")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [said, *(["Cần người quyết định (ghi ở survey.yaml):"] if drafted.asked else []), *_few(drafted.asked)]


def _few(lines, most=20):
    more = [f"  … và {len(lines) - most} chỗ nữa"] if len(lines) > most else []
    return [f"  – {line}" for line in lines[:most]] + more


def _tried(raw, path):
    """The draft read back, and the file matched, coded and typed with it; a line on how that went."""
    try:
        form = surveys.read(path).form
        responses = ingest.match(raw, form).responses
        tidy, _ = clean.tidy_text(responses, form)
        coded, _ = clean.codes(tidy, form)
        typed, _ = clean.typed(clean.apply_skips(coded, form)[0], form)
    except ValueError as error:
        raise DraftError(
            f"Phiếu soạn từ tệp chưa đọc lại được chính tệp ấy, nên chưa viết gì: {error}\n"
            "Sửa cột nêu trên trong một bản sao của tệp (hoặc bỏ cột ấy) rồi soạn lại."
        ) from error
    lost = [f"{q.name} ({n} ô)" for q in form.questions if (n := _lost(tidy, typed, q))]
    if lost:
        raise DraftError(
            f"Phiếu soạn từ tệp làm mất câu trả lời ở {len(lost)} câu: {', '.join(lost[:6])}; chưa viết gì."
            " Sửa các cột ấy trong một bản sao của tệp rồi soạn lại."
        )
    asked = sum(q.kind != "none" for q in form.questions)
    return f"Đã thử đọc lại: {len(typed)} phiếu, {asked} câu, không câu trả lời nào bị mất."


def _lost(tidy, typed, question):
    """How many answers of a closed question are there as text and no longer after coding."""
    if not question.choices or question.name not in tidy:
        return 0
    columns = [c for c in typed if c == question.name or c.startswith(f"{question.name}/")]
    return int((tidy[question.name].notna() & typed[columns].isna().all(axis=1)).sum())
