# SPDX-License-Identifier: BSL-1.0
"""Prints the optima that tests/divergence/normal_fit.cpp holds the library against.

q = N(m, s^2) nearest to p = 0.6 N(-1, 0.6^2) + 0.4 N(2, 0.9^2) in total variation. The integral of
|p - q| is a sum of differences of distribution functions between the roots of p - q, which SciPy
finds: quadrature over the kinks is too coarse for four digits of m and s.
"""
import numpy as np
from scipy.optimize import brentq, minimize
from scipy.stats import norm


def density(x):
    return 0.6 * norm.pdf(x, -1, 0.6) + 0.4 * norm.pdf(x, 2, 0.9)


def cumulative(x):
    return 0.6 * norm.cdf(x, -1, 0.6) + 0.4 * norm.cdf(x, 2, 0.9)


def total_variation(parameters):
    m, s = parameters

    def log_ratio(x):
        return np.log(density(x)) - norm.logpdf(x, m, s)

    grid = np.linspace(-12, 14, 5001)
    signs = np.sign(log_ratio(grid))
    places = np.nonzero(signs[1:] != signs[:-1])[0]
    roots = [brentq(log_ratio, grid[i], grid[i + 1], xtol=1e-14) for i in places]
    ends = [-np.inf, *roots, np.inf]
    return 0.5 * sum(abs(cumulative(b) - cumulative(a) - norm.cdf(b, m, s) + norm.cdf(a, m, s))
                     for a, b in zip(ends, ends[1:]))


best = minimize(total_variation, (0.35, 1.77), method="Nelder-Mead",
                options={"xatol": 1e-9, "fatol": 1e-15})
print(f"tv: m = {best.x[0]:.6f}, s = {best.x[1]:.6f}, D = {best.fun:.9f}")
