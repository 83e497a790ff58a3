"""The files the answers come from: ``raw`` of survey.yaml is a path, a mapping, or a list of either."""

from pipeline.survey.model import SurveyError

DUPLICATES = ("", "keep", "drop")


def listed(raw):
    """The mapping of survey.yaml with ``raw`` as a list of mappings."""
    given = raw.get("raw")
    if not given:
        return {key: value for key, value in raw.items() if key != "raw"}
    items = given if isinstance(given, list) else [given]
    return raw | {"raw": [item if isinstance(item, dict) else {"file": item} for item in items]}


def check(survey):
    """Refuses a decision on duplicates that is none, and a file named twice."""
    if survey.duplicates_across not in DUPLICATES:
        raise SurveyError(
            f"survey.yaml › duplicates_across: «{survey.duplicates_across}»; dùng keep (giữ cả hai) hoặc drop (bỏ phiếu"
            " sau)."
        )
    files = [source.file for source in survey.raw]
    twice = next((file for file in files if files.count(file) > 1), None)
    if twice:
        raise SurveyError(f"survey.yaml › raw: tệp «{twice}» nêu hai lần. Giữ lại một.")
