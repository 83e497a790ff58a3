"""Draws a whole survey – people, answers, dirt – and writes it beside its truth."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline import files
from pipeline.simulate import answers, dirt, people, spec, texts
from pipeline.simulate.settle import settle
from pipeline.simulate.truth import population

NAME = "mau_mo_phong"
NOTICE = "DỮ LIỆU MÔ PHỎNG"
CLUSTERS = 20


def draw(survey, *, n, seed, truth=None):
    """``n`` simulated answers to any questionnaire, and the truth they were drawn from.

    Returns (responses, truth). Responses are text as the form's store exports it: one column a question (codes; several
    codes separated by blanks; "" where not asked or not answered), ``_day`` and ``_seconds``; the same for the same
    seed. ``truth`` is what to plant, as in truth.yaml; None takes the file beside the survey. The truth returned holds
    population values, themes of open answers aligned with the rows, and the 0-based rows of everything planted.
    Raises SimulateError when a constraint cannot be satisfied or the truth names what the questionnaire has not.
    """
    planted = spec.read(survey, truth)
    who_rng, answer_rng, dirt_rng, crowd_rng = np.random.default_rng(seed).spawn(4)
    everybody = people.frame(survey)
    if all(question.kind == "none" for question in survey.form.questions):
        raise spec.SimulateError("Phiếu hỏi không có câu nào để trả lời (sheet survey chỉ có ghi chú, mục tự ghi).")
    everybody = pd.DataFrame(index=range(n)) if everybody is None else everybody
    speed = people.paces(everybody, planted.get("response", {}), survey.population.unit, who_rng)
    who = people.arrivals(everybody, speed, n, who_rng)
    responses, themes, rows = _answered(survey, who, planted, answer_rng, dirt_rng)
    chance = people.chances(speed, n)
    found = population(survey, planted, everybody, chance, crowd_rng)
    responses = responses.assign(**_brought(survey, n, crowd_rng))
    return responses, {
        **_head(survey, n, seed),
        "units": _units(everybody, chance, survey.population.unit),
        **found,
        "open_answers": _open_answers(planted, responses, themes),
        "rows": rows,
    }


def write(survey, out_dir, *, n, seed):
    """Draws and writes ``mau_mo_phong.csv`` (UTF-8 with BOM, every row marked as synthetic) and its truth as JSON.

    Returns the two paths. Both files appear whole, or neither.
    """
    responses, truth = draw(survey, n=n, seed=seed)
    folder, names = Path(out_dir), (f"{NAME}.csv", f"{NAME}_su_that.json")
    table = responses.assign(_synthetic=NOTICE).to_csv(index=False, lineterminator="\r\n")
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in truth.items()]
    with files.together(folder) as aside:
        for name, text in zip(names, ("\ufeff" + table, "{\n" + ",\n".join(lines) + "\n}\n"), strict=True):
            (aside / name).write_bytes(text.encode())
    return tuple(folder / name for name in names)


def _brought(survey, n, rng):
    """What the file of a drawn sample brings beside the answers, as of a sample of equal chances: weights of 1, one
    stratum, CLUSTERS clusters in turn, as many random half-samples as replicates, a population without end."""
    given = {"weight": "1", "fpc": "1000000", "text": "1"}
    asked = {q.name for q in survey.form.questions}
    found = {}
    for name, (key, kind) in survey.brought.items():
        if kind == "replicate":
            turns = range(1, CLUSTERS + 1) if "*" in name else [""]
            found |= {name.replace("*", str(at)): rng.choice(["0", "2"], n) for at in turns}
        elif name not in asked:
            found[name] = [str(1 + at % CLUSTERS) for at in range(n)] if key.endswith("psu") else [given[kind]] * n
    return found


def _answered(survey, who, planted, answer_rng, dirt_rng):
    """Responses with all their dirt, themes by question and row, and where each kind of dirt is."""
    form, share = survey.form, planted.get("dirt", {}).get("percent", {})
    raw, themes = answers.draw(form, who, planted, answer_rng)
    places = dirt.places(len(raw), share, dirt_rng)
    raw = dirt.clicked_through(form, raw, places["too_fast"], list(who.columns), dirt_rng)
    raw = dirt.straight_lined(form, raw, places["straight_line"], survey.quality.straight_line_items, dirt_rng)
    raw = dirt.contradicted(raw, places["contradiction"], planted.get("dirt", {}).get("contradictions", []))
    raw, themes, pairs = _handed_on(survey, raw, themes, places, dirt_rng)
    table = settle(form, raw, planted, answer_rng, fixed=who.columns)
    table = pd.concat([table, _moments(survey, table, places, answer_rng)], axis=1)
    table, copied = dirt.doubled(table, places["duplicate"], np.concatenate(list(places.values())), dirt_rng)
    themes = {name: dirt.follow(codes, copied) for name, codes in themes.items() if codes}
    rows = {kind: [int(row) for row in found] for kind, found in places.items()}
    return table, _speaking(themes, table, places["too_fast"]), {**rows, "near_duplicate": pairs, "duplicate": copied}


def _handed_on(survey, raw, themes, places, rng):
    name = next((name for name in reversed(themes) if themes[name]), None)
    if name is None:
        return raw, themes, []
    taken, characters = np.concatenate(list(places.values())), survey.quality.near_duplicate_chars
    raw, changed, pairs = dirt.handed_on(raw, places["near_duplicate"], taken, name, themes[name], characters, rng)
    return raw, {**themes, name: changed}, pairs


def _moments(survey, table, places, rng):
    fastest = survey.quality.min_seconds
    moments = people.moments((table != "").sum(axis=1).to_numpy(), survey.collection, rng, fastest=fastest)
    if fastest:
        hasty = rng.integers(min(20, fastest - 1), fastest, len(places["too_fast"]))
        moments.loc[places["too_fast"], "_seconds"] = hasty.astype(str)
    if survey.collection.opens:
        rehearsal = survey.collection.opens.date() - pd.Timedelta(days=1)
        moments.loc[places["outside_window"], "_day"] = str(rehearsal)
    return moments


def _speaking(themes, table, hasty):
    """Themes only where something is written; who clicked through says nothing."""
    spoken = {}
    for name, codes in themes.items():
        written = [code if text else [] for code, text in zip(codes, table[name], strict=True)]
        for row in hasty:
            written[row] = [spec.NOTHING] if table[name].iloc[row] else []
        spoken[name] = written
    return spoken


def _units(everybody, chance, unit):
    """Planted chance of an answer by unit: headcount and expected response rate in percent."""
    if unit not in everybody:
        return {}
    by_unit = pd.Series(chance).groupby(everybody[unit].to_numpy())
    return {
        code: {"headcount": len(chances), "percent": round(100 * float(chances.mean()), 1)} for code, chances in by_unit
    }


def _head(survey, n, seed):
    return {
        "notice": f"{NOTICE}: người trả lời do máy tạo ra, không phải câu trả lời của ai. Dòng đánh số từ 0.",
        "questionnaire": {"title": survey.form.title, "form_id": survey.form.form_id, "version": survey.form.version},
        "n": n,
        "seed": seed,
    }


def _open_answers(planted, responses, themes):
    """Each open question's themes: names, planted shares, the themes of every row, and how it was typed."""
    found = {}
    for name, codes in themes.items():
        own = planted["questions"][name]["themes"]
        found[name] = {
            "names": {code: theme["name"] for code, theme in own.items()},
            "percent": {code: theme["share"] for code, theme in own.items()},
            **texts.marked(responses[name]),
            "themes": codes,
        }
    return found
