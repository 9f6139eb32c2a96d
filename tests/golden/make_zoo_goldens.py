# SPDX-License-Identifier: BSL-1.0
"""Writes zoo.json next to this file: what PyTorch counts in the published networks.

Run with PyTorch 2: python make_zoo_goldens.py. The networks are those of tools/peers and others,
written down here from their papers' programs, all PyTorch modules without memory, which are run on
two samples: parameters, running statistics, multiply-adds of convolutions and matrices per sample,
and the shapes of the outputs.
"""
import json
import pathlib
import sys
from functools import partial

import torch
from torch import nn
from torch.nn import functional as F

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from peers.networks import (  # noqa: E402
    StarGanCritic, StarGanGenerator, dcgan_critic, dcgan_generator, label_planes, mlp, patch_critic,
    resnet_generator, same_conv, same_conv_transpose, wgan_gp_mnist_critic, wgan_gp_mnist_generator)

torch.set_default_device("meta")
Seq = nn.Sequential


# --- modules; a value of several parts is a tuple ------------------------------------------------

class Do(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


class Sum(nn.Module):
    """The sum of its branches, all of the same input or each of its own part."""

    def __init__(self, *branches, parts=False):
        super().__init__()
        self.branches, self.parts = nn.ModuleList(branches), parts

    def forward(self, x):
        xs = x if self.parts else [x] * len(self.branches)
        return sum(branch(part) for branch, part in zip(self.branches, xs))


class Skip(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return torch.cat([x, self.inner(x)], 1)


class First(nn.Module):
    """Runs the first part; the second, a code or a label, stays beside it."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return self.inner(x[0]), x[1]


class Heads(nn.Module):
    def __init__(self, *heads):
        super().__init__()
        self.heads = nn.ModuleList(heads)

    def forward(self, x):
        return tuple(head(x) for head in self.heads)


class Conditioned(nn.Module):
    """BiGAN: (image, z) -> the convolution, z through a matrix added per channel, norm."""

    def __init__(self, convolution, norm, channels, codes=200):
        super().__init__()
        self.convolution, self.norm = convolution, norm
        self.matrix = nn.Linear(codes, channels, bias=False)

    def forward(self, x):
        image, z = x
        return self.norm(self.convolution(image) + self.matrix(z)[:, :, None, None]), z


class ConditionalNorm(nn.Module):
    """(image, one-hot label) -> BatchNorm with a row of gains and of shifts for each class."""

    def __init__(self, channels, classes=10):
        super().__init__()
        self.norm = nn.BatchNorm2d(channels, affine=False, track_running_stats=False)
        self.rows = nn.Parameter(torch.ones(2, classes, channels))

    def forward(self, x):
        image, label = x
        gain, shift = ((label @ rows)[:, :, None, None] for rows in self.rows)
        return self.norm(image) * gain + shift


class Apart(nn.Module):
    """Gives the inner module the parts as arguments."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return self.inner(*x)


class Carry(nn.Module):
    """Runs on both parts; the second stays beside the result."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return self.inner(x), x[1]


class ChannelLayerNorm(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(channels))
        self.shift = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        x = F.layer_norm(x, x.shape[1:])
        return x * self.gain[:, None, None] + self.shift[:, None, None]


class PlainAverage(nn.BatchNorm2d):
    """BiGAN's norm counts its batches as one more number."""
    counted = 1

    def __init__(self, channels, affine=True):
        super().__init__(channels, eps=1e-8, momentum=None, affine=affine)

    def _check_input_dim(self, x):
        pass


class MaxOut(nn.Module):
    def __init__(self, inputs, units, pieces):
        super().__init__()
        self.linear, self.pieces = nn.Linear(inputs, units * pieces), pieces

    def forward(self, x):
        return self.linear(x).unflatten(1, (self.pieces, -1)).amax(1)


flatten, join = nn.Flatten(), Do(lambda x: torch.cat(x, 1))
image_of = lambda *shape: Do(lambda x: x.reshape(-1, *shape))
to_image = Do(lambda x: x[:, :, None, None])
planes = Do(lambda x: label_planes(*x))


def conv(i, o, k, s=1, p=0, bias=True, **more):
    return nn.Conv2d(i, o, k, s, p, bias=bias, **more)


def up(i, o, k, s=1, p=0, bias=True, **more):
    return nn.ConvTranspose2d(i, o, k, s, p, bias=bias, **more)


# --- StarGAN -------------------------------------------------------------------------------------

def star_g(attributes):
    norm = partial(nn.InstanceNorm2d, affine=True, track_running_stats=True)
    return Apart(StarGanGenerator(attributes, norm=norm))


def star_d_without_classes():
    critic = StarGanCritic(attributes=1, size=128)
    return Seq(critic.trunk, critic.patches)


# --- pix2pix -------------------------------------------------------------------------------------

def unet(levels, norm=nn.BatchNorm2d, bias=False):
    widths = [64 * min(2 ** i, 8) for i in range(levels)]

    def level(i):
        outer, inner = widths[i - 1], widths[i]
        if i == levels - 1:
            return Skip(Seq(nn.LeakyReLU(0.2), conv(outer, inner, 4, 2, 1, bias), nn.ReLU(),
                            up(inner, outer, 4, 2, 1, bias), norm(outer)))
        return Skip(Seq(nn.LeakyReLU(0.2), conv(outer, inner, 4, 2, 1, bias), norm(inner),
                        level(i + 1), nn.ReLU(), up(2 * inner, outer, 4, 2, 1, bias), norm(outer)))

    return Seq(conv(3, 64, 4, 2, 1, bias), level(1), nn.ReLU(), up(128, 3, 4, 2, 1), nn.Tanh())


# --- IcGAN ---------------------------------------------------------------------------------------

def normed(layer, channels, act, norm=nn.BatchNorm2d):
    return [layer, norm(channels), act]


def ic_g(labels, size, channels):
    return Seq(join, to_image, dcgan_generator(size, channels, codes=100 + labels, bias=True))


def ic_d(labels, size, channels):
    leaky = nn.LeakyReLU(0.2)
    widths = [64 * 2 ** i for i in range((size // 8).bit_length())]
    layers = [First(Seq(conv(channels, 64, 4, 2, 1), leaky)), planes]
    for k, (i, o) in enumerate(zip(widths, widths[1:])):
        layers += normed(conv(i + (labels if k == 0 else 0), o, 4, 2, 1), o, leaky)
    return Seq(*layers, conv(widths[-1], 1, 4), flatten)


def ic_e(out, hidden, size, channels):
    widths, layers = [channels, 32, 64, 128, 256], []
    for i, o in zip(widths, widths[1:]):
        layers += normed(conv(i, o, 5, 2, 2), o, nn.ReLU())
    features = 256 * (size // 16) ** 2
    hidden = hidden or features
    return Seq(*layers, flatten, nn.Linear(features, hidden), nn.BatchNorm1d(hidden), nn.ReLU(),
               nn.Linear(hidden, out))


# --- BiGAN ---------------------------------------------------------------------------------------

def matrix(i, o):
    return nn.Linear(i, o, bias=False)


def big_mnist_g():
    plain = lambda: PlainAverage(1024, affine=False)
    return Seq(Sum(Seq(matrix(50, 1024), plain(), nn.ReLU(), matrix(1024, 1024)),
                   matrix(50, 1024)),
               plain(), nn.ReLU(), matrix(1024, 784), nn.Sigmoid(), image_of(1, 28, 28))


def big_mnist_e():
    leaky = nn.LeakyReLU(0.2)
    return Seq(flatten, matrix(784, 1024), leaky, matrix(1024, 1024),
               PlainAverage(1024, affine=False), leaky, matrix(1024, 50))


def big_mnist_d():
    leaky = nn.LeakyReLU(0.2)
    return Seq(Sum(Seq(flatten, matrix(784, 1024), leaky, matrix(1024, 1024)), matrix(50, 1024),
                   parts=True),
               PlainAverage(1024, affine=False), leaky, matrix(1024, 1))


def big_net_g():
    layers = [Do(lambda z: (z, z)), First(Seq(matrix(200, 8192), PlainAverage(8192), nn.ReLU(),
                                              image_of(512, 4, 4)))]
    for i, o in ((512, 256), (256, 128), (128, 64)):
        layers += [Conditioned(up(i, o, 5, 2, 2, False, output_padding=1), PlainAverage(o), o),
                   First(nn.ReLU())]
    return Seq(*layers, Do(lambda x: x[0]), up(64, 3, 5, 2, 2, False, output_padding=1),
               nn.Sigmoid())


def big_net_d():
    leaky = nn.LeakyReLU(0.2)
    layers = [First(Seq(conv(3, 64, 5, 2, 2, False), leaky))]
    for i, o in ((64, 128), (128, 256), (256, 512)):
        layers += [Conditioned(conv(i, o, 5, 2, 2, False), PlainAverage(o), o), First(leaky)]
    return Seq(*layers, Do(lambda x: x[0]), flatten, matrix(8192, 1))


def big_net_e(pixels):
    leaky, pool = nn.LeakyReLU(0.2), nn.MaxPool2d(3, 2, 1)
    return Seq(conv(3, 96, 11, 4, 5, False), leaky, pool,
               *normed(conv(96, 256, 5, 1, 2, False, groups=2), 256, leaky, PlainAverage), pool,
               *normed(conv(256, 384, 3, 1, 1, False), 384, leaky, PlainAverage),
               *normed(conv(384, 384, 3, 1, 1, False, groups=2), 384, leaky, PlainAverage),
               *normed(conv(384, 256, 3, 1, 1, False, groups=2), 256, leaky, PlainAverage),
               flatten, matrix(256 * pixels, 200))


# --- WGAN-GP -------------------------------------------------------------------------------------

def res_up(i, o):
    twice = nn.Upsample(scale_factor=2)
    return Sum(Seq(twice, conv(i, o, 1)),
               Seq(nn.BatchNorm2d(i), nn.ReLU(), twice, conv(i, o, 3, 1, 1, False),
                   nn.BatchNorm2d(o), nn.ReLU(), conv(o, o, 3, 1, 1)))


def res_down(i, o):
    pool = nn.AvgPool2d(2)
    return Sum(Seq(pool, conv(i, o, 1)),
               Seq(ChannelLayerNorm(i), nn.ReLU(), conv(i, i, 3, 1, 1, False),
                   ChannelLayerNorm(i), nn.ReLU(), conv(i, o, 3, 1, 1), pool))


def gp_resnet_d():
    pool, relu = nn.AvgPool2d(2), nn.ReLU()
    c = lambda i: conv(i, 128, 3, 1, 1)
    block = lambda: Sum(nn.Identity(), Seq(relu, c(128), relu, c(128)))
    return Seq(Sum(Seq(pool, conv(3, 128, 1)), Seq(c(3), relu, c(128), pool)),
               Sum(Seq(conv(128, 128, 1), pool), Seq(relu, c(128), relu, c(128), pool)),
               block(), block(), relu, Do(lambda x: x.mean((2, 3))),
               Heads(nn.Linear(128, 1), nn.Linear(128, 10)))


def gp_resnet_g():
    relu, twice = nn.ReLU(), nn.Upsample(scale_factor=2)
    c = lambda: conv(128, 128, 3, 1, 1)
    block = lambda: Sum(Seq(Do(lambda x: x[0]), twice, conv(128, 128, 1)),
                        Seq(Carry(Seq(ConditionalNorm(128), relu, twice, c())),
                            ConditionalNorm(128), relu, c()))
    return Seq(First(Seq(nn.Linear(128, 2048), image_of(128, 4, 4))), Carry(block()),
               Carry(block()), block(), nn.BatchNorm2d(128), relu, conv(128, 3, 3, 1, 1), nn.Tanh())


gp_nets = {
    "gp_mnist_G": (wgan_gp_mnist_generator(), (128,)),
    "gp_mnist_D": (wgan_gp_mnist_critic(), (1, 28, 28)),
    "gp_cifar_G": (Seq(nn.Linear(128, 8192), nn.BatchNorm1d(8192, track_running_stats=False),
                       nn.ReLU(), image_of(512, 4, 4),
                       same_conv_transpose(512, 256), nn.BatchNorm2d(256), nn.ReLU(),
                       same_conv_transpose(256, 128), nn.BatchNorm2d(128), nn.ReLU(),
                       same_conv_transpose(128, 3), nn.Tanh()), (128,)),
    "gp_cifar_D": (Seq(same_conv(3, 128), nn.LeakyReLU(0.2), same_conv(128, 256), nn.LeakyReLU(0.2),
                       same_conv(256, 512), nn.LeakyReLU(0.2), flatten, nn.Linear(8192, 1)),
                   (3, 32, 32)),
    "gp_cifar_resnet_G": (gp_resnet_g(), (128,), (10,)),
    "gp_cifar_resnet_D": (gp_resnet_d(), (3, 32, 32)),
    "gp64_good_G": (Seq(nn.Linear(128, 8192), image_of(512, 4, 4), res_up(512, 512),
                        res_up(512, 256), res_up(256, 128), res_up(128, 64), nn.BatchNorm2d(64),
                        nn.ReLU(), conv(64, 3, 3, 1, 1), nn.Tanh()), (128,)),
    "gp64_good_D": (Seq(conv(3, 64, 3, 1, 1), res_down(64, 128), res_down(128, 256),
                        res_down(256, 512), res_down(512, 512), flatten, nn.Linear(8192, 1)),
                    (3, 64, 64)),
    "gp_toy_G": (mlp([2, 512, 512, 512, 2], nn.ReLU), (2,)),
    "gp_toy_D": (mlp([2, 512, 512, 512, 1], nn.ReLU), (2,)),
}


# --- DIAT ----------------------------------------------------------------------------------------

def diat(layer, channels):
    return [layer, nn.BatchNorm2d(channels), nn.PReLU(channels)]


def diat_t():
    shuffle, widths = nn.PixelShuffle(2), [64, 128, 256, 512, 512]

    def level(k):
        i, o = widths[k], widths[k + 1]
        inner = [level(k + 1)] if k + 2 < len(widths) else []
        return Sum(nn.Identity(), Seq(*diat(conv(i, o, 4, 2, 1), o), *inner, shuffle,
                                      *diat(conv(o // 4, i, 3, 1, 1), i)))

    return Seq(*diat(conv(3, 64, 4, 2, 1), 64), level(0), shuffle, conv(16, 3, 5, 1, 2), nn.Tanh())


def diat_m():
    return Seq(*diat(conv(3, 32, 4, 2, 1), 32), *diat(conv(32, 64, 4, 2, 1), 64),
               *diat(conv(64, 128, 3, 1, 1), 128), *diat(conv(128, 64, 3, 1, 1), 64),
               conv(64, 1, 3, 1, 1), nn.Sigmoid())


def diat_d():
    relu = nn.ReLU()
    return Seq(conv(3, 64, 4, 2, 1), relu, conv(64, 128, 4, 2, 1), relu,
               conv(128, 256, 4, 2, 1), relu, conv(256, 256, 4, 2, 1), relu,
               conv(256, 256, 4, 2, 1), nn.BatchNorm2d(256), relu, *diat(conv(256, 256, 4, 2, 1), 256),
               flatten, nn.Linear(1024, 512), nn.Linear(512, 1))


# --- AlignFlow -----------------------------------------------------------------------------------

weight_norm = nn.utils.parametrizations.weight_norm


class StResNet(nn.Module):
    def __init__(self, i, o, width, blocks):
        super().__init__()
        normed = lambda *arguments: weight_norm(conv(*arguments))
        self.first, self.last = normed(i, width, 3, 1, 1), normed(width, o, 1)
        self.skips = nn.ModuleList(normed(width, width, 1) for _ in range(blocks + 1))
        self.blocks = nn.ModuleList(
            Seq(nn.BatchNorm2d(width), nn.ReLU(), normed(width, width, 3, 1, 1, False),
                nn.BatchNorm2d(width), nn.ReLU(), normed(width, width, 3, 1, 1))
            for _ in range(blocks))
        self.norm = nn.BatchNorm2d(width)

    def forward(self, x):
        x = self.first(x)
        total = self.skips[0](x)
        for block, skip in zip(self.blocks, self.skips[1:]):
            x = x + block(x)
            total = total + skip(x)
        return self.last(F.relu(self.norm(total)))


class Coupling(nn.Module):
    """The network of a coupling, run on a coupling's input; the two scalars scale and shift s."""

    def __init__(self, seen, i, o, size, width, blocks):
        super().__init__()
        self.norm, self.net = nn.BatchNorm2d(seen, affine=False), StResNet(i, o, width, blocks)
        self.scale, self.shift = (nn.Parameter(torch.zeros(1)) for _ in range(2))
        self.shape = (i, size, size)

    def forward(self, n):
        return self.net(torch.empty(n, *self.shape))


class RealNvp(nn.Module):
    def __init__(self, width, blocks, scales=2, size=128):
        super().__init__()
        couplings, c = [], 3
        for scale in range(scales):
            last = scale == scales - 1
            couplings += [Coupling(c, 2 * c + 1, 2 * c, size, width, blocks)
                          for _ in range(4 if last else 3)]
            if not last:
                couplings += [Coupling(2 * c, 4 * c, 4 * c, size // 2, 2 * width, blocks)
                              for _ in range(3)]
            c, width, size = 2 * c, 2 * width, size // 2
        self.couplings = nn.ModuleList(couplings)

    def forward(self, x):
        for coupling in self.couplings:
            coupling(len(x))
        return x


# --- all of them: the module, then the shapes of its parts (c, h, w) -----------------------------

def ic_nets(name, labels, size, channels):
    image = (channels, size, size)
    return {f"{name}_G": (ic_g(labels, size, channels), (100,), (labels,)),
            f"{name}_D": (ic_d(labels, size, channels), image, (labels,)),
            f"{name}_Ez": (ic_e(100, None, size, channels), image),
            f"{name}_Ey": (ic_e(labels, 512, size, channels), image)}


networks = {
    "stargan_G_c8": (star_g(8), (3, 128, 128), (8,)),
    "stargan_D_c8": (StarGanCritic(8, 128), (3, 128, 128)),
    "stargan_G_c5": (star_g(5), (3, 128, 128), (5,)),
    "stargan_D_c5": (StarGanCritic(5, 128), (3, 128, 128)),
    "stargan_G_joint": (star_g(15), (3, 256, 256), (15,)),
    "stargan_D_joint": (StarGanCritic(13, 256), (3, 256, 256)),
    "stargan_D_nocls": (star_d_without_classes(), (3, 128, 128)),
    "cyc_resnet9_256": (resnet_generator(9), (3, 256, 256)),
    "cyc_resnet6_128": (resnet_generator(6), (3, 128, 128)),
    "cyc_resnet9_affine": (resnet_generator(9, norm=partial(nn.InstanceNorm2d, affine=True)),
                           (3, 256, 256)),
    "cyc_resnet9_bn": (resnet_generator(9, norm=nn.BatchNorm2d, bias=False), (3, 256, 256)),
    "cyc_resnet6_bn": (resnet_generator(6, norm=nn.BatchNorm2d, bias=False), (3, 128, 128)),
    "patch70_in": (patch_critic(), (3, 256, 256)),
    "patch70_bn6": (patch_critic(channels=6, norm=nn.BatchNorm2d, bias=False), (6, 256, 256)),
    "unet256_bn": (unet(8), (3, 256, 256)),
    "unet128_bn": (unet(7), (3, 128, 128)),
    "unet256_in": (unet(8, nn.InstanceNorm2d, True), (3, 256, 256)),
    **ic_nets("icgan64_celeba", 18, 64, 3),
    **ic_nets("icgan64_mnist", 10, 64, 1),
    **ic_nets("icgan128_rafd", 8, 128, 3),
    "bigan_mnist_G": (big_mnist_g(), (50,)),
    "bigan_mnist_E": (big_mnist_e(), (1, 28, 28)),
    "bigan_mnist_D": (big_mnist_d(), (1, 28, 28), (50,)),
    "bigan_in64_G": (big_net_g(), (200,)),
    "bigan_in64_D": (big_net_d(), (3, 64, 64), (200,)),
    "bigan_in64_E": (big_net_e(16), (3, 64, 64)),
    "bigan_in112_E": (big_net_e(49), (3, 112, 112)),
    "alignflow_st_first": (StResNet(7, 6, 32, 4), (7, 128, 128)),
    "alignflow_patch": (patch_critic(), (3, 128, 128)),
    "dcgan_G": (dcgan_generator(64, 3), (100, 1, 1)),
    "dcgan_D": (dcgan_critic(64, 3), (3, 64, 64)),
    "wgan_dcgan_D": (dcgan_critic(64, 3), (3, 64, 64)),
    "wgan_dcgan_G": (dcgan_generator(64, 3), (100, 1, 1)),
    "wgan_nobn_G": (dcgan_generator(64, 3, norm=nn.Identity), (100, 1, 1)),
    **{f"wgan_mlp_G_{w}": (mlp([100, w, w, w, 12288], nn.ReLU, image_of(3, 64, 64)), (100,))
       for w in (64, 512)},
    **{f"wgan_mlp_D_{w}": (Seq(flatten, mlp([12288, w, w, w, 1], nn.ReLU)), (3, 64, 64))
       for w in (64, 512)},
    **gp_nets,
    "diat_T": (diat_t(), (3, 128, 128)),
    "diat_M": (diat_m(), (3, 128, 128)),
    "diat_D": (diat_d(), (3, 128, 128)),
    "gan2014_G": (mlp([100, 1200, 1200, 784], nn.ReLU, nn.Sigmoid(), image_of(1, 28, 28)),
                  (100,)),
    "gan2014_D": (Seq(flatten, MaxOut(784, 240, 5), MaxOut(240, 240, 5), nn.Linear(240, 1)),
                  (1, 28, 28)),
    "fgan_G": (Seq(nn.Linear(100, 1200), nn.BatchNorm1d(1200), nn.ReLU(), nn.Linear(1200, 1200),
                   nn.BatchNorm1d(1200), nn.ReLU(), nn.Linear(1200, 784), nn.Sigmoid(),
                   image_of(1, 28, 28)), (100,)),
    "fgan_V": (Seq(flatten, mlp([784, 240, 240, 1], nn.ELU)), (1, 28, 28)),
}
flows = {
    "alignflow_flow2flow_one": RealNvp(32, 4),
    "alignflow_cycleflow": RealNvp(64, 4),
    "alignflow_default": RealNvp(64, 8),
}
units = {
    "stargan_c8": ["stargan_G_c8", "stargan_D_c8"],
    "stargan_c5": ["stargan_G_c5", "stargan_D_c5"],
    "table_unit": ["cyc_resnet6_128", "stargan_D_nocls"],
}


def count(module, *shapes):
    macs = 0

    def add(layer, inputs, output):
        nonlocal macs
        if isinstance(layer, nn.Linear):
            macs += layer.weight.numel()
        else:
            pixels = (inputs[0] if isinstance(layer, nn.ConvTranspose2d) else output).shape[2:]
            macs += pixels.numel() * layer.weight.numel()

    for layer in module.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            layer.register_forward_hook(add)
    module.eval()
    parts = tuple(torch.empty(2, *shape) for shape in shapes)
    y = module(parts if len(parts) > 1 else parts[0])
    state = sum(b.numel() for name, b in module.named_buffers() if "running" in name)
    state += sum(getattr(layer, "counted", 0) for layer in module.modules())
    shape = lambda t: [*t.shape[2:], t.shape[1]]
    return {"parameters": sum(p.numel() for p in module.parameters()), "state": state,
            "macs": macs, "outputs": [shape(t) for t in (y if isinstance(y, tuple) else (y,))]}


counts = {name: count(*network) for name, network in networks.items()}
for name, flow in flows.items():
    counts[name] = count(flow, (3, 128, 128))
    del counts[name]["outputs"]  # the flow's is not that of a network
for name, parts in units.items():
    counts[name] = {key: sum(counts[part][key] for part in parts)
                    for key in ("parameters", "state", "macs")}
lines = ",\n".join(f' "{name}": {json.dumps(value)}' for name, value in counts.items())
path = pathlib.Path(__file__).with_name("zoo.json")
path.write_text(f'{{\n "torch": "{torch.__version__}",\n{lines}\n}}\n', encoding="ascii")
