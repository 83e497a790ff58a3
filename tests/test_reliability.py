"""Tests of scales: alpha, omega, polychoric correlations, factors. Numbers are R's (4.2, psych 2.2.9), call beside."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pipeline import infer
from pipeline.infer import reliability
from pipeline.infer.scale import factors, parallel
from pipeline.infer.scale.adequacy import bartlett, kaiser, kmo
from pipeline.infer.scale.alpha import alpha
from pipeline.infer.scale.minres import minres, promax, varimax
from pipeline.infer.scale.omega import _slopes, omega, omega_limits
from pipeline.infer.scale.polychoric import _cells, polychoric
from pipeline.questionnaire import Choice, Question

CASE = Path(__file__).resolve().parents[2] / "shared" / "reference" / "05_reliability_alpha_tiktok"
needs_reference = pytest.mark.skipif(not CASE.exists(), reason="the R reference cases are not beside the project")
REFERENCE_SCALES = """SC SI TR HM SL PP OIB all_28_items fpoly_happiness fpoly_academic_unreversed
fpoly_academic_reversed young_missing_listwise young_missing_pairwise"""
POINTS = ("1", "2", "3", "4", "5")

# 60 people, six items of five points, two factors; in R: x <- do.call(rbind, lapply(strsplit(PEOPLE, ""), as.integer))
PEOPLE = """534122 333242 532452 332344 344443 324311 454334 333535 221343 454244 333323 444434 222222 211221
433144 334332 455455 445334 421435 343445 444344 453545 331121 135112 454453 533322 111432 132133
114543 222443 112522 543431 223332 232221 311222 241443 324114 134443 222432 414435 333132 555443
334134 554334 322422 233323 221444 123233 454533 455555 533422 422555 435245 533221 423345 532231
322544 332545 543555 334334"""
HEYWOOD = """455542 342313 342333 334345 332342 325335 453544 333453 222354 555555 322524 552543 554544 423123
554334 343311 322233 435232 333345 554444 353323 352355 545544 223232 555434 324232 333312 444342
211111 244333 223533 524335 333533 332333 323445 245232 345453 323211 424323 335443 545344 213253
341223 221133 423353 242321 545554 434454 333445 325423 142323 335323 532344 455543 452235 424455
221112 533355 331344 222523"""


def table(people):
    scores = pd.DataFrame([[float(score) for score in person] for person in people.split()])
    return scores.set_axis([f"i{number}" for number in range(1, scores.shape[1] + 1)], axis=1)


X = table(PEOPLE)


def asked(items):
    """These scores as answers to questions of five points and "không có ý kiến"."""
    choices = tuple(Choice(point, f"mức {point}") for point in POINTS) + (Choice("kyk", "không có ý kiến"),)
    questions = [Question(name, "select one", f"Câu {name}", choices=choices, points=POINTS) for name in items]
    answers = items.apply(lambda item: item.map(lambda score: f"mức {score:.0f}", na_action="ignore"))
    return answers, questions


def whole(items, *columns, **options):
    return reliability(*asked(items), **options).loc[0, list(columns)].tolist()


# alpha and omega


def test_coefficients_of_a_scale_are_those_of_r():
    # om <- function(R) {f <- fa(R, 1, fm = "minres"); 1 - sum(f$uniquenesses) / sum(R)}; e = items 1, 3, 5; o = 2, 4, 6
    # alpha(x)$total; om(cor(x)); alpha(polychoric(x, correct = 0)$rho)$total; om(polychoric(x, correct = 0)$rho);
    # 2 * (1 - (var(rowSums(e)) + var(rowSums(o))) / var(rowSums(x)))
    found = whole(X, "n", "alpha", "alpha_std", "mean_r", "omega", "split_half")
    assert found == pytest.approx([60, 0.7054765886, 0.7107969104, 0.2905937945, 0.7179948124, 0.7901337793], rel=1e-6)
    assert whole(X, "alpha_ordinal", "omega_ordinal") == pytest.approx([0.7264283474, 0.7340373957], abs=1e-4)


def test_blanks_and_no_opinion_leave_a_person_out_of_all_but_the_pairwise_alpha():
    more = pd.concat([X, X.assign(i1=np.nan)], ignore_index=True)
    assert whole(more, "n", "alpha", "omega", "omega_low") == whole(X, "n", "alpha", "omega", "omega_low")
    assert whole(more, "n_any", "alpha_pairwise") == pytest.approx([120, alpha(more.cov())])
    answers, questions = asked(X)
    beside = pd.concat([answers, answers.assign(i1="không có ý kiến")], ignore_index=True)
    assert reliability(beside, questions).loc[0, "n"] == 60


def test_the_interval_of_omega_is_that_of_the_bootstrap():
    # set.seed(3); quantile(replicate(2000, om(cor(x[sample(60, 60, TRUE), ]))), c(.025, .975))
    assert omega_limits(X)[1:] == pytest.approx((0.6158878, 0.8043530), abs=0.015)


def test_the_slopes_of_omega_are_what_a_small_change_of_a_correlation_makes():
    matrix, slopes = X.corr().to_numpy(), _slopes(X.corr().to_numpy())
    for i, j in ((1, 0), (4, 2), (5, 3)):
        step = np.zeros_like(matrix)
        step[i, j] = step[j, i] = 1e-4
        assert slopes[i, j] == pytest.approx((omega(matrix + step) - omega(matrix - step)) / 2e-4, rel=1e-4)


def test_the_interval_of_omega_covers_the_truth_of_skewed_answers():
    rng, load = np.random.default_rng(5), np.array([0.8, 0.7, 0.6, 0.5])

    def draw(n):
        latent = rng.standard_normal((n, 1)) * load + rng.standard_normal((n, 4)) * np.sqrt(1 - load**2)
        return pd.DataFrame(np.digitize(latent, [-1.5, -0.8, 0, 0.6]).astype(float))

    truth = omega(draw(400_000).corr())
    limits = [omega_limits(draw(300))[1:] for _ in range(300)]
    assert 0.92 <= np.mean([low <= truth <= high for low, high in limits]) <= 0.98


@needs_reference
@pytest.mark.parametrize("scale", REFERENCE_SCALES.split())
def test_every_number_of_the_reference_case_is_found(scale):
    expected = json.loads((CASE / "expected.json").read_text(encoding="utf-8"))[scale]
    file = {"fpoly": "fpoly.csv", "young": "young.csv"}.get(scale.split("_")[0], "data.csv")
    items = pd.read_csv(CASE / file)[list(expected["item_mean"])]
    turned = ("aca_deadline_pressure",) if scale.endswith("_reversed") else ()
    got = agreement(items, turned, pairwise=scale.endswith("pairwise"))
    if turned:  # psych::omega turns the item back in silence: its omega is that of the items before turning; with the
        # item turned, 1 - sum(f$uniquenesses) / sum(R) of f <- fa(R, 1) is 0.4714121899
        assert got["omega_total_1factor"] == pytest.approx(0.4714121899, rel=1e-6)
        got["omega_total_1factor"] = whole(items, "omega")[0]
    for key, value in expected.items():
        if key in ("item_mean", "item_sd"):  # no mean leaves this table: those of describe.scales are hidden as needed
            continue
        value = list(value.values()) if isinstance(value, dict) else value
        assert got[key] == pytest.approx(value, rel=1e-6), key


def agreement(items, turned, *, pairwise):
    """The keys of the reference case from our table."""
    rows = reliability(*asked(items), turned=turned)
    first, each = rows.loc[0].to_dict(), rows.to_dict("list")
    found = {"k": len(rows), "n": first["n"], "alpha_raw": first["alpha"], "psych_check_raw_alpha": first["alpha"]}
    found |= {"alpha_std": first["alpha_std"], "mean_interitem_r": first["mean_r"]}
    found |= {"item_rest_r": each["item_rest"], "alpha_if_deleted": each["alpha_if_dropped"]}
    found |= {"feldt_ci95": [first["alpha_low"], first["alpha_high"]], "omega_total_1factor": first["omega"]}
    if pairwise:
        covariances = items.cov().to_numpy()
        correlations = covariances / np.sqrt(np.outer(np.diag(covariances), np.diag(covariances)))
        found |= {"n": first["n_any"], "alpha_raw": first["alpha_pairwise"], "alpha_std": alpha(correlations)}
        found |= {"mean_interitem_r": correlations[np.tril_indices(len(rows), -1)].mean()}
    return found


# items worded the other way round


def test_an_item_that_looks_reversed_is_asked_about_and_turned_only_when_named():
    against = X.assign(i2=6 - X["i2"])
    rows = reliability(*asked(against))
    assert rows.index[rows["note"].str.contains("có phải câu hỏi đảo chiều không")].tolist() == [1]
    assert "(khi đó α = 0,71, ω = 0,72), ghi i2 vào survey.yaml › inference › reversed" in rows.loc[1, "note"]
    assert not rows["turned"].any()
    # y <- x; y[, 2] <- 6 - y[, 2]; om(cor(y))
    assert rows.loc[0, "omega"] == pytest.approx(0.4425699028, rel=1e-6)
    named = reliability(*asked(against), turned=("i2",))
    assert named["turned"].tolist() == [False, True, False, False, False, False]
    pd.testing.assert_frame_equal(named.drop(columns="turned"), reliability(*asked(X)).drop(columns="turned"))


def test_of_few_people_with_items_that_have_nothing_in_common_none_is_asked_about():
    few = np.random.default_rng(2022).integers(1, 6, (14, 6))
    rows = reliability(*asked(pd.DataFrame(few, columns=[f"i{n}" for n in range(6)])))
    assert rows["item_rest"].lt(0).any() and rows["note"].eq("").all()


def test_turning_an_item_that_was_turned_already_is_questioned():
    rows = reliability(*asked(X), turned=("i2",))
    assert rows.loc[1, "note"] == (
        "“Câu i2” đã đảo chiều theo survey.yaml nhưng đi ngược các câu còn lại; số liệu gốc đã đảo sẵn chưa?"
    )


def test_a_reversed_item_that_is_in_no_battery_is_refused():
    answers, questions = asked(X)
    with pytest.raises(ValueError, match="«i9» không nằm trong bảng thang đo nào"):
        infer.all_reliability(answers, [questions], turned=("i9",))


# what cannot be computed, and what is not shown


def test_a_battery_answered_by_few_shows_the_reason_and_nothing_else():
    rows = reliability(*asked(X.head(4)), least=5)
    assert set(rows["note"]) == {"Không tính được: dưới 5 người trả lời đủ mọi câu."}
    assert rows.drop(columns=["battery", "item", "label", "turned", "note"]).isna().all(axis=None)
    answers, questions = asked(X.head(4))
    found = infer.factor_analysis(answers, [questions], least=5)
    for frame in (found.factor_adequacy, found.factor_eigenvalues, found.factor_loadings, found.polychoric):
        assert frame["note"].tolist() == ["Không tính được: dưới 5 người trả lời đủ mọi câu."]
        assert frame.drop(columns=["battery", "note", "kept"], errors="ignore").isna().all(axis=None)


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        (X[["i1", "i2"]], "cần ít nhất 3 mục"),
        (X.assign(i3=X["i1"]), "ma trận tương quan suy biến"),
        (table("111 212 313 221 322 423 331 432 533 412 122"), "Heywood ở mục i1"),
    ],
)
def test_a_scale_without_omega_says_why_and_keeps_alpha(items, reason):
    table = infer.by_battery(infer.all_reliability(asked(items)[0], [asked(items)[1]]))
    assert reason in table.loc[0, "note"] and table.loc[0, "alpha"] > 0
    assert table[["omega", "omega_low", "omega_high"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        (X[["i1", "i2"]], "2 mục; phân tích nhân tố cần ít nhất 3 mục"),
        (X.head(49), "49 người trả lời đủ 6 mục; phân tích nhân tố cần ít nhất 50 người và 5 người mỗi mục"),
        (X.assign(i3=2.0), "mọi người trả lời giống hệt nhau ở “Câu i3”"),
        (X.assign(i3=X["i1"]), "ma trận tương quan suy biến"),
        (X.head(0), "chỉ 0 người"),
    ],
)
def test_factors_that_cannot_be_sought_give_a_reason(items, reason):
    answers, questions = asked(items)
    found = infer.factor_analysis(answers, [questions])
    assert all(reason in frame.loc[0, "note"] for frame in found[:3])
    assert found.factor_adequacy["kmo"].isna().all() and found.factor_loadings["loading"].isna().all()


# polychoric correlations


def test_polychoric_correlations_are_those_of_r():
    # polychoric(x, correct = 0)$rho
    found = polychoric(X).to_numpy()[np.tril_indices(6, -1)]
    expected = [0.55906400754, 0.31263347200, 0.58216165464, 0.07518734716, 0.08289813422, -0.03205819836]
    expected += [0.22133440850, 0.39126167635, 0.09682783677, 0.53461669532]
    expected += [0.1419122732, 0.2786505832, 0.3136495287, 0.4322483070, 0.6114186325]
    assert found == pytest.approx(expected, abs=5e-5)


def test_two_points_an_item_give_the_tetrachoric_correlation():
    # tetrachoric((x > 3) * 1)$rho[1:3, 1:3]
    found = polychoric((X > 3).astype(float)).to_numpy()
    assert found[[1, 2, 2], [0, 0, 1]] == pytest.approx([0.7383774954, 0.4296594596, 0.6323889578], abs=5e-5)


def test_items_may_have_different_numbers_of_points():
    # y <- x[, 1:3]; y[, 1] <- pmin(y[, 1], 3); y[, 2] <- (y[, 2] > 3) + 1; polychoric(y, correct = 0)$rho
    y = X[["i1", "i2", "i3"]].assign(i1=X["i1"].clip(upper=3), i2=(X["i2"] > 3) + 1.0)
    found = polychoric(y).to_numpy()[[1, 2, 2], [0, 0, 1]]
    assert found == pytest.approx([0.639447980735, 0.346606253695, 0.580235438125], abs=5e-5)


def test_an_empty_cell_of_four_counts_as_half_a_person():
    # tetrachoric(cbind(rep(c(0, 0, 1), c(10, 5, 8)), rep(c(0, 1, 1), c(10, 5, 8))))$rho
    pairs = pd.DataFrame([[0, 0]] * 10 + [[0, 1]] * 5 + [[1, 1]] * 8, columns=["a", "b"])
    assert polychoric(pairs).loc["a", "b"] == pytest.approx(0.8477453731, abs=5e-5)


@pytest.mark.parametrize("rho", [-0.99, -0.5, 0.0, 0.3, 0.9, 0.99])
def test_cells_are_those_of_the_bivariate_normal_distribution(rho):
    normal = stats.multivariate_normal([0, 0], [[1, rho], [rho, 1]])
    below = _cells(np.array([-np.inf, -0.7, np.inf]), np.array([-np.inf, 1.2, np.inf]), rho)[0, 0]
    assert below == pytest.approx(normal.cdf([-0.7, 1.2]), abs=1e-7)


def test_polychoric_refuses_missing_scores_and_leaves_an_item_without_variance_empty():
    with pytest.raises(ValueError, match="bỏ người trả lời thiếu"):
        polychoric(X.assign(i1=np.nan))
    assert np.isnan(polychoric(X.assign(i1=1.0)).loc["i1", "i2"])


# factors


def test_kmo_and_bartlett_are_those_of_r():
    # KMO(x)$MSA, KMO(x)$MSAi, cortest.bartlett(cor(x), 60)
    overall, each = kmo(X.corr())
    assert overall == pytest.approx(0.6340417744, rel=1e-8)
    expected = [0.7297052315, 0.6087358884, 0.5578752555, 0.7238365818, 0.6031072301, 0.6617093252]
    assert each == pytest.approx(expected, rel=1e-8)
    assert bartlett(X.corr(), 60) == pytest.approx((90.35867525, 15, 8.501995137e-13), rel=1e-8)


def test_kmo_is_called_by_kaisers_words():
    assert [kaiser(at) for at in (0.95, 0.8, 0.75, 0.6, 0.59, 0.49)] == [
        "rất tốt", "tốt", "khá", "trung bình", "kém", "không chấp nhận được"]  # fmt: skip


def test_minres_finds_the_communalities_of_r():
    # fa(x, 2, rotate = "none", fm = "pa", min.err = 1e-13, max.iter = 1e5)$communality: minres is where principal axes
    # come to rest (fm = "minres" stops up to 5e-5 before); the same on polychoric(x, correct = 0)$rho
    expected = [0.308592193943, 0.784470491235, 0.391024954411, 0.356780419573, 0.742667350488, 0.436775383100]
    assert 1 - minres(X.corr(), 2).uniqueness == pytest.approx(expected, abs=1e-7)
    expected = [0.301060129990, 0.960781846390, 0.366888099669, 0.431110607978, 0.760239241414, 0.489934694316]
    assert 1 - minres(polychoric(X), 2).uniqueness == pytest.approx(expected, abs=1e-4)


UNROTATED = np.array([  # fa(x, 2, rotate = "none", fm = "minres")$loadings
    [0.4744927496, -0.2888822012], [0.7617623080, -0.4518270138], [0.4639368976, -0.4192928642],
    [0.3988108283, 0.4446498448], [0.7175574978, 0.4773150254], [0.6093060643, 0.2559478567]])  # fmt: skip


def test_varimax_is_that_of_r():
    # varimax(L, eps = 1e-12)$loadings
    first = [0.54172632482, 0.86137956828, 0.62494653802, -0.02331403926, 0.18274196977, 0.25916320305]
    second = [0.12299953099, 0.20604539223, 0.02204031572, 0.59684170166, 0.84221361218, 0.60794540837]
    assert UNROTATED @ varimax(UNROTATED) == pytest.approx(np.transpose([first, second]), abs=1e-7)


def test_promax_and_the_correlation_of_its_factors_are_those_of_r():
    # p <- promax(varimax(L, eps = 1e-14)$loadings); p$loadings; solve(t(p$rotmat) %*% p$rotmat)
    turn = promax(UNROTATED)
    assert (UNROTATED @ turn)[[0, 5]] == pytest.approx(
        np.array([[0.54320387956, 0.03491526538], [0.16358073958, 0.58943933525]]), abs=1e-6
    )
    assert np.linalg.inv(turn.T @ turn)[0, 1] == pytest.approx(0.3244409797, abs=1e-6)


def test_chance_is_that_of_random_answers_and_the_same_for_a_seed():
    # set.seed(1); apply(replicate(20000, eigen(cor(matrix(rnorm(360), 60)))$values), 1, quantile, .95)
    expected = [1.6422977168, 1.3472071186, 1.1494915086, 1.0000344302, 0.8677638769, 0.7230109099]
    assert parallel.chance(60, 6, seed=1) == pytest.approx(expected, abs=0.02)
    assert (parallel.chance(60, 6, seed=1) == parallel.chance(60, 6, seed=1)).all()


def test_parallel_analysis_keeps_the_planted_factors():
    answers, questions = asked(X)
    found = infer.factor_analysis(answers, [questions], rotation="promax", seed=2)
    # eigen(cor(x))$values
    assert found.factor_eigenvalues["eigenvalue"].head(3).tolist() == pytest.approx([2.498931, 1.443117, 0.744728])
    assert found.factor_eigenvalues["kept"].tolist() == [True, True, False, False, False, False]
    assert found.factor_eigenvalues["cumulative"].iloc[-1] == pytest.approx(100)
    own = found.factor_loadings.set_index(["item", "factor"])["loading"].abs().unstack().idxmax(axis=1)
    assert len({own["i1"], own["i2"], own["i3"]}) == len({own["i4"], own["i5"], own["i6"]}) == 1
    assert found.factor_correlations["correlation"].tolist() == pytest.approx([0.3244], abs=1e-3)
    assert set(found.factor_loadings["n"]) == {60} and len(found.polychoric) == 15


@needs_reference
def test_six_factors_of_28_items_are_those_of_r():
    # R <- cor(x); KMO(R)$MSA; cortest.bartlett(R, 361); fa.parallel(x, fa = "pc")$ncomp
    # p <- fa(R, 6, fm = "pa", rotate = "none", min.err = 1e-13, max.iter = 1e6); p$communality
    # promax(varimax(p$loadings, eps = 1e-14)$loadings)$loadings: the largest of SC1, TR1 and OIB1
    items = pd.read_csv(CASE / "data.csv")
    answers, questions = asked(items)
    found = infer.factor_analysis(answers, [questions], seed=1)
    first, table = found.factor_adequacy.loc[0], found.factor_loadings.set_index("item")
    assert first[["kmo", "statistic", "df"]].tolist() == pytest.approx([0.845808504219, 4519.1049467, 378])
    assert found.factor_eigenvalues["kept"].sum() == 6
    communality = table["communality"].groupby(level=0, sort=False).first().head(4).tolist()
    assert communality == pytest.approx([0.584341335441, 0.666482140257, 0.603884103425, 0.568358673509], rel=1e-6)
    largest = table["loading"].groupby(level=0).max()[["SC1", "TR1", "OIB1"]].tolist()
    assert largest == pytest.approx([0.8116777074211, 0.8255329606008, 0.3211006876167], abs=1e-6)


def test_factors_can_be_sought_in_polychoric_correlations_and_turned_by_varimax():
    answers, questions = asked(X)
    found = infer.factor_analysis(answers, [questions], rotation="varimax", kind="polychoric").factor_loadings
    # fa(polychoric(x, correct = 0)$rho, 2, rotate = "none", fm = "pa", min.err = 1e-13, max.iter = 1e5)$communality
    assert found["communality"].iloc[[0, 2]].tolist() == pytest.approx([0.301060129990, 0.960781846390], abs=1e-4)
    assert set(found["method"]) == {"minres, xoay varimax, tương quan đa chuỗi, không gia quyền"}


def test_a_heywood_case_is_said():
    # fa(x, 2): "An ultra-Heywood case was detected"; communality of i6 0.997
    items = table(HEYWOOD)
    found, _ = factors.loadings(items, asked(items)[1], 2)
    assert set(found["note"]) == {"Trường hợp Heywood ở “Câu i6”: nghiệm không đáng tin."}


def test_a_search_that_does_not_come_to_rest_is_said():
    found = minres(X.corr(), 2)
    assert found.converged and factors.doubts(found, asked(X)[1]) == ""
    assert factors.doubts(found._replace(converged=False), asked(X)[1]) == "Phép tìm nghiệm không hội tụ."


def test_the_factor_that_carries_most_comes_first_and_loads_positively():
    # colSums(varimax(L, eps = 1e-12)$loadings^2)
    pattern, _ = factors.rotated(-UNROTATED[:, ::-1], "varimax")
    assert (pattern**2).sum(axis=0) == pytest.approx([1.5271040848, 1.4932107688], abs=1e-7)
    assert (pattern.sum(axis=0) > 0).all()


def test_too_many_factors_and_none_at_all_are_refused():
    questions = asked(X)[1]
    assert "6 mục không đủ để xác định 4 nhân tố" in factors.loadings(X, questions, 4)[0].loc[0, "note"]
    assert "không có nhân tố chung" in factors.loadings(X, questions, 0)[0].loc[0, "note"]
    with pytest.raises(ValueError, match="Phép xoay «oblimin»"):
        factors.loadings(X, questions, 2, rotation="oblimin")


def test_random_answers_have_no_factor():
    rng = np.random.default_rng(8)
    answers, questions = asked(pd.DataFrame(rng.integers(1, 6, (300, 6)), columns=[f"i{i}" for i in range(6)]))
    found = infer.factor_analysis(answers, [questions])
    assert not found.factor_eigenvalues["kept"].any()
    assert found.factor_loadings.loc[0, "note"].startswith("Không tính được: không giá trị riêng nào")


def test_batteries_are_analysed_apart_and_together():
    answers, questions = asked(X)
    found = infer.factor_analysis(answers, [questions[:3], questions[3:]])
    assert found.factor_eigenvalues.groupby("battery", sort=False).size().to_dict() == {"i1": 3, "i4": 3, "tất cả": 6}
    assert found.factor_loadings.groupby("battery", sort=False)["factor"].nunique().tolist() == [1, 1, 2]
    assert set(found.polychoric["battery"]) == {"i1", "i4"}
    assert all(frame.empty for frame in infer.factor_analysis(answers, []))
