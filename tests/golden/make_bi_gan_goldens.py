# SPDX-License-Identifier: BSL-1.0
"""Writes bi_gan.json next to this file: ten training steps of BiGAN in PyTorch, in double.

Run with PyTorch 2: python make_bi_gan_goldens.py. Codes are a formula of the time, which goes on by
one with each set of pairs and with each return of codes or samples; samples are one of their number, and
every set of pairs has new ones. Under weight decay the rates decay too, in the second half of the
steps, exponentially to a share.
"""
import torch
from torch import nn
from torch.nn import functional as F

from training_steps import N, STEPS, formulation, start, wave, write

CODES, COLUMNS = 3, 2


def points(inputs, outputs):
    return nn.Sequential(nn.Linear(inputs, 6), nn.Tanh(), nn.Linear(6, outputs))


def adam(net, rate, beta1, beta2, weight_decay):
    return torch.optim.Adam(net.parameters(), rate, (beta1, beta2), weight_decay=weight_decay)


def bi_gan(critic_steps, alternating, regression, reconstruction=0, weight_decay=0, decay_to=0):
    """(x, E(x)) is real and (G(z), z) is fake. All learn from the same pairs and the critic before
    its update; where they alternate, the models learn from the updated one and from new pairs."""
    torch.manual_seed(1)
    generator, encoder = points(CODES, COLUMNS), points(COLUMNS, CODES)
    critic = nn.Sequential(nn.Linear(COLUMNS + CODES, 6), nn.LeakyReLU(0.2), nn.Linear(6, 6),
                           nn.Tanh(), nn.Linear(6, 1))
    for net in (generator, encoder, critic):
        start(net)
    adams = {"generator": adam(generator, 0.01, 0.5, 0.999, weight_decay),
             "encoder": adam(encoder, 0.008, 0.6, 0.99, 2 * weight_decay),
             "critic": adam(critic, 0.02, 0.4, 0.9, 3 * weight_decay)}
    rates = {name: one.param_groups[0]["lr"] for name, one in adams.items()}
    time = position = 0

    def pairs():
        nonlocal time, position
        x = wave(position, [COLUMNS], 0)
        position += N
        time += 1
        z = wave(time * N, [CODES], 1)
        return (x, encoder(x)), (generator(z), z)

    def score(pair):
        return critic(torch.cat(pair, 1))

    def observe():
        real, fake = pairs()
        critic.zero_grad()
        loss = (F.softplus(-score([part.detach() for part in real])).mean()
                + F.softplus(score([part.detach() for part in fake])).mean())
        loss.backward()
        return real, fake, loss

    def step(i):
        nonlocal time
        if decay_to > 0:
            for name, one in adams.items():
                one.param_groups[0]["lr"] = rates[name] * decay_to ** max(0, i / STEPS * 2 - 1)
        for _ in range(critic_steps - 1):
            observe()
            adams["critic"].step()
        real, fake, critic_loss = observe()
        if alternating:
            adams["critic"].step()
            real, fake = pairs()
        of_generator, of_encoder = F.softplus(-score(fake)).mean(), F.softplus(score(real)).mean()
        of_samples = of_codes = torch.zeros(())
        if reconstruction > 0:
            time += 1
            of_samples = reconstruction * F.mse_loss(generator(real[1]), real[0])
        if regression > 0:
            time += 1
            of_codes = regression * F.mse_loss(encoder(fake[0]), fake[1])
        models = [*generator.parameters(), *encoder.parameters()]
        slopes = torch.autograd.grad(of_generator + of_encoder + of_codes + of_samples,
                                     models)
        for parameter, slope in zip(models, slopes):
            parameter.grad = slope
        for name in ("generator", "encoder") if alternating else adams:
            adams[name].step()
        return {"bound": -critic_loss, "critic_loss": critic_loss, "generator_loss": of_generator,
                "encoder_loss": of_encoder, "regression_loss": of_codes,
                "reconstruction_loss": of_samples, "penalty": torch.zeros(())}

    return formulation({"generator": generator, "encoder": encoder, "critic": critic}, step)


write("bi_gan.json", {
    "simultaneous": bi_gan(1, False, 0), "simultaneous_regression": bi_gan(1, False, 0.7),
    "alternating": bi_gan(2, True, 0), "alternating_regression": bi_gan(2, True, 0.7),
    "simultaneous_reconstruction": bi_gan(1, False, 0, 1.3),
    "alternating_reconstruction": bi_gan(2, True, 0.7, 1.3),
    "weight_decay": bi_gan(1, False, 0, weight_decay=0.1, decay_to=0.01)})
