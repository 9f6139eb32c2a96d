# SPDX-License-Identifier: BSL-1.0
"""Writes cycle_gan.json next to this file: ten training steps of CycleGAN in PyTorch, in double.

Run with PyTorch 2: python make_cycle_gan_goldens.py. Samples are a formula of their number.
"""
import itertools
import pathlib
import sys

import torch
from torch import nn
from torch.nn import functional as F

from training_steps import N, formulation, start, wave, write

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from peers.games import slope_penalty  # noqa: E402


def least_squares(scores, target):
    return F.mse_loss(scores, torch.full_like(scores, target))


def cycle_gan(nets, shapes, critic_loss, model_loss, bound, identity, penalty=0):
    """Both generators learn from the critics as they are, then both critics from the fakes that the
    generators made before. The penalty looks at the real samples."""
    torch.manual_seed(2)
    for net in nets.values():
        start(net)
    there, of_second, back, of_first = nets.values()
    models = torch.optim.Adam(itertools.chain(there.parameters(), back.parameters()), 0.005,
                              (0.5, 0.999))
    critics = torch.optim.Adam(itertools.chain(of_first.parameters(), of_second.parameters()), 0.01,
                               (0.4, 0.9))

    def judge(critic, real, fake):
        loss = critic_loss(critic(real), critic(fake))
        steep = penalty * slope_penalty(critic, real)
        (loss + steep).backward()
        return bound(loss), steep

    def step(i):
        x, y = wave(i * N, shapes[0], 0), wave(i * N, shapes[1], 2)
        fake_y, fake_x = there(x), back(y)
        fooling = model_loss(of_second(fake_y)) + model_loss(of_first(fake_x))
        cycle = 10 * (F.l1_loss(back(fake_y), x) + F.l1_loss(there(fake_x), y))
        same = torch.zeros(())
        if identity > 0:
            same = identity * (F.l1_loss(there(y), y) + F.l1_loss(back(x), x))
        models.zero_grad()
        (fooling + cycle + same).backward()
        models.step()
        critics.zero_grad()
        bound_second, penalty_second = judge(of_second, y, fake_y.detach())
        bound_first, penalty_first = judge(of_first, x, fake_x.detach())
        critics.step()
        return {"cycle_loss": cycle, "bound_first": bound_first, "bound_second": bound_second,
                "generator_loss": fooling, "identity_loss": same,
                "penalty": penalty_first + penalty_second}

    return formulation(nets, step)


def networks(generator, critic, first, second):
    """In the order in which a trainer lists them."""
    return {"there": generator(first, second), "critic of second": critic(second),
            "back": generator(second, first), "critic of first": critic(first)}


def points(inputs, outputs):
    return nn.Sequential(nn.Linear(inputs, 6), nn.Tanh(), nn.Linear(6, outputs))


def critic_of_points(inputs):
    """Without a last bias: of its slope in a Wasserstein game, which is 0, Adam would make steps of
    rounding."""
    return nn.Sequential(nn.Linear(inputs, 6), nn.LeakyReLU(0.2), nn.Linear(6, 6), nn.Tanh(),
                         nn.Linear(6, 1, bias=False))


def images(inputs, outputs):
    return nn.Sequential(
        nn.Conv2d(inputs, 4, 3, padding=1, padding_mode="reflect", bias=False),
        nn.InstanceNorm2d(4), nn.ReLU(), nn.Conv2d(4, outputs, 3, padding=1), nn.Tanh())


def critic_of_images(inputs):
    """A score for each of 4 x 4 patches."""
    return nn.Sequential(nn.Conv2d(inputs, 4, 4, 2, 1), nn.LeakyReLU(0.2),
                         nn.Conv2d(4, 1, 3, padding=1))


def paper(nets, shapes):
    """The paper's least squares, of which a critic's loss is half of the sum of both sides'."""
    return cycle_gan(
        nets, shapes,
        lambda real, fake: 0.5 * (least_squares(real, 1.) + least_squares(fake, 0.)),
        lambda fake: least_squares(fake, 1.), lambda loss: 1 - 4 * loss, identity=5)


write("cycle_gan.json", {
    "points": paper(networks(points, critic_of_points, 2, 2), ([2], [2])),
    "images": paper(networks(images, critic_of_images, 3, 3), ([8, 8, 3], [8, 8, 3])),
    "wasserstein": cycle_gan(
        networks(points, critic_of_points, 2, 3), ([2], [3]),
        lambda real, fake: fake.mean() - real.mean(), lambda fake: -fake.mean(),
        lambda loss: -loss, identity=0, penalty=10)})
