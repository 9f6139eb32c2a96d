# SPDX-License-Identifier: BSL-1.0
"""Writes ic_gan.json next to this file: ten training steps of an IcGAN in PyTorch, in double.

Run with PyTorch 2: python make_ic_gan_goldens.py. Five steps of a conditional GAN with mismatched
labels, as in make_conditional_gan_goldens.py, then five of the encoders: of the codes of samples
that the generator makes for the labels of real ones, and of these labels.
"""
import torch
from torch import nn
from torch.nn import functional as F

from training_steps import N, formulation, start, wave, write

CODES, COLUMNS, CLASSES, MISMATCHED, GAN_STEPS = 3, 2, 2, 0.5, 5


def labels(first):
    rows = torch.arange(first, first + N)
    return F.one_hot((rows * rows // 3 + rows) % CLASSES, CLASSES).double()


def encoder(out):
    return nn.Sequential(nn.Linear(COLUMNS, 5), nn.Tanh(), nn.Linear(5, out))


def ic_gan():
    generator = nn.Sequential(nn.Linear(CODES + CLASSES, 6), nn.Tanh(), nn.Linear(6, COLUMNS))
    critic = nn.Sequential(nn.Linear(COLUMNS + CLASSES, 6), nn.Tanh(), nn.Linear(6, 1))
    of_code, of_label = encoder(CODES), encoder(CLASSES)
    for net in (generator, critic, of_code, of_label):
        start(net)
    adams = [torch.optim.Adam(generator.parameters(), 0.01, (0.5, 0.999)),
             torch.optim.Adam(critic.parameters(), 0.02, (0.4, 0.9)),
             torch.optim.Adam(of_code.parameters(), 0.03, (0.1, 0.999)),
             torch.optim.Adam(of_label.parameters(), 0.03, (0.1, 0.999))]
    time = position = 0
    names = ("bound", "critic_loss", "generator_loss", "code_loss", "label_loss", "class_loss",
             "penalty")

    def score(x, y):
        return critic(torch.cat([x, y], 1))

    def real():
        nonlocal position
        position += N
        return wave(position - N, [COLUMNS], 0), labels(position - N)

    def fakes(y):
        nonlocal time
        time += 1
        z = wave(time * N, [CODES], 1)
        return z, generator(torch.cat([z, y], 1))

    def descend(net, adam, loss):
        net.zero_grad()
        loss.backward()
        adam.step()

    def step(index):
        losses = dict.fromkeys(names, torch.zeros(()))
        x, y = real()
        if index >= GAN_STEPS:
            z, fake = fakes(y)
            losses["code_loss"] = F.mse_loss(of_code(fake.detach()), z)
            losses["label_loss"] = F.mse_loss(of_label(x), y)
            descend(of_code, adams[2], losses["code_loss"])
            descend(of_label, adams[3], losses["label_loss"])
            return losses
        _, fake = fakes(y)
        loss = (F.softplus(-score(x, y)).mean() +
                (1 - MISMATCHED) * F.softplus(score(fake.detach(), y)).mean() +
                MISMATCHED * F.softplus(score(x, 1 - y)).mean())
        descend(critic, adams[1], loss)
        _, fake = fakes(y)
        of_generator = F.softplus(-score(fake, y)).mean()
        descend(generator, adams[0], of_generator)
        losses.update(bound=-loss, critic_loss=loss, generator_loss=of_generator)
        return losses

    return formulation({"generator": generator, "critic": critic, "code encoder": of_code,
                        "label encoder": of_label}, step)


torch.manual_seed(1)
write("ic_gan.json", {"both phases": ic_gan()})
