# SPDX-License-Identifier: BSL-1.0
"""Writes quality.json, statistics.npz and statistics_packed.npz next to this file: scores of
samples as NumPy and SciPy have them.

Run: python make_quality_goldens.py. Everything is in double, straight from the definitions.
"""
import json
import pathlib

import numpy as np
import scipy.linalg
from scipy.spatial.distance import cdist

HERE = pathlib.Path(__file__).parent
N, D, K, SPLITS = 60, 5, 3, 4
rng = np.random.default_rng(7)
MIX = rng.standard_normal((D, D))
real = np.round(rng.standard_normal((N, D)) @ MIX + 1, 4)
fake = np.round(0.8 * rng.standard_normal((N, D)) @ MIX + 1.2, 4)
fake[7], fake[21], fake[9] = fake[3], fake[3], real[11]  # copies of a fake and of a real sample


def frechet(x, y):
    s, t = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
    away = x.mean(0) - y.mean(0)
    return away @ away + np.trace(s + t) - 2 * np.trace(scipy.linalg.sqrtm(s @ t).real)


def frechet_of_few(x, y):
    """The trace of the root is the nuclear norm of the product of the centred samples."""
    a = (x - x.mean(0)) / np.sqrt(len(x) - 1)
    b = (y - y.mean(0)) / np.sqrt(len(y) - 1)
    away = x.mean(0) - y.mean(0)
    return away @ away + (a * a).sum() + (b * b).sum() - 2 * np.linalg.svd(a @ b.T, compute_uv=False).sum()


def kernel(x, y):
    k = lambda a, b: (a @ b.T / D + 1) ** 3
    n = len(x)
    inside = lambda g: (g.sum() - np.trace(g)) / (n * (n - 1))
    return inside(k(x, x)) + inside(k(y, y)) - 2 * k(x, y).mean()


def inception(p):
    scores = []
    for part in np.split(p, SPLITS):
        scores.append(np.exp((part * (np.log(part) - np.log(part.mean(0)))).sum(1).mean()))
    return np.mean(scores), np.std(scores)


own_real, own_fake, cross = cdist(real, real), cdist(fake, fake), cdist(fake, real)
ball_real, ball_fake = (np.sort(own, 1)[:, K] for own in (own_real, own_fake))
np.fill_diagonal(own_real, np.inf)
np.fill_diagonal(own_fake, np.inf)


def own_kind(same, other):
    return ((same < other).sum() + 0.5 * (same == other).sum()) / len(same)


logits = 2 * rng.standard_normal((N, 10))
p = np.round(np.exp(logits) / np.exp(logits).sum(1, keepdims=True), 7)
p[:, 0] += 1 - p.sum(1)
score, deviation = inception(p)
flat = lambda a: [float(x) for x in np.asarray(a).reshape(-1)]
(HERE / "quality.json").write_text(json.dumps({
    "n": N, "d": D, "k": K, "splits": SPLITS, "few": 4,
    "real": flat(real), "fake": flat(fake), "probabilities": flat(p),
    "mean": flat(real.mean(0)), "covariance": flat(np.cov(real, rowvar=False)),
    "frechet": frechet(real, fake), "frechet_of_few": frechet_of_few(real[:4], fake),
    "frechet_of_few_both": frechet_of_few(real[:4], fake[:3]),
    "kernel": kernel(real, fake), "inception": score, "inception_deviation": deviation,
    "precision": float((cross <= ball_real).any(1).mean()),
    "recall": float((cross.T <= ball_fake).any(1).mean()),
    "density": float((cross <= ball_real).sum(1).mean() / K),
    "coverage": float((cross.min(0) <= ball_real).mean()),
    "two_sample_real": own_kind(own_real.min(1), cross.min(0)),
    "two_sample_fake": own_kind(own_fake.min(1), cross.min(1)),
    "nearest": [int(i) for i in cross.argmin(1)], "nearest_distance": flat(cross.min(1)),
    "typical": float(np.sort(own_real.min(1))[N // 2]),
    "duplicates": float((own_fake.min(1) <= 1e-6).mean()),
}, indent=0) + "\n")
np.savez(HERE / "statistics.npz", mu=real.mean(0), sigma=np.cov(real, rowvar=False))
np.savez_compressed(HERE / "statistics_packed.npz", mu=real.mean(0), sigma=np.cov(real, rowvar=False))
