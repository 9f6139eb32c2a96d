# SPDX-License-Identifier: BSL-1.0
"""Writes star_gan.json next to this file: ten training steps of StarGANs in PyTorch, in double.

Run with PyTorch 2: python make_star_gan_goldens.py. Samples and labels are a formula of their
number, and every critic update has new ones; wanted labels are another formula of it. "sets" has two
sets of two domains each: steps see them in turn, the generator is told which behind the label, and a
class head is asked about the set's own domains only.
"""
import torch
from torch import nn
from torch.nn import functional as F

from training_steps import N, formulation, start, wave, write

COLUMNS, CRITIC_STEPS, CLASS_WEIGHT, RECONSTRUCTION, GAMMA = 2, 2, 0.7, 3, 0.8


class Critic(nn.Module):
    def __init__(self, domains):
        super().__init__()
        self.hidden = nn.Sequential(nn.Linear(COLUMNS, 6), nn.Softplus())
        self.score, self.logits = nn.Linear(6, 1), nn.Linear(6, domains)

    def forward(self, x):
        features = self.hidden(x)
        return self.score(features), self.logits(features)


def star_gan(domains, sets=1, penalised=False, identity=0, origins=False):
    total = domains * sets
    mask = sets if sets > 1 else 0
    generator = nn.Sequential(nn.Linear(COLUMNS + total + mask, 6), nn.Tanh(), nn.Linear(6, COLUMNS))
    critic = Critic(total)
    for net in (generator, critic):
        start(net)
    adams = [torch.optim.Adam(generator.parameters(), 0.01, (0.5, 0.999)),
             torch.optim.Adam(critic.parameters(), 0.02, (0.4, 0.9))]
    position = 0

    def labels(number, shift):
        rows = torch.arange(position, position + N) + shift
        return number * domains + (rows * rows // 3 + rows) % domains

    def translate(x, label, number):
        parts = [x, F.one_hot(label, total).double()]
        if mask:
            parts.append(F.one_hot(torch.full((N,), number), sets).double())
        return generator(torch.cat(parts, 1))

    def class_loss(logits, label, number):
        own = slice(number * domains, (number + 1) * domains)
        return F.cross_entropy(logits[:, own], label - number * domains)

    def penalty(x):
        if not penalised:
            return torch.zeros(())
        x = x.clone().requires_grad_()
        slope, = torch.autograd.grad(critic(x)[0].sum(), x, create_graph=True)
        return GAMMA / 2 * (slope ** 2).sum(1).mean()

    def step(index):
        nonlocal position
        number = index % sets
        for _ in range(CRITIC_STEPS):
            x = wave(position, [COLUMNS], number)
            own, wanted = labels(number, 0), labels(number, 5)
            position += N
            fake = translate(x, wanted, number)
            score, logits = critic(x)
            fake_score, fake_logits = critic(fake.detach())
            loss = F.softplus(-score).mean() + F.softplus(fake_score).mean()
            of_classes, of_slope = class_loss(logits, own, number), penalty(x)
            if origins:
                of_classes = of_classes + class_loss(fake_logits, own, number)
            critic.zero_grad()
            (loss + CLASS_WEIGHT * of_classes + of_slope).backward()
            adams[1].step()
        score, logits = critic(fake)
        of_generator = F.softplus(-score).mean() + CLASS_WEIGHT * class_loss(logits, wanted, number)
        back = RECONSTRUCTION * F.l1_loss(translate(fake, own, number), x)
        same = identity * F.l1_loss(translate(x, own, number), x)
        generator.zero_grad()
        (of_generator + back + same).backward()
        adams[0].step()
        return {"bound": -loss, "critic_loss": loss, "generator_loss": of_generator,
                "class_loss": of_classes, "reconstruction_loss": back, "identity_loss": same,
                "penalty": of_slope}

    return formulation({"generator": generator, "critic": critic}, step)


torch.manual_seed(1)
write("star_gan.json", {"three domains": star_gan(3, penalised=True),
                        "sets": star_gan(2, sets=2, identity=2, origins=True)})
