# SPDX-License-Identifier: BSL-1.0
"""Writes conditional_gan.json next to this file: ten training steps of conditional GANs in PyTorch,
in double.

Run with PyTorch 2: python make_conditional_gan_goldens.py. Codes are a formula of the time, which
goes on by one with each update; samples and labels are one of their number, and every critic update
has new ones. The fakes of an update have the labels of its samples. There are two classes, so that
a wrong label is the other one.
"""
import torch
from torch import nn
from torch.nn import functional as F

from training_steps import N, formulation, start, wave, write

CODES, COLUMNS, CLASSES, CRITIC_STEPS = 3, 2, 2, 2
CLASS_WEIGHT, GAMMA = 0.7, 0.8


class Concatenating(nn.Sequential):
    def forward(self, x, y):
        return super().forward(torch.cat([x, y], 1)), None


class Projecting(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Sequential(nn.Linear(COLUMNS, 6), nn.Softplus())
        self.embedding = nn.Linear(CLASSES, 6, bias=False)
        self.score = nn.Linear(6, 1)

    def forward(self, x, y):
        features = self.hidden(x)
        return self.score(features) + (features * self.embedding(y)).sum(1, keepdim=True), None


class Telling(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Sequential(nn.Linear(COLUMNS, 6), nn.Tanh())
        self.score, self.logits = nn.Linear(6, 1), nn.Linear(6, CLASSES)

    def forward(self, x, _):
        features = self.hidden(x)
        return self.score(features), self.logits(features)


def labels(first):
    rows = torch.arange(first, first + N)
    return F.one_hot((rows * rows // 3 + rows) % CLASSES, CLASSES).double()


def class_loss(logits, y):
    return torch.zeros(()) if logits is None else F.cross_entropy(logits, y)


def conditional_gan(critic, mismatched=0, penalised=False, reuse=False):
    generator = nn.Sequential(nn.Linear(CODES + CLASSES, 6), nn.Tanh(), nn.Linear(6, COLUMNS))
    for net in (generator, critic):
        start(net)
    adams = [torch.optim.Adam(generator.parameters(), 0.01, (0.5, 0.999)),
             torch.optim.Adam(critic.parameters(), 0.02, (0.4, 0.9))]
    time = position = 0

    def fakes(y):
        nonlocal time
        time += 1
        return generator(torch.cat([wave(time * N, [CODES], 1), y], 1))

    def penalty(x, y):
        if not penalised:
            return torch.zeros(())
        x = x.clone().requires_grad_()
        slope, = torch.autograd.grad(critic(x, y)[0].sum(), x, create_graph=True)
        return GAMMA / 2 * (slope ** 2).sum(1).mean()

    def step(_):
        nonlocal time, position
        for _ in range(CRITIC_STEPS):
            x, y = wave(position, [COLUMNS], 0), labels(position)
            position += N
            fake = fakes(y)
            score, logits = critic(x, y)
            loss = F.softplus(-score).mean() + (1 - mismatched) * F.softplus(
                critic(fake.detach(), y)[0]).mean()
            if mismatched > 0:
                loss = loss + mismatched * F.softplus(critic(x, 1 - y)[0]).mean()
            of_classes, of_slope = class_loss(logits, y), penalty(x, y)
            critic.zero_grad()
            (loss + CLASS_WEIGHT * of_classes + of_slope).backward()
            adams[1].step()
        if reuse:
            time += 1
        else:
            fake = fakes(y)
        score, logits = critic(fake, y)
        of_generator = F.softplus(-score).mean() + CLASS_WEIGHT * class_loss(logits, y)
        generator.zero_grad()
        of_generator.backward()
        adams[0].step()
        return {"bound": -loss, "critic_loss": loss, "generator_loss": of_generator,
                "class_loss": of_classes, "penalty": of_slope}

    return formulation({"generator": generator, "critic": critic}, step)


torch.manual_seed(1)


def concatenating():
    return Concatenating(nn.Linear(COLUMNS + CLASSES, 6), nn.LeakyReLU(0.2), nn.Linear(6, 6),
                         nn.Tanh(), nn.Linear(6, 1))


write("conditional_gan.json", {
    "concatenation": conditional_gan(concatenating()),
    "mismatched": conditional_gan(concatenating(), mismatched=0.5),
    "projection": conditional_gan(Projecting(), penalised=True),
    "class_head": conditional_gan(Telling(), reuse=True)})
