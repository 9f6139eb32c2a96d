# SPDX-License-Identifier: BSL-1.0
"""PyTorch's side of the workloads of README.md: what `compare` times against saddle_bench, eagerly
or by another of PyTorch's ways to run a network."""
import math
import pathlib
import sys

import torch
from torch import nn

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from peers import games, networks  # noqa: E402


def runnable(network, variant, *example):
    """What the variant calls in training; it shares its parameters with the network."""
    if variant == "script":
        return torch.jit.script(network)
    if variant == "trace":
        return torch.jit.trace(network, example, check_trace=False)
    if variant == "compile":
        # All networks and batch sizes count together, and past the limit they would run eagerly.
        torch._dynamo.config.recompile_limit = 64
        torch._dynamo.config.fail_on_recompile_limit_hit = True
        return torch.compile(network, dynamic=False)
    if variant == "channels-last":
        return network.to(memory_format=torch.channels_last)
    return network


def run_by(variant, game):
    """The game, its networks run by the variant."""
    # torch.compile has no second derivative.
    of_critic = "eager" if game.second_order and variant == "compile" else variant
    game.generate = runnable(game.generator, variant, *game.codes())
    game.score = runnable(game.critic, of_critic, game.data(game.batch))
    return game


def same_size(network, parameters):
    """The network, which must have as many parameters as the program's."""
    found = sum(parameter.numel() for parameter in network.parameters())
    if found != parameters:
        sys.exit(f"compare: a network with {found} parameters stands against one with {parameters}")
    return network


class Ring:
    """Eight Gaussians on a circle of radius 2, fresh points (n, 2) for each batch."""

    def __init__(self):
        angle = torch.arange(8) * (2 * math.pi / 8)
        self.centres = 2 * torch.stack((angle.cos(), angle.sin()), dim=1)

    def __call__(self, n):
        return self.centres[torch.randint(8, (n,))] + 0.02 * torch.randn(n, 2)


class Pool:
    """Slice after slice (n, 784) of 4096 fixed vectors."""

    def __init__(self):
        self.vectors = torch.rand(4096, 784) * 2 - 1
        self.position = 0

    def __call__(self, n):
        if self.position + n > len(self.vectors):
            self.position = 0
        self.position += n
        return self.vectors[self.position - n:self.position]


def images(batch, channels, size, variant):
    """Fixed images (batch, channels, size, size) with numbers between -1 and 1."""
    numbers = torch.rand(batch, channels, size, size) * 2 - 1
    if variant == "channels-last":
        return numbers.to(memory_format=torch.channels_last)
    return numbers


def leaky_relu():
    return nn.LeakyReLU(0.2)


class Inference:
    """Forwards of a generator on one given input; reading the clock takes as long as one of a small
    network, which is why a step may hold several `calls`."""

    def __init__(self, generator, inputs, variant, calls=1):
        self.inputs, self.calls = inputs, calls
        self.generator = runnable(generator.eval(), variant, *inputs)
        if variant in ("script", "trace"):
            self.generator = torch.jit.freeze(self.generator)
        if variant == "trace" and inputs[0].dim() == 4:  # the script stays as it is
            self.generator = torch.jit.optimize_for_inference(self.generator)

    @torch.inference_mode()
    def step(self):
        for _ in range(self.calls):
            self.generator(*self.inputs)


def points():
    """Generator and critic of W1 and W2, in the plane."""
    return (same_size(networks.mlp((2, 128, 128, 128, 2), nn.ReLU), 33_666),
            same_size(networks.mlp((2, 128, 128, 128, 1), leaky_relu), 33_537))


def vectors():
    """Generator and critic of W3."""
    return (same_size(networks.mlp((100, 256, 512, 784), nn.ReLU, nn.Tanh()), 559_632),
            same_size(networks.mlp((784, 512, 256, 1), leaky_relu), 533_505))


def w1(batch, variant):
    return run_by(variant, games.FGan(*points(), Ring(), batch, latent=(2,)))


def w2(batch, variant):
    game = games.WganGp(*points(), Ring(), batch, latent=(2,))
    game.penalty = 0.1
    return run_by(variant, game)


def w3(batch, variant):
    return run_by(variant, games.NonSaturating(*vectors(), Pool(), batch, latent=(100,)))


def w4(batch, variant, size=64, channels=3, parameters=(3_576_704, 2_765_568)):
    real = images(batch, channels, size, variant)
    generator = same_size(networks.dcgan_generator(size, channels), parameters[0])
    critic = same_size(networks.dcgan_critic(size, channels), parameters[1])
    for network in (generator, critic):
        network.apply(networks.dcgan_init)
    return run_by(variant, games.Dcgan(generator, critic, lambda _: real, batch,
                                       latent=(100, 1, 1)))


def w4s(batch, variant):
    return w4(batch, variant, 32, 1, (1_066_880, 661_248))


def w5(batch, variant):
    real = [images(batch, 3, 32, variant) for _ in range(2)]
    generators = [same_size(networks.resnet_generator(6, 32), 1_965_059) for _ in range(2)]
    critics = [same_size(networks.patch_critic(32), 694_241) for _ in range(2)]
    game = games.CycleGan(generators, critics, real)
    game.translate = [runnable(network, variant, real[0]) for network in generators]
    game.score = [runnable(network, variant, real[0]) for network in critics]
    return game


def w5i(batch, variant):
    generator = same_size(networks.resnet_generator(9), 11_378_179)
    return Inference(generator, (images(batch, 3, 256, variant),), variant)


def w6(batch, variant, size=128, width=64, depth=6, parameters=(8_430_528, 44_762_048)):
    real = images(batch, 3, size, variant)
    own, wanted = torch.randint(2, (2, batch, 5)).float()
    generator = same_size(networks.StarGanGenerator(5, width), parameters[0])
    critic = same_size(networks.StarGanCritic(5, size, width, depth), parameters[1])
    return run_by(variant, games.StarGan(generator, critic, real, own, wanted))


def w6i(batch, variant):
    generator = same_size(networks.StarGanGenerator(5), 8_430_528)
    return Inference(generator, (images(batch, 3, 128, variant), torch.rand(batch, 5)), variant)


def w6s(batch, variant):
    return w6(batch, variant, 32, 32, 4, (2_118_112, 697_568))


def w7a(batch, variant):
    return Inference(points()[0], (torch.randn(batch, 2),), variant, calls=100)


def w7b(batch, variant):
    return Inference(vectors()[0], (torch.randn(batch, 100),), variant, calls=100)


# Each gives an object with a step; where that is several of the workload's, `calls` says how many.
WORKLOADS = {"W1": w1, "W2": w2, "W3": w3, "W4": w4, "W4s": w4s, "W5": w5, "W5i": w5i, "W6": w6,
             "W6i": w6i, "W6s": w6s, "W7a": w7a, "W7b": w7b}
