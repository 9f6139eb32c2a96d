# SPDX-License-Identifier: BSL-1.0
"""Trains the recipe of `saddle train --model dcgan` or `--model wgan-gp-conv` on MNIST with PyTorch 2
and writes 1,000 samples, for `label_digits` to compare with saddle's after the same steps:

    python train_digits.py dcgan --images train-images-idx3-ubyte.gz --steps 6000 --out samples.npy

Same networks, losses, optimisers, batches and initial distributions; other random numbers.
"""
import argparse
import gzip
import time

import numpy
import torch
from torch import nn
from torch.nn import functional


def images(path):
    with gzip.open(path) as file:
        pixels = numpy.frombuffer(file.read(), numpy.uint8, offset=16)
    return torch.from_numpy(pixels.reshape(-1, 1, 28, 28).astype(numpy.float32) / 127.5 - 1)


def dcgan():
    generator = nn.Sequential(
        nn.Unflatten(1, (100, 1, 1)),
        nn.ConvTranspose2d(100, 128, 7, bias=False), nn.BatchNorm2d(128), nn.ReLU(),
        nn.ConvTranspose2d(128, 64, 4, 2, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU(),
        nn.ConvTranspose2d(64, 1, 4, 2, 1, bias=False), nn.Tanh())
    critic = nn.Sequential(
        nn.Conv2d(1, 64, 4, 2, 1, bias=False), nn.LeakyReLU(0.2),
        nn.Conv2d(64, 128, 4, 2, 1, bias=False), nn.BatchNorm2d(128), nn.LeakyReLU(0.2),
        nn.Conv2d(128, 1, 7, bias=False), nn.Flatten())
    for network in (generator, critic):
        for layer in network:
            if isinstance(layer, (nn.Conv2d, nn.ConvTranspose2d)):
                nn.init.normal_(layer.weight, 0, 0.02)
            if isinstance(layer, nn.BatchNorm2d):
                nn.init.normal_(layer.weight, 1, 0.02)
    return generator, critic


class SamePadding(nn.Module):
    """TensorFlow's SAME for a 5x5 kernel of stride 2."""

    def forward(self, x):
        total = max((-(-x.shape[2] // 2) - 1) * 2 + 5 - x.shape[2], 0)
        first = total // 2
        return functional.pad(x, (first, total - first, first, total - first))


class Crop(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.size = size

    def forward(self, x):
        return x[:, :, 1:1 + self.size, 1:1 + self.size]


def wgan_gp():
    generator = nn.Sequential(
        nn.Linear(128, 4096), nn.ReLU(), nn.Unflatten(1, (256, 4, 4)),
        nn.ConvTranspose2d(256, 128, 5, 2), Crop(7), nn.ReLU(),
        nn.ConvTranspose2d(128, 64, 5, 2), Crop(14), nn.ReLU(),
        nn.ConvTranspose2d(64, 1, 5, 2), Crop(28), nn.Tanh())
    critic = nn.Sequential(
        SamePadding(), nn.Conv2d(1, 64, 5, 2), nn.LeakyReLU(0.2),
        SamePadding(), nn.Conv2d(64, 128, 5, 2), nn.LeakyReLU(0.2),
        SamePadding(), nn.Conv2d(128, 256, 5, 2), nn.LeakyReLU(0.2),
        nn.Flatten(), nn.Linear(4096, 1))
    for network in (generator, critic):
        for layer in network:
            if isinstance(layer, nn.Linear):
                fans = layer.in_features + layer.out_features
                bound = (6 / fans) ** 0.5
            elif isinstance(layer, (nn.Conv2d, nn.ConvTranspose2d)):
                into = layer.in_channels * 25 / (4 if isinstance(layer, nn.ConvTranspose2d) else 1)
                out = layer.out_channels * 25 / (4 if isinstance(layer, nn.Conv2d) else 1)
                bound = (12 / (into + out)) ** 0.5
            else:
                continue
            nn.init.uniform_(layer.weight, -bound, bound)
            nn.init.zeros_(layer.bias)
    return generator, critic


def batches(data, size):
    while True:
        order = torch.randperm(len(data))
        for first in range(0, len(data) - size + 1, size):
            yield data[order[first:first + size]]


def train_dcgan(data, steps):
    generator, critic = dcgan()
    adam = {"lr": 2e-4, "betas": (0.5, 0.999)}
    by_critic = torch.optim.Adam(critic.parameters(), **adam)
    by_generator = torch.optim.Adam(generator.parameters(), **adam)
    source = batches(data, 64)
    for _ in range(steps):
        fake = generator(torch.randn(64, 100))
        by_critic.zero_grad()
        loss = functional.softplus(-critic(next(source))).mean()
        (loss + functional.softplus(critic(fake.detach())).mean()).backward()
        by_critic.step()
        by_generator.zero_grad()
        functional.softplus(-critic(fake)).mean().backward()
        by_generator.step()
    return generator, 100


def train_wgan_gp(data, steps):
    generator, critic = wgan_gp()
    adam = {"lr": 1e-4, "betas": (0.5, 0.9)}
    by_critic = torch.optim.Adam(critic.parameters(), **adam)
    by_generator = torch.optim.Adam(generator.parameters(), **adam)
    source = batches(data, 50)
    for _ in range(steps):
        for _ in range(5):
            real = next(source)
            with torch.no_grad():
                fake = generator(torch.randn(50, 128))
            share = torch.rand(50, 1, 1, 1)
            between = (share * real + (1 - share) * fake).requires_grad_()
            slope, = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
            penalty = 10 * ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()
            by_critic.zero_grad()
            (critic(fake).mean() - critic(real).mean() + penalty).backward()
            by_critic.step()
        by_generator.zero_grad()
        (-critic(generator(torch.randn(50, 128))).mean()).backward()
        by_generator.step()
    return generator, 128


parser = argparse.ArgumentParser()
parser.add_argument("model", choices=["dcgan", "wgan-gp-conv"])
parser.add_argument("--images", required=True)
parser.add_argument("--steps", type=int, required=True)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--out", required=True)
options = parser.parse_args()
torch.manual_seed(options.seed)
torch.set_num_threads(options.threads)
begin = time.time()
train = train_dcgan if options.model == "dcgan" else train_wgan_gp
trained, codes = train(images(options.images), options.steps)
print(f"{options.steps} steps in {time.time() - begin:.0f} s")
with torch.no_grad():
    samples = trained.eval()(torch.randn(1000, codes)).permute(0, 2, 3, 1)
numpy.save(options.out, samples.numpy())
