"""Alpha and omega of weighted answers, with the sampling error of the design; they stand beside the unweighted ones."""

import numpy as np
import pandas as pd
from scipy import stats

from pipeline.infer import effects, weighted
from pipeline.infer.scale.items import alpha
from pipeline.infer.scale.omega import influence, omega, omega_reason

WHOLE = ["alpha_weighted", "alpha_low_weighted", "alpha_high_weighted"]
WHOLE += ["omega_weighted", "omega_low_weighted", "omega_high_weighted"]
ITEM = ["item_rest_weighted", "alpha_if_dropped_weighted"]


def whole(items, sample, used):
    """Weighted alpha and omega of complete scores with 95 % limits on the t of the design.

    Alpha of the weighted covariances (R: survey::svycralpha), limits on ln(1 − α) (Bonett 2002) with the linearised
    standard error; omega of the weighted correlations, limits on its logit, as ``omega_limits``. ``used``: who of the
    sample gave these scores.
    """
    weight = sample.weight[used]
    found = dict(zip(WHOLE[:3], _alpha(items.to_numpy(), weight, sample, used), strict=True))
    spread = covariances(items, weight)
    correlations = spread / np.sqrt(np.outer(np.diag(spread), np.diag(spread)))
    if omega_reason(correlations):
        return found
    share = weight / weight.sum()
    centred = items.to_numpy() - share @ items.to_numpy()
    z = centred / np.sqrt(share @ centred**2)
    value = omega(correlations)
    _, se, df = weighted.tested(sample, used, value, influence(z, correlations.to_numpy()) / weight.sum())
    logit, reach = np.log(value / (1 - value)), _quantile(df) * se / (value * (1 - value))
    limits = (1 / (1 + np.exp(reach - logit)), 1 / (1 + np.exp(-reach - logit))) if 0 < value < 1 else (np.nan, np.nan)
    return found | dict(zip(WHOLE[3:], (value, *limits), strict=True))


def item(items, name, weight):
    """Weighted item-rest correlation and alpha without the item."""
    rest = items.drop(columns=name)
    both = covariances(pd.DataFrame({"item": items[name], "rest": rest.sum(axis=1)}), weight).to_numpy()
    spread = both[0, 0] * both[1, 1]
    r = both[0, 1] / np.sqrt(spread) if spread > 1e-12 else np.nan
    return {"item_rest_weighted": r, "alpha_if_dropped_weighted": alpha(covariances(rest, weight))}


def covariances(items, weight):
    """Weighted covariances of complete scores (R: cov.wt(items, w, method = "ML")$cov), items on both sides."""
    share = weight / weight.sum()
    centred = items.to_numpy() - share @ items.to_numpy()
    return pd.DataFrame((centred * share[:, None]).T @ centred, items.columns, items.columns)


def _alpha(scores, weight, sample, used):
    """Alpha and its limits."""
    k, share = scores.shape[1], weight / weight.sum()
    centred = scores - share @ scores
    own, whole = (share @ centred**2).sum(), share @ centred.sum(axis=1) ** 2
    value = k / (k - 1) * (1 - own / whole)
    pull = own / whole**2 * (centred.sum(axis=1) ** 2 - whole) - ((centred**2).sum(axis=1) - own) / whole
    _, se, df = weighted.tested(sample, used, value, k / (k - 1) * pull / weight.sum())
    reach = np.exp(_quantile(df) * se / (1 - value))
    return value, 1 - (1 - value) * reach, 1 - (1 - value) / reach


def _quantile(df):
    return stats.t.ppf(effects.TAILS[0], df) if df > 0 else np.nan
