# SPDX-License-Identifier: BSL-1.0
"""Writes diat.json next to this file: ten training steps of a DIAT in PyTorch, in double.

Run with PyTorch 2: python make_diat_goldens.py. Samples of both domains are formulas of their
number, and every critic update has new ones. "features" are the numbers of the frozen network, of
which the hidden layer is kept.
"""
import torch
from torch import nn
from torch.nn import functional as F

from training_steps import N, formulation, parameters, start, wave, write

COLUMNS, CRITIC_STEPS, IDENTITY = 2, 2, 3


def diat():
    generator = nn.Sequential(nn.Linear(COLUMNS, 6), nn.Tanh(), nn.Linear(6, COLUMNS))
    critic = nn.Sequential(nn.Linear(COLUMNS, 6), nn.Tanh(), nn.Linear(6, 1))
    features = nn.Sequential(nn.Linear(COLUMNS, 5), nn.Tanh(), nn.Linear(5, 4))
    for net in (generator, critic, features):
        start(net)
    adams = [torch.optim.Adam(generator.parameters(), 0.01, (0.5, 0.999)),
             torch.optim.Adam(critic.parameters(), 0.02, (0.4, 0.9))]
    position = 0

    def step(_):
        nonlocal position
        for _ in range(CRITIC_STEPS):
            x, y = wave(position, [COLUMNS], 0), wave(position, [COLUMNS], 1)
            position += N
            fake = generator(x)
            loss = F.softplus(-critic(y)).mean() + F.softplus(critic(fake.detach())).mean()
            critic.zero_grad()
            loss.backward()
            adams[1].step()
        of_generator = F.softplus(-critic(fake)).mean()
        kept = IDENTITY * F.mse_loss(features[:2](fake), features[:2](x).detach())
        generator.zero_grad()
        (of_generator + kept).backward()
        adams[0].step()
        return {"bound": -loss, "critic_loss": loss, "generator_loss": of_generator,
                "identity_loss": kept, "penalty": torch.zeros(())}

    return {"features": parameters(features)} | formulation(
        {"generator": generator, "critic": critic}, step)


torch.manual_seed(1)
write("diat.json", {"one way": diat()})
