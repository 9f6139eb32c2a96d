# SPDX-License-Identifier: BSL-1.0
"""Writes transport.json next to this file: Wasserstein costs and entropic transport as SciPy has them.

Run with SciPy: python make_transport_goldens.py. "cases" are transport problems with weights, solved
by HiGHS as linear programs, "assignments" those of equal masses, solved as assignments; their costs
are min sum of gamma |x - y|^p. "line" are costs on the line, where p = 1 is scipy.stats'. "entropic"
is Sinkhorn's iteration in its plain form, run until it stands still.
"""
import json
import pathlib

import numpy as np
from scipy.optimize import linear_sum_assignment, linprog
from scipy.spatial.distance import cdist
from scipy.stats import wasserstein_distance

NORMS = {"L1": "cityblock", "L2": "euclidean", "LInf": "chebyshev"}
rng = np.random.default_rng(5)


def flat(array):
    return [float(f"{value:.17g}") for value in np.asarray(array).reshape(-1)]


def shares(weights):
    return weights / weights.sum()


def transport(costs, a, b):
    """The optimum of the linear program; the last row follows from the others."""
    n, m = costs.shape
    rows = np.kron(np.eye(n), np.ones(m))
    columns = np.kron(np.ones(n), np.eye(m))
    solved = linprog(costs.reshape(-1), A_eq=np.vstack([rows, columns])[:-1],
                     b_eq=np.concatenate([a, b])[:-1], method="highs",
                     options={"primal_feasibility_tolerance": 1e-10,
                              "dual_feasibility_tolerance": 1e-10})
    assert solved.status == 0
    return solved.fun


def costs_of(solve, x, y):
    return {name: [float(solve(cdist(x, y, metric) ** p)) for p in (1, 2)]
            for name, metric in NORMS.items()}


def case(n, m, d):
    x, y = rng.normal(size=(n, d)), 1.3 * rng.normal(size=(m, d)) + 0.4
    a, b = rng.exponential(size=n), rng.exponential(size=m)
    a[0] = 0
    return {"d": d, "x": flat(x), "y": flat(y), "a": flat(a), "b": flat(b),
            "costs": costs_of(lambda costs: transport(costs, shares(a), shares(b)), x, y)}


def assignment(n, d):
    x, y = rng.normal(size=(n, d)), rng.normal(size=(n, d)) + 0.2
    x[3] = x[2]  # a tie

    def solve(costs):
        return costs[linear_sum_assignment(costs)].mean()

    return {"d": d, "x": flat(x), "y": flat(y), "costs": costs_of(solve, x, y)}


def line(n, m):
    x, y = rng.normal(size=n), rng.normal(size=m) - 0.5
    a, b = rng.exponential(size=n), rng.exponential(size=m)
    costs = np.abs(x[:, None] - y[None, :])
    uniform = np.full(n, 1 / n), np.full(m, 1 / m)
    return {"x": flat(x), "y": flat(y), "a": flat(a), "b": flat(b),
            "plain": [float(wasserstein_distance(x, y))]
                     + [float(transport(costs ** p, *uniform)) for p in (2, 3)],
            "weighted": [float(wasserstein_distance(x, y, a, b))]
                        + [float(transport(costs ** p, shares(a), shares(b))) for p in (2, 3)]}


def entropic(n, m, epsilon):
    x, y = rng.normal(size=(n, 2)), rng.normal(size=(m, 2)) + 0.5
    a, b = rng.exponential(size=n), rng.exponential(size=m)
    costs = cdist(x, y)
    kernel = np.exp(-costs / (epsilon * costs.mean()))
    v = np.ones(m)
    for _ in range(20000):
        u = shares(a) / (kernel @ v)
        v = shares(b) / (kernel.T @ u)
    gamma = u[:, None] * kernel * v[None, :]
    assert np.abs(gamma.sum(1) - shares(a)).max() < 1e-14
    return {"x": flat(x), "y": flat(y), "a": flat(a), "b": flat(b), "epsilon": epsilon,
            "gamma": flat(gamma), "cost": float((gamma * costs).sum())}


goldens = {
    "cases": [case(7, 11, 2), case(40, 25, 3), case(30, 60, 1)],
    "assignments": [assignment(12, 2), assignment(50, 5)],
    "line": [line(9, 9), line(40, 25)],
    "entropic": [entropic(6, 9, 0.1), entropic(20, 15, 0.3)],
}
path = pathlib.Path(__file__).with_name("transport.json")
path.write_text("{\n" + ",\n".join(f'"{key}": [\n' + ",\n".join(json.dumps(item) for item in value)
                                   + "]" for key, value in goldens.items()) + "\n}\n")
