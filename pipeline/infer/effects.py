"""How large is an effect: 95 % confidence intervals by published methods, and words for the size."""

import numpy as np
from scipy import optimize, special, stats

from pipeline import vi

TAILS = (0.975, 0.025)  # of a two-sided 95 % interval, lower limit first
WORDS = ("không đáng kể", "nhỏ", "vừa", "lớn")

# From which size on an effect is called small, medium, large. Under the first it is "không đáng kể" whatever its p.
BANDS = {
    "V Cramér": (0.10, 0.30, 0.50),  # Cohen 1988, Statistical Power Analysis, w (equals V where a side has two options)
    "r hạng–nhị phân": (0.147, 0.33, 0.474),  # Romano et al. 2006, for Cliff's delta, which is the same number
    "ε² Kruskal–Wallis": (0.01, 0.06, 0.14),  # Cohen 1988, η²; for ε²: Tomczak & Tomczak 2014
    "η²": (0.01, 0.06, 0.14),  # Cohen 1988
    "g Hedges": (0.20, 0.50, 0.80),  # Cohen 1988, d
    "ρ Spearman": (0.10, 0.30, 0.50),  # Cohen 1988, r
    "r xu hướng": (0.10, 0.30, 0.50),  # Cohen 1988, r
    "τ-b Kendall": (0.06, 0.19, 0.33),  # Gilpin 1993: τ = 2/π · arcsin r, at Cohen's r
    "γ Goodman–Kruskal": (0.10, 0.30, 0.50),  # as r: γ has no bands of its own
    "W Kendall": (0.10, 0.30, 0.50),  # as r (Cohen 1988)
    "d Cliff theo cặp": (0.147, 0.33, 0.474),  # Romano et al. 2006, Cliff's delta
    "d Cohen": (0.20, 0.50, 0.80),  # Cohen 1988
    "β chuẩn hóa": (0.10, 0.30, 0.50),  # as r (Cohen 1988), which it is where one number explains
    "h Cohen": (0.20, 0.50, 0.80),  # Cohen 1988, h of two proportions
    "g Cohen": (0.05, 0.15, 0.25),  # Cohen 1988, g
    "OR": (1.44, 2.48, 4.27),  # Chinn 2000: d = ln OR · √3/π, at Cohen's 0.2, 0.5, 0.8; under 1 its inverse counts
}


SYMBOLS = {"r hạng–nhị phân": "r_hb", "r xu hướng": "r_xh"}  # others: the first word of the name


def symbol(name):
    """How an effect is written before its figure: two effects of one letter are told apart."""
    return SYMBOLS.get(name, name.split(" ")[0])


def threshold(name, negligible=None):
    """The size under which an effect is "không đáng kể": of survey.yaml, else the published one."""
    return (negligible or {}).get(name, BANDS[name][0])


def strength(effect, name, side=np.nan):
    """The number that BANDS judge: without sign, an odds ratio above 1, of V Cohen's w = V·√(k − 1) (1988, p. 223), k
    being the ``side`` of the table with fewer categories (blank counts as two)."""
    if name == "OR":
        return max(effect, 1 / effect)
    return abs(effect) * (np.sqrt(side - 1) if name == "V Cramér" and side and side > 2 else 1)


def digits(effect, name, negligible=None, side=np.nan):
    """Decimals, two or as many more as it takes that the printed figure – an effect or a limit of one – stands on the
    same side of every band, and of what no difference would give."""
    if not np.isfinite(effect):
        return 2
    word, none = size(effect, name, negligible, side), float(name == "OR")
    written = ((d, vi.rounded(effect, d)) for d in range(2, 7))
    fits = (d for d, x in written if (x or not none) and (x > none) == (effect > none) and (x < none) == (effect < none)
            and size(x, name, negligible, side) == word)  # fmt: skip
    return next(fits, 2)


def text(effect, name, negligible=None, side=np.nan):
    """An effect, or a limit of one, as it is printed beside a word for its size or a threshold."""
    return vi.number(effect, digits(effect, name, negligible, side))


def limits(row, name, negligible=None, side=np.nan):
    """The interval of an effect as it is printed, "(0,10; 0,31)"; "" where it has none."""
    low, high = (text(row[end], name, negligible, side) for end in ("effect_low", "effect_high"))
    return "" if vi.MISSING in (low, high) else f"({low}; {high})"


def size(effect, name, negligible=None, side=np.nan):
    """Word for the size of an effect: one of WORDS; a band begins at its bound.

    ``negligible`` (name → threshold, of survey.yaml) moves the bound under which an effect is "không đáng kể"; of V it
    is meant for V itself. ``side``: see ``strength``.
    """
    word = int(np.searchsorted(BANDS[name], strength(effect, name, side), side="right"))
    if name in (negligible or {}):
        word = max(word, 1) if strength(effect, name) >= negligible[name] else 0
    return WORDS[word]


def standing(effect, name, side=np.nan):
    """Where an effect stands between "không đáng kể" (0–1) and "lớn" (3–4) on its own scale, by which effects of
    different names are put in order; 0 where there is none."""
    if not np.isfinite(effect):
        return 0.0
    bands = BANDS.get(name, (0.1, 0.3, 0.5))
    return float(np.interp(strength(effect, name, side), (0, *bands, max(1, 2 * bands[-1])), range(5)))


def borders(effect, interval, name, negligible=None, side=np.nan):
    """Whether an effect is estimated under its threshold while its 95 % ``interval`` goes beyond it."""
    words = [size(end, name, negligible, side) for end in (effect, *interval) if np.isfinite(end)]
    return words[:1] == [WORDS[0]] and any(word != WORDS[0] for word in words)


def chi2_limits(statistic, df, scale):
    """95 % limits of statistic / scale, on the squared scale of the effect, between 0 and 1.

    Smithson (2003, Confidence Intervals, p. 40): (limits of the noncentrality + df) / scale, 0 where the lower
    noncentrality is 0; with scale = n(k - 1) the roots are those of Cramér's V (R: confintr::ci_cramersv).
    """
    low, high = (noncentrality(stats.ncx2.cdf, tail, statistic, df) for tail in TAILS)
    return (low + df) / scale if low > 0 else 0.0, min((high + df) / scale, 1.0)


def variance_limits(f, df1, df2):
    """95 % limits of η² = F·df1 / (F·df1 + df2) from the noncentral F (Steiger 2004; R: confintr::ci_rsquared).

    The upper limit is never under the estimate, which a very small F would allow.
    """
    low, high = (noncentrality(stats.ncf.cdf, tail, f, df1, df2) for tail in TAILS)
    share = f * df1 / (f * df1 + df2)
    return low / (low + df1 + df2 + 1), max(high / (high + df1 + df2 + 1), share)


def dominance_limits(x, y, delta):
    """95 % limits of the rank-biserial r of two groups, which is Cliff's delta.

    Cliff's unbiased variance, asymmetric limits and t quantile (Feng & Cliff 2004; R: effsize::cliff.delta); ties
    are counted as they are, so it serves short scales. Where no value of one group reaches the other (r = ±1), the
    far limit is (k - t²)/(k + t²), k the smaller group (Long, Feng & Cliff 2003; R: orddom).
    """
    n, m = len(x), len(y)
    if abs(delta) == 1:
        t = stats.t.ppf(TAILS[0], n + m - 2)
        return tuple(sorted((delta, delta * (min(n, m) - t**2) / (min(n, m) + t**2))))
    squares = n * m - _ties(x, y) - n * m * delta**2
    rows, columns = np.sum((_dominance(x, y) - delta) ** 2), np.sum((_dominance(y, x) + delta) ** 2)
    variance = max((m**2 * rows + n**2 * columns - squares) / (n * m * (n - 1) * (m - 1)), 0)
    t = stats.t.ppf(TAILS[0], n + m - 2)
    reach = t * np.sqrt(variance * ((1 - delta**2) ** 2 + t**2 * variance))
    limits = (np.array([-reach, reach]) + delta - delta**3) / (1 - delta**2 + t**2 * variance)
    return tuple(np.clip(limits, -1, 1))


def correlation_limits(rho, n):
    """95 % limits of Spearman's ρ: Fisher's z with the standard error √((1 + ρ²/2)/(n - 3)) (Bonett & Wright 2000)."""
    if abs(rho) == 1:
        return rho, rho
    reach = stats.norm.ppf(TAILS[0]) * np.sqrt((1 + rho**2 / 2) / (n - 3))
    return np.tanh(np.arctanh(rho) - reach), np.tanh(np.arctanh(rho) + reach)


def t_limits(t, df):
    """95 % limits of the noncentrality of a t (R: uniroot of pt(t, df, ncp) = 0.975 and 0.025)."""
    low, high = (float(special.nctdtrinc(df, tail, abs(t))) for tail in TAILS)
    return (low, high) if t >= 0 else (-high, -low)


def noncentrality(cdf, tail, statistic, *df):
    """The noncentrality at which ``cdf`` of ``statistic`` is ``tail``, 0 where none is: one limit of an interval."""
    if cdf(statistic, *df, 0) <= tail:
        return 0.0
    high = max(statistic * df[0], 1.0)
    while cdf(statistic, *df, high) > tail:
        high *= 2
    return optimize.brentq(lambda ncp: cdf(statistic, *df, ncp) - tail, 0, high, xtol=1e-12, rtol=1e-14)


def _dominance(x, y):
    """For each x, the share of y under it minus the share above it."""
    y = np.sort(y)
    return (np.searchsorted(y, x, "left") + np.searchsorted(y, x, "right")) / len(y) - 1


def _ties(x, y):
    y = np.sort(y)
    return np.sum(np.searchsorted(y, x, "right") - np.searchsorted(y, x, "left"))
