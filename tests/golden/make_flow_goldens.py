# SPDX-License-Identifier: BSL-1.0
"""Writes flow.json next to this file: ten training steps of a flow and of AlignFlow in PyTorch, in
double.

Run with PyTorch 2: python make_flow_goldens.py. Samples are a formula of their number.
"""
import itertools
import math

import torch
from torch import nn
from torch.nn import functional as F

from training_steps import N, formulation, start, wave, write

COLUMNS = 4


class Coupling(nn.Module):
    """One half is scaled and shifted by what a network makes of the other one."""

    def __init__(self, changes_first):
        super().__init__()
        self.changes_first = changes_first
        half = COLUMNS // 2
        self.net = nn.Sequential(nn.Linear(half, 5), nn.Tanh(), nn.Linear(5, 2 * half))

    def numbers(self, x):
        first, second = x.chunk(2, 1)
        changed, kept = (first, second) if self.changes_first else (second, first)
        s, t = self.net(kept).chunk(2, 1)
        return changed, kept, torch.tanh(s), t

    def join(self, changed, kept):
        return torch.cat((changed, kept) if self.changes_first else (kept, changed), 1)

    def forward(self, x):
        changed, kept, s, t = self.numbers(x)
        return self.join((changed + t) * s.exp(), kept), s.sum(1)

    def inverse(self, x):
        changed, kept, s, t = self.numbers(x)
        return self.join(changed * (-s).exp() - t, kept)


class ActNorm(nn.Module):
    def __init__(self):
        super().__init__()
        self.log_scale = nn.Parameter(torch.zeros(COLUMNS))
        self.shift = nn.Parameter(torch.zeros(COLUMNS))

    def forward(self, x):
        return (x + self.shift) * self.log_scale.exp(), self.log_scale.sum()

    def inverse(self, x):
        return x * (-self.log_scale).exp() - self.shift


class Triangles(nn.Module):
    """The product with L U; the transpose of the parameter has both factors."""

    def __init__(self):
        super().__init__()
        self.factors = nn.Parameter(torch.zeros(COLUMNS, COLUMNS))

    def matrix(self):
        m = self.factors.T
        lower = torch.tril(m, -1) + torch.eye(COLUMNS)
        upper = torch.triu(m, 1) + torch.diag(torch.diag(m).exp())
        return lower @ upper

    def forward(self, x):
        return x @ self.matrix().T, torch.diag(self.factors).sum()

    def inverse(self, x):
        return x @ torch.linalg.inv(self.matrix()).T


class Flow(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([ActNorm(), Coupling(True), Triangles(), Coupling(False)])

    def forward(self, x):
        total = torch.zeros(len(x))
        for layer in self.layers:
            x, log_det = layer(x)
            total = total + log_det
        return x, total

    def inverse(self, z):
        for layer in reversed(self.layers):
            z = layer.inverse(z)
        return z


def gaussian(z):
    return (-0.5 * z ** 2 - 0.5 * math.log(2 * math.pi)).sum(1)


def logistic(z):
    return -(F.softplus(z) + F.softplus(-z)).sum(1)


def unlikelihood(flow, x, prior=gaussian):
    z, log_det = flow(x)
    return z, -(prior(z) + log_det).mean()


def flow_alone(prior, clip_norm=None):
    torch.manual_seed(4)
    flow = Flow()
    start(flow)
    adam = torch.optim.Adam(flow.parameters(), 0.01, (0.9, 0.99))

    def step(i):
        adam.zero_grad()
        _, loss = unlikelihood(flow, wave(i * N, [COLUMNS], 0), prior)
        loss.backward()
        if clip_norm:
            nn.utils.clip_grad_norm_(flow.parameters(), clip_norm)
        adam.step()
        return {"negative_log_likelihood": loss,
                "bits_per_dimension": loss / COLUMNS / math.log(2)}

    return formulation({"flow": flow}, step)


def critic():
    return nn.Sequential(nn.Linear(COLUMNS, 6), nn.LeakyReLU(0.2), nn.Linear(6, 1))


def least_squares(scores, target):
    return F.mse_loss(scores, torch.full_like(scores, target))


def align_flow(likelihood, adversarial):
    """Both flows learn from the critics as they are, then both critics from the fakes that were
    made before."""
    torch.manual_seed(5)
    first, of_first, second, of_second = Flow(), critic(), Flow(), critic()
    nets = {"first": first, "critic of first": of_first, "second": second,
            "critic of second": of_second}
    for net in nets.values():
        start(net)
    flows = torch.optim.Adam(itertools.chain(first.parameters(), second.parameters()), 0.005,
                             (0.5, 0.999))
    critics = torch.optim.Adam(itertools.chain(of_first.parameters(), of_second.parameters()), 0.01,
                               (0.4, 0.9))

    def judge(critic_of, real, fake):
        loss = 0.5 * (least_squares(critic_of(real), 1.) + least_squares(critic_of(fake), 0.))
        loss.backward()
        return 1 - 4 * loss

    def step(i):
        x, y = wave(i * N, [COLUMNS], 0), wave(i * N, [COLUMNS], 2)
        code_x, nll_x = unlikelihood(first, x)
        code_y, nll_y = unlikelihood(second, y)
        fake_y, fake_x = second.inverse(code_x), first.inverse(code_y)
        unlikely = likelihood * (nll_x + nll_y)
        fooling = adversarial * 0.5 * (least_squares(of_second(fake_y), 1.)
                                       + least_squares(of_first(fake_x), 1.))
        flows.zero_grad()
        (unlikely + fooling).backward()
        flows.step()
        critics.zero_grad()
        bound_second = judge(of_second, y, fake_y.detach())
        bound_first = judge(of_first, x, fake_x.detach())
        critics.step()
        return {"negative_log_likelihood": unlikely, "bound_first": bound_first,
                "bound_second": bound_second, "generator_loss": fooling,
                "penalty": torch.zeros(())}

    return formulation(nets, step)


write("flow.json", {"gaussian": flow_alone(gaussian),
                    "logistic, clipped": flow_alone(logistic, clip_norm=0.5),
                    "align": align_flow(0.3, 2),
                    "align, adversarial only": align_flow(0, 2)})
