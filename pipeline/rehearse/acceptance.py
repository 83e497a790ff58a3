"""One rehearsal from drawing the people to writing the record."""

from datetime import date
from pathlib import Path

from pipeline import project, simulate, vi
from pipeline.rehearse import compare, judge, load, record, verdict
from pipeline.rehearse.server import fresh_store, serving
from pipeline.run import refuse_foreign
from pipeline.run import run as run_all
from pipeline.simulate import spec

STORE = "dien-tap.sqlite"
RECORD = "nghiem-thu.html"


def rehearse(path, out, *, n, seed):
    """Sends ``n`` simulated answers through the form, analyses them, writes the acceptance record.

    Returns the path of the record, whether all is well, and lines to print. ``path`` is a survey.yaml, ``out`` the
    folder for the store, the outputs and the record. Raises RunError or
    RehearseError when ``out`` holds other people's files, and whatever the survey or the form finds wrong.
    """
    project.needs_folder()
    survey, out = project.survey_of(path), Path(out)
    refuse_foreign(out)
    answers, truth = drawn(survey, n=n, seed=seed)
    places = min(n, survey.collection.target or n)
    found = collect(survey, answers, out / STORE)
    comparison = compare.compare(survey.form, sent(found, answers), out / STORE)
    parts = {
        "conduct": judge.conduct(found.results, places),
        "stored": judge.stored(comparison, places),
        "analysis": _analysed(survey, out, truth, comparison.stored),
    }
    page = record.page(survey, record.about(survey, n, seed, date.today()), found, parts, stored=comparison.stored)
    project.write(out / RECORD, page.encode())
    return out / RECORD, record.passed(parts), record.summary(found, parts, stored=comparison.stored)


def drawn(survey, *, n, seed):
    """Answers of ``n`` simulated people as dicts, and the truth; none of the dirt that only a file can bring along."""
    responses, truth = simulate.draw(survey, n=n, seed=seed, truth={**spec.read(survey), "dirt": {}})
    names = [q.name for q in survey.form.questions if q.name in responses]
    return responses[names].to_dict("records"), truth


def collect(survey, answers, address):
    """Everybody answers the form, which stores at ``address``; returns the Load.

    The target is that of the survey or, where fewer people come, their number: the form must close at it.
    """
    target = survey.collection.target and min(len(answers), survey.collection.target)
    needed = load.codes_needed(len(answers)) if survey.collection.mode == "codes" else 0
    secret, made = fresh_store(address, count=needed)
    waves = load.crowd(survey.form, answers, target or len(answers), made)
    with serving(survey, address, target=target, secret=secret) as port:
        return load.run(waves, port, late=bool(target), made=made)


def sent(found, answers):
    """The answers whose senders were thanked."""
    return [answers[result.row] for result in found.results if result.thanked]


def _analysed(survey, out, truth, received):
    """Checks of the six notebooks' results; a run that fails is a check that does not hold."""
    try:
        run_all(str(survey.path), str(out / STORE), str(out))
    except ValueError as error:
        return [judge.Check("Sáu sổ tay chạy trọn", "không lỗi", str(error), False)]
    work = project.at(str(survey.path), str(out / STORE), str(out))
    tables = project.tables(work)
    flow = tables["case_flow"]["n"].tolist()
    marked = project.source(work)["synthetic"]
    checks = [
        judge.Check("Sáu sổ tay chạy trọn", "không lỗi", "không lỗi", True),
        judge.Check("Phiếu phân tích đọc được từ kho", vi.number(received), vi.number(flow[0]), flow[0] == received),
        judge.Check("Kết quả mang dấu DỮ LIỆU MÔ PHỎNG", "có", "có" if marked else "không", marked),
    ]
    return checks + (verdict.checks(tables, truth, work.survey) if _has_truth(survey) else [])


def _has_truth(survey):
    return (survey.path.parent / spec.FILE).is_file()
