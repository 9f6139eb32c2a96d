# SPDX-License-Identifier: BSL-1.0
"""Writes steps.json next to this file: whole training steps of PyTorch, in double, for fixed seeds.

Run with PyTorch 2: python make_step_goldens.py. "state" is what BatchNorm keeps.
"""
import pathlib
import sys

import torch
from torch.nn import functional as F

from training_steps import N, STEPS, numbers, parameters, record, sample, short, start, state, write

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from peers import games, networks  # noqa: E402


def dcgan():
    """DCGAN's step: one forward of the generator serves both updates, the critic sees real and fake
    samples as two batches, the generator learns through the updated critic."""
    torch.manual_seed(1)
    codes, width = 4, 3
    generator = networks.dcgan_generator(16, 1, width, codes)
    critic = networks.dcgan_critic(16, 1, width)
    nets = (generator, critic)
    for net in nets:
        start(net)
    real, z = short(2 * torch.rand(N, 1, 16, 16) - 1), short(torch.randn(STEPS, N, codes))
    result = {"real": sample(real), "codes": [numbers(code) for code in z],
              "start": [parameters(net) for net in nets]}
    adam = [torch.optim.Adam(net.parameters(), 2e-4, (0.5, 0.999)) for net in nets]
    loss = F.binary_cross_entropy_with_logits
    ones, zeros = torch.ones(N, 1), torch.zeros(N, 1)
    after, losses = ([], []), []
    for step in range(1, STEPS + 1):
        critic.zero_grad()
        on_real = loss(critic(real), ones)
        on_real.backward()
        fake = generator(z[step - 1].reshape(N, codes, 1, 1))
        on_fake = loss(critic(fake.detach()), zeros)
        on_fake.backward()
        adam[1].step()
        generator.zero_grad()
        of_generator = loss(critic(fake), ones)
        of_generator.backward()
        adam[0].step()
        record(nets, step, after, losses, (on_real, on_fake, of_generator))
    return result | {"after": list(after), "losses": losses, "state": [state(net) for net in nets]}


def star_gan(fake_is_real):
    """The critic's step of StarGAN. The penalty looks at the real samples: no mixing weights are
    drawn; where the fake samples are the real ones, every mixture is one of them."""
    torch.manual_seed(2)
    critic = networks.StarGanCritic(attributes=3, size=8, width=2, depth=2)
    start(critic)
    real, fake = short(torch.randn(2, N, 3, 8, 8))
    if fake_is_real:
        fake = real
    attributes = torch.tensor([[1., 0, 1], [0, 1, 0], [0, 0, 1]])
    result = {"real": sample(real), "fake": sample(fake), "attributes": numbers(attributes),
              "start": [parameters(critic)]}
    adam = torch.optim.Adam(critic.parameters(), 1e-4, (0.5, 0.999))
    after, losses = ([],), []
    for step in range(1, STEPS + 1):
        adam.zero_grad()
        score, logits = critic(real)
        on_real, on_fake = -score.mean(), critic(fake)[0].mean()
        of_attributes = games.attribute_loss(logits, attributes)
        penalty = 10 * games.slope_penalty(lambda x: critic(x)[0], real)
        (on_real + on_fake + of_attributes + penalty).backward()
        adam.step()
        record((critic,), step, after, losses, (on_real, on_fake, of_attributes, penalty))
    return result | {"after": list(after), "losses": losses}


write("steps.json", {"dcgan": dcgan(), "star_gan": star_gan(False),
                     "star_gan_real_only": star_gan(True)})
