"""How well open answers are grouped and coded, on any labelled answers, beside the usual recipes."""

import json
import resource
import time
from functools import partial

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, f1_score

from pipeline import cluster, meaning, project, vi
from pipeline.bench import carried, coder, labelled, parted, queue, shares, usual
from pipeline.cluster.normal import bare

SEEDS = 5
ROUNDS = 10  # of the page's queue, and of codes merged by chance
UNMARKED = 0.3  # share of answers typed without marks in the test of that
HAND = (100, 200, 400)
FEWEST = 30  # answers left to score, beside those coded by hand


def sample():
    """The synthetic sample's answers to the first open question, with the themes they were made from."""
    folder, question = project.ROOT / "data" / "raw", project.at(project.SURVEY).survey.open_questions[0]
    texts = pd.read_csv(folder / "mau_mo_phong.csv", dtype=str, keep_default_na=False)[question]
    truth = json.loads((folder / "mau_mo_phong_su_that.json").read_text(encoding="utf-8"))
    themes = truth["open_answers"][question]["themes"]
    rows = pd.DataFrame({"text": texts, "codes": [";".join(own) for own in themes]})
    return rows[rows["codes"].ne("") & rows["codes"].ne("khong_noi_gi")].reset_index(drop=True)


def bench(rows, *, several=False, seeds=SEEDS, rounds=ROUNDS, draws=shares.ROUNDS, parts=()):
    """Yields the lines of the report, in Vietnamese; ``rows`` as ``labelled.read`` gives them.

    ``draws``: rounds of shares. ``parts``: names of those of :func:`_parts` that are wanted; all, if none.

    Answers that say nothing are left out, as on the coder's page, which never asks for them.
    """
    rows, left_out = labelled.usable(rows)
    began = time.perf_counter()
    prepared = cluster.prepare(rows["text"])
    spent = time.perf_counter() - began
    codes, sign = labelled.code_table(rows["codes"], several=several)
    labelled.refuse_unmeasurable(prepared, codes)
    told = prepared["kind"].eq("content")
    rows, prepared = (table[told].reset_index(drop=True) for table in (rows, prepared))
    codes, _ = labelled.code_table(rows["codes"], several=several)
    yield f"{vi.number(len(rows))} câu trả lời, {codes.shape[1]} mã; đọc và tách từ {vi.number(spent, 1)} giây"
    if not told.all():
        yield f"Không tính {vi.number((~told).sum())} câu không nêu ý kiến (theo quy tắc): không ai phải mã hóa chúng"
    yield from filter(None, [left_out, sign and f"Các mã trong một ô cách nhau bằng dấu «{sign}»"])
    for title, read in _readings(prepared):
        yield title
        told = _parts(rows, read(prepared), codes, several=several, seeds=seeds, rounds=rounds, draws=draws, read=read)
        for part in (lines for name, lines in told.items() if not parts or name in parts):
            yield from part
    peak = [resource.getrusage(who).ru_maxrss / 2**20 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    yield f"Bộ nhớ cao nhất {vi.number(sum(peak), 2)} GiB (cả các công thức đối chứng)"


def _readings(prepared):
    """(title, what prepared answers become) of either way of reading: by words; by meaning too, where it is there."""
    yield "ĐỌC THEO TỪ NGỮ (không có phần thêm)", lambda rows: rows
    if meaning.source():
        began = time.process_time()
        known = meaning.kept(meaning.added(prepared))
        spent = vi.number(1000 * (time.process_time() - began) / max(len(known), 1), 0)
        yield (
            f"ĐỌC THEO TỪ NGỮ VÀ NGHĨA (phần thêm {meaning.source()}; {spent} mili giây CPU một câu)",
            partial(meaning.added, known=known),
        )


def _parts(rows, prepared, codes, *, several, seeds, rounds, draws, read):
    """Name of a part → its lines, of one way of reading the answers; computed when they are asked for."""
    asked = {"several": several, "rounds": rounds, "read": read}
    unnamed = pd.DataFrame({"code": codes.columns, "name": codes.columns, "phrases": ""})
    return {
        "nhom": _groups(rows, prepared, codes, seeds, read),
        "ma": _coding(rows, prepared, codes, several, seeds),
        "hang-doi": queue.bench(rows, codes, **asked),
        "ty-le": _shares(prepared, codes, several, draws),
        "dot-truoc": carried.bench(prepared, codes, several=several, frame=unnamed),
        "tach": parted.bench(rows, codes, **asked),
    }


def _shares(prepared, codes, several, draws):
    """Shares of the answers that the played coder did not read, with the key phrases noted there and without."""
    noted, read = coder.key_phrases(prepared, codes, seed=0)
    rest = np.setdiff1d(np.arange(len(prepared)), read)
    told = prepared.iloc[rest].reset_index(drop=True), codes.iloc[rest].reset_index(drop=True)
    for frame, said in ((noted, ""), (noted.assign(phrases=""), ", không cụm từ")):
        yield from shares.bench(*told, several=several, frame=frame, rounds=draws, told=said)


def _groups(rows, prepared, codes, seeds, read):
    one = codes.sum(axis=1).eq(1).to_numpy()  # answers with one code, which a grouping can be held against
    true, k = codes.to_numpy()[one].argmax(axis=1) if one.any() else [], codes.shape[1]
    yield f"KHÔNG CÓ NHÃN, {k} nhóm ({vi.number(one.sum())} câu mang một mã)"
    if len(set(true)) < 2:
        yield "  Không chấm được: cần câu mang đúng một mã, của ít nhất hai mã"
        return
    yield "                                AMI            thuần nhất     macro-F1       đúng           giây"
    ways = {
        "TF-IDF + LSA + k-means": lambda seed: usual.lsa_k_means(rows["text"], k, seed=seed),
        "GSDMM, một lần chạy": lambda seed: usual.gsdmm(rows["text"], k, seed=seed),
        "cluster.groups": lambda seed: _labels(prepared, k, seed),
        "cluster.groups, tự chọn số nhóm": lambda seed: _labels(prepared, None, seed),
        "cluster.groups, 30 % không dấu": lambda seed: _labels(_unmarked(rows["text"], seed, read), k, seed),
    }
    for name, way in ways.items():
        found, spent = _timed(way, seeds)
        scores = [_spread([_scores(true, labels[one])[i] for labels in found]) for i in range(4)]
        yield f"  {name:<32}" + "".join(f"{score:<15}" for score in scores) + vi.number(spent, 1)
        if name == "cluster.groups":
            pairs = [adjusted_rand_score(a, b) for i, a in enumerate(found) for b in found[:i]]
            yield f"    các hạt giống đồng ý với nhau (ARI): {_spread(pairs)}"


def _coding(rows, prepared, codes, several, seeds):
    score = "micro-F1" if several else "đúng"
    results = {}
    for seed in range(seeds):
        for name, value in _coded(rows, prepared, codes, several, seed):
            results.setdefault(name, []).append(value)
    yield f"CÓ NGƯỜI MÃ HÓA ({coder.PHRASES} cụm từ khóa mỗi mã, ghi từ nhiều nhất {coder.READ} câu không tính điểm)"
    if len(rows) < 2 * HAND[0]:
        yield f"  {vi.number(len(rows))} câu: quá ít để đo thêm {HAND[0]} câu mã hóa tay"
    for name, values in results.items():
        columns = [_spread(column) for column in zip(*values, strict=True)]
        labels = (score, "macro-F1") if len(columns) == 2 else ("phủ", "đúng thật", "đúng in ra")
        yield f"  {name:<52}" + "  ".join(f"{a} {b}" for a, b in zip(labels, columns, strict=True))


def _coded(rows, prepared, codes, several, seed):
    """(name, scores) of every way of coding, one seed."""
    frame, read = coder.key_phrases(prepared, codes, seed=seed)
    rest, nothing = np.setdiff1d(np.arange(len(rows)), read), pd.DataFrame(columns=["key", "codes"])
    first = cluster.learn(prepared, frame, nothing, several=several, seed=seed)
    yield "chỉ cụm từ khóa", coder.right(codes, coder.decided(first, nothing), rest, several=several)
    for n, done, model in coder.loop(first, codes, rest, wanted=HAND):
        given = coder.decided(model, done)
        yield f"{n} câu do máy chọn + cụm từ khóa", coder.right(codes, given, rest, several=several)
    for n in (n for n in HAND[:2] if n + FEWEST <= len(rest)):
        yield from _drawn(rows, first, codes, rest, n)


def _drawn(rows, first, codes, rest, n):
    """(name, scores) of coding from ``n`` answers drawn at random, by the usual recipe and by ours."""
    several, seed = first.several, first.seed
    drawn = np.random.default_rng(seed).permutation(rest)[:n]
    left, done = np.setdiff1d(rest, drawn), coder.hand(first.prepared, codes, drawn)
    found = usual.one_vs_rest(rows["text"], drawn, codes.to_numpy(bool), several=several, seed=seed)
    given = pd.DataFrame(found, codes.index, codes.columns)
    yield f"{n} câu ngẫu nhiên, TF-IDF + hồi quy logistic", coder.right(codes, given, left, several=several)
    for name, frame in (("", first.frame.assign(phrases="")), (" + cụm từ khóa", first.frame)):
        model = cluster.learn(first.prepared, frame, done, several=several, seed=seed, after=first)
        given = coder.decided(model, done)
        yield f"{n} câu ngẫu nhiên{name}", coder.right(codes, given, left, several=several)
        yield f"{n} câu ngẫu nhiên{name}, tự mã hóa ở 90 %", coder.automatic(model, done, codes, left, drawn)


def _labels(prepared, k, seed):
    return cluster.groups(prepared, k, seed=seed)[0].fillna(0).to_numpy(int)


def _unmarked(texts, seed, read):
    chosen = np.random.default_rng(seed).random(len(texts)) < UNMARKED
    typed = pd.Series(np.where(chosen, texts.map(lambda text: bare(text.lower())), texts))
    return read(cluster.prepare(typed))


def _timed(way, seeds):
    began = time.perf_counter()
    found = [way(seed) for seed in range(seeds)]
    return found, (time.perf_counter() - began) / seeds


def _scores(true, labels):
    """AMI, purity, macro-F1 and accuracy; for the last two each group stands for one code at most."""
    table = pd.crosstab(labels, true).to_numpy()
    rows, columns = linear_sum_assignment(-table)
    names = dict(zip(np.unique(labels)[rows], np.unique(true)[columns], strict=True))
    given = pd.Series(labels).map(names).fillna(-1).to_numpy(int)
    macro = f1_score(true, given, average="macro", labels=np.unique(true), zero_division=0)
    return (adjusted_mutual_info_score(true, labels), table.max(axis=1).sum() / len(true), macro,
            (given == true).mean())  # fmt: skip


def _spread(values):
    if not np.isfinite(values).any():
        return vi.MISSING
    return f"{vi.number(np.nanmean(values), 3)} ± {vi.number(np.nanstd(values), 3)}"
