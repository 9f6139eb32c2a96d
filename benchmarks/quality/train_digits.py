# SPDX-License-Identifier: BSL-1.0
"""Trains the recipe of `saddle train --model dcgan` or `--model wgan-gp-conv` on MNIST with PyTorch 2
and writes 1,000 samples, for `label_digits` to compare with saddle's after the same steps:

    python train_digits.py dcgan --images train-images-idx3-ubyte.gz --steps 6000 --out samples.npy

Same networks, losses, optimisers, batches and initial distributions; other random numbers.
"""
import argparse
import gzip
import pathlib
import sys
import time

import numpy
import torch
from torch import nn

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from peers import games, networks  # noqa: E402


def images(path):
    """All digits, (n, 1, 28, 28) between -1 and 1."""
    with gzip.open(path) as file:
        pixels = numpy.frombuffer(file.read(), numpy.uint8, offset=16)
    return torch.from_numpy(pixels.reshape(-1, 1, 28, 28).astype(numpy.float32) / 127.5 - 1)


class Batches:
    """n of the samples at each call, each once in an epoch of random order."""

    def __init__(self, samples):
        self.samples, self.order = samples, torch.empty(0, dtype=torch.long)

    def __call__(self, n):
        if len(self.order) < n:
            self.order = torch.randperm(len(self.samples))
        batch, self.order = self.order[:n], self.order[n:]
        return self.samples[batch]


def dcgan(data):
    generator, critic = networks.dcgan_generator(28, 1), networks.dcgan_critic(28, 1)
    for network in (generator, critic):
        network.apply(networks.dcgan_init)
    return games.Dcgan(generator, critic, data, batch=64, latent=(100, 1, 1))


def wgan_gp(data):
    generator = networks.wgan_gp_mnist_generator(nn.Tanh)
    critic = networks.wgan_gp_mnist_critic()
    for network in (generator, critic):
        network.apply(networks.wgan_gp_init)
    return games.WganGp(generator, critic, data, batch=50, latent=(128,))


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
data = Batches(images(options.images))
game = dcgan(data) if options.model == "dcgan" else wgan_gp(data)
for _ in range(options.steps):
    game.step()
print(f"{options.steps} steps in {time.time() - begin:.0f} s")
with torch.no_grad():
    samples = game.generator.eval()(torch.randn(1000, *game.latent)).permute(0, 2, 3, 1)
numpy.save(options.out, samples.numpy())
