"""How many factors: eigenvalues against those of random answers."""

import numpy as np

DRAWS = 1000


def eigenvalues(correlations):
    """Eigenvalues of a correlation matrix, largest first."""
    return np.linalg.eigvalsh(np.asarray(correlations))[::-1]


def chance(n, items, seed=0):
    """95th percentile of the eigenvalues of uncorrelated normal scores of ``n`` people, largest first.

    Horn's parallel analysis (1965) with Glorfeld's percentile (1995), 1000 seeded draws; R: psych::fa.parallel(fa =
    "pc", quant = .95). Correlation matrices are drawn by Bartlett's decomposition of the Wishart distribution, so a
    draw costs the same for 50 people and for 50,000.
    """
    random = np.random.default_rng(seed)
    root = np.tril(random.standard_normal((DRAWS, items, items)), -1)
    spread = np.sqrt(random.chisquare(n - 1 - np.arange(items), size=(DRAWS, items)))
    root += spread[:, :, None] * np.eye(items)
    root /= np.linalg.norm(root, axis=2, keepdims=True)
    values = np.linalg.eigvalsh(root @ root.transpose(0, 2, 1))[:, ::-1]
    return np.quantile(values, 0.95, axis=0)


def kept(found, reference):
    """Number of leading eigenvalues above those of chance."""
    above = found > reference
    return len(above) if above.all() else int(above.argmin())
