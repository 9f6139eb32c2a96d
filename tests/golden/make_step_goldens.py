# SPDX-License-Identifier: BSL-1.0
"""Writes steps.json next to this file: whole training steps of PyTorch, in double, for fixed seeds.

Run with PyTorch 2: python make_step_goldens.py. "state" is what BatchNorm keeps.
"""
import torch
from torch import nn
from torch.nn import functional as F

from training_steps import N, STEPS, numbers, parameters, record, sample, short, start, state, write


def down(inputs, outputs):
    return nn.Conv2d(inputs, outputs, 4, 2, 1, bias=False)


def up(inputs, outputs):
    return nn.ConvTranspose2d(inputs, outputs, 4, 2, 1, bias=False)


def dcgan():
    """DCGAN's step: one forward of the generator serves both updates, the critic sees real and fake
    samples as two batches, the generator learns through the updated critic."""
    torch.manual_seed(1)
    codes, width = 4, 3
    generator = nn.Sequential(
        nn.ConvTranspose2d(codes, 2 * width, 4, 1, 0, bias=False), nn.BatchNorm2d(2 * width),
        nn.ReLU(), up(2 * width, width), nn.BatchNorm2d(width), nn.ReLU(), up(width, 1), nn.Tanh())
    critic = nn.Sequential(
        down(1, width), nn.LeakyReLU(0.2), down(width, 2 * width), nn.BatchNorm2d(2 * width),
        nn.LeakyReLU(0.2), nn.Conv2d(2 * width, 1, 4, 1, 0, bias=False), nn.Flatten())
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


class StarGanCritic(nn.Module):
    """A trunk that halves the image twice, a map of scores and the logits of 3 attributes."""

    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(nn.Conv2d(3, 2, 4, 2, 1), nn.LeakyReLU(0.01),
                                   nn.Conv2d(2, 4, 4, 2, 1), nn.LeakyReLU(0.01))
        self.score = nn.Conv2d(4, 1, 3, 1, 1, bias=False)
        self.attributes = nn.Conv2d(4, 3, 2, bias=False)

    def forward(self, x):
        h = self.trunk(x)
        return self.score(h), self.attributes(h).flatten(1)


def star_gan(fake_is_real):
    """The critic's step of StarGAN. The penalty looks at the real samples: no mixing weights are
    drawn; where the fake samples are the real ones, every mixture is one of them."""
    torch.manual_seed(2)
    critic = StarGanCritic()
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
        of_attributes = F.binary_cross_entropy_with_logits(logits, attributes, reduction="sum") / N
        x = real.clone().requires_grad_()
        slope, = torch.autograd.grad(critic(x)[0].sum(), x, create_graph=True)
        penalty = 10 * ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()
        (on_real + on_fake + of_attributes + penalty).backward()
        adam.step()
        record((critic,), step, after, losses, (on_real, on_fake, of_attributes, penalty))
    return result | {"after": list(after), "losses": losses}


write("steps.json", {"dcgan": dcgan(), "star_gan": star_gan(False),
                     "star_gan_real_only": star_gan(True)})
