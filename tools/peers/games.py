# SPDX-License-Identifier: BSL-1.0
"""Training steps of published GANs in PyTorch, for any networks, each written down once: for
benchmarks/workloads.py, for benchmarks/quality/train_digits.py and for the scripts in tests/golden.
"""
import itertools

import torch
from torch.nn import functional


def slope_penalty(score, x):
    """Mean over the samples x (n, ...) of (norm of the score's gradient there - 1)^2, which can be
    differentiated again. Source: Gulrajani et al., arXiv:1704.00028."""
    x = x.detach().requires_grad_()
    slope, = torch.autograd.grad(score(x).sum(), x, create_graph=True)
    return ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()


def gradient_penalty(score, real, fake):
    """The slope penalty at random points between real and fake samples, both (n, ...)."""
    share = torch.rand(len(real), *[1] * (real.dim() - 1))
    return slope_penalty(score, share * real + (1 - share) * fake)


def attribute_loss(logits, attributes):
    """Cross-entropy of logits and numbers 0 or 1, both (n, attributes): their sum, the samples'
    mean. Source: Choi et al., arXiv:1711.09020."""
    return functional.binary_cross_entropy_with_logits(
        logits, attributes, reduction="sum") / len(logits)


def descend(optimizer, loss):
    """One step down the loss."""
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()


class Game:
    """A generator, a critic, their optimisers and one training step: `critic_steps` updates of the
    critic, then one of the generator.

    `data(n)` gives n real samples; codes are normal numbers (batch, *latent). `generate` and
    `score` are what a step calls, the two networks unless one sets other ways to run them.
    Subclasses have `optimizer(parameters)`, `critic_loss(real, fake)` and `generator_loss(fake)`.
    """
    critic_steps = 1
    second_order = False  # whether a step needs second derivatives of the critic

    def __init__(self, generator, critic, data, batch, latent=None):
        self.generator, self.critic = generator, critic
        self.generate, self.score = generator, critic
        self.data, self.batch, self.latent = data, batch, latent
        self.generator_optimizer = self.optimizer(generator.parameters())
        self.critic_optimizer = self.optimizer(critic.parameters())

    def codes(self):
        """What the generator is called with, a tuple."""
        return (torch.randn(self.batch, *self.latent),)

    def fake(self):
        return self.generate(*self.codes())

    def project(self):
        """After each update of the critic."""

    def step(self):
        for _ in range(self.critic_steps):
            real = self.data(self.batch)
            with torch.no_grad():
                fake = self.fake()
            descend(self.critic_optimizer, self.critic_loss(real, fake))
            self.project()
        self.critic.requires_grad_(False)  # its weight gradients are not wanted here
        descend(self.generator_optimizer, self.generator_loss(self.fake()))
        self.critic.requires_grad_(True)


class FGan(Game):
    """f-GAN with Pearson's chi-squared divergence, the critic's parameters clamped as in WGAN.
    Source: Nowozin et al., arXiv:1606.00709; Arjovsky et al., arXiv:1701.07875."""

    def optimizer(self, parameters):
        return torch.optim.RMSprop(parameters, lr=5e-5, alpha=0.99, eps=1e-8)

    def conjugate(self, fake):
        score = self.score(fake)
        return (score * score / 4 + score).mean()

    def critic_loss(self, real, fake):
        return self.conjugate(fake) - self.score(real).mean()

    def generator_loss(self, fake):
        return -self.conjugate(fake)

    @torch.no_grad()
    def project(self):
        for parameter in self.critic.parameters():
            parameter.clamp_(-0.01, 0.01)


class WganGp(Game):
    """WGAN with gradient penalty. Source: Gulrajani et al., arXiv:1704.00028."""
    critic_steps, second_order, penalty = 5, True, 10

    def optimizer(self, parameters):
        return torch.optim.Adam(parameters, lr=1e-4, betas=(0.5, 0.9))

    def critic_loss(self, real, fake):
        return (self.score(fake).mean() - self.score(real).mean() +
                self.penalty * gradient_penalty(self.score, real, fake))

    def generator_loss(self, fake):
        return -self.score(fake).mean()


class NonSaturating(Game):
    """The non-saturating game. Source: Goodfellow et al., arXiv:1406.2661."""

    def optimizer(self, parameters):
        return torch.optim.Adam(parameters, lr=2e-4, betas=(0.5, 0.999))

    def critic_loss(self, real, fake):
        return (functional.softplus(-self.score(real)).mean() +
                functional.softplus(self.score(fake)).mean())

    def generator_loss(self, fake):
        return functional.softplus(-self.score(fake)).mean()


class Dcgan(NonSaturating):
    """The non-saturating game as PyTorch's example of DCGAN plays it: one forward of the generator
    serves both updates, and the critic sees two batches. Source: Radford, Metz, Chintala,
    arXiv:1511.06434."""

    def step(self):
        fake = self.fake()
        self.critic_optimizer.zero_grad(set_to_none=True)
        functional.softplus(-self.score(self.data(self.batch))).mean().backward()
        functional.softplus(self.score(fake.detach())).mean().backward()
        self.critic_optimizer.step()
        self.critic.requires_grad_(False)
        descend(self.generator_optimizer, self.generator_loss(fake))
        self.critic.requires_grad_(True)


class StarGan(Game):
    """StarGAN: gradient penalty 10, cross-entropy of the attributes, 10 L1 of the way back. The
    images `real` (n, 3, h, w) have the attributes `own` and get those `wanted`, both
    (n, attributes). Source: Choi et al., arXiv:1711.09020."""
    second_order = True

    def __init__(self, generator, critic, real, own, wanted):
        super().__init__(generator, critic, lambda _: real, len(real))
        self.real, self.own, self.wanted = real, own, wanted

    def optimizer(self, parameters):
        return torch.optim.Adam(parameters, lr=1e-4, betas=(0.5, 0.999))

    def codes(self):
        return self.real, self.wanted

    def critic_loss(self, real, fake):
        score, logits = self.score(real)
        return (self.score(fake)[0].mean() - score.mean() + attribute_loss(logits, self.own) +
                10 * gradient_penalty(lambda x: self.score(x)[0], real, fake))

    def generator_loss(self, fake):
        score, logits = self.score(fake)
        back = self.generate(fake, self.own)
        return (-score.mean() + attribute_loss(logits, self.wanted) +
                10 * functional.l1_loss(back, self.real))


class CycleGan:
    """CycleGAN without an image pool: least squares, 10 L1 of both cycles and 5 L1 of both
    identities; first both generators, then both critics.

    `generators` are (a to b, b to a), `critics` those of (a, b), `real` images (n, 3, h, w) of a
    and of b; `translate` and `score` are what a step calls, the networks unless one sets other ways
    to run them. Source: Zhu et al., arXiv:1703.10593."""

    def __init__(self, generators, critics, real):
        self.generators, self.critics, self.real = generators, critics, real
        self.translate, self.score = generators, critics
        self.generator_optimizer = self.optimizer(generators)
        self.critic_optimizer = self.optimizer(critics)

    def optimizer(self, networks):
        parameters = itertools.chain(*(network.parameters() for network in networks))
        return torch.optim.Adam(parameters, lr=2e-4, betas=(0.5, 0.999))

    def step(self):
        (a, b), (to_b, to_a), (score_a, score_b) = self.real, self.translate, self.score
        distance = functional.l1_loss
        for critic in self.critics:
            critic.requires_grad_(False)
        fake_b, fake_a = to_b(a), to_a(b)
        descend(self.generator_optimizer,
                ((score_b(fake_b) - 1) ** 2).mean() + ((score_a(fake_a) - 1) ** 2).mean() +
                10 * (distance(to_a(fake_b), a) + distance(to_b(fake_a), b)) +
                5 * (distance(to_b(b), b) + distance(to_a(a), a)))
        for critic in self.critics:
            critic.requires_grad_(True)
        self.critic_optimizer.zero_grad(set_to_none=True)
        for score, real, fake in ((score_a, a, fake_a), (score_b, b, fake_b)):
            (0.5 * ((score(real) - 1) ** 2).mean() +
             0.5 * (score(fake.detach()) ** 2).mean()).backward()
        self.critic_optimizer.step()
