# SPDX-License-Identifier: BSL-1.0
"""Writes steps.json next to this file: whole training steps of PyTorch, in double, for fixed seeds.

Run with PyTorch 2: python make_step_goldens.py. Images are flat lists in the order (n, h, w, c),
weights of convolutions (k, k, in, out), those of transposed ones (k, k, out, in), one after the
other in the order of the network; "state" is what BatchNorm keeps.
"""
import json
import pathlib

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
STEPS = 10
KEPT = (1, STEPS)  # the steps after which parameters are written
N = 3


def short(tensor):
    """Two decimals, which keep the file small."""
    return (tensor * 100).round() / 100


def numbers(tensor):
    return [float(f"{value:.14g}") for value in tensor.detach().reshape(-1).tolist()]


def sample(tensor):
    return numbers(tensor.permute(0, 2, 3, 1) if tensor.dim() == 4 else tensor)


def parameters(net):
    return [value for p in net.parameters()
            for value in numbers(p.permute(2, 3, 1, 0) if p.dim() == 4 else p)]


def state(net):
    return [value for name, buffer in net.named_buffers() if buffer.dim() == 1
            for value in numbers(buffer)]


def start(net):
    """Weights large enough for the signal to survive, gains about 1."""
    for name, p in net.named_parameters():
        noise = torch.randn(p.shape)
        center = 1 if p.dim() == 1 and name.endswith("weight") else 0
        p.data = short(center + (0.2 if p.dim() == 4 else 0.1) * noise)


def record(nets, step, after, losses, values):
    if step in KEPT:
        losses.append([float(f"{value.item():.14g}") for value in values])
        for net, results in zip(nets, after):
            results.append(parameters(net))


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


steps = {"dcgan": dcgan(), "star_gan": star_gan(False), "star_gan_real_only": star_gan(True)}
lines = ",\n".join(f' "{name}": {json.dumps(value)}' for name, value in steps.items())
path = pathlib.Path(__file__).with_name("steps.json")
path.write_text(f'{{\n "torch": "{torch.__version__}",\n{lines}\n}}\n', encoding="ascii")
