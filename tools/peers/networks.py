# SPDX-License-Identifier: BSL-1.0
"""Published networks as PyTorch modules, each written down once: for benchmarks/compare, for
benchmarks/quality/train_digits.py and for the scripts in tests/golden.

Images are (n, channels, rows, columns), square. Weights are PyTorch's own first draw; where a paper
draws others, there is a function to `apply`.
"""
from functools import partial

import torch
from torch import nn
from torch.nn import functional


def mlp(widths, activation, *head):
    """(n, widths[0]) -> (n, widths[-1]): linear layers with `activation()` between them, then
    `head`."""
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs), activation()]
    return nn.Sequential(*layers[:-1], *head)


class Residual(nn.Module):
    """The input plus what the layers make of it, of the same shape."""

    def __init__(self, *layers):
        super().__init__()
        self.branch = nn.Sequential(*layers)

    def forward(self, x):
        return x + self.branch(x)


def label_planes(image, label):
    """(n, c, h, w) and (n, k) -> (n, c + k, h, w): one constant channel for each number."""
    planes = label[:, :, None, None].expand(-1, -1, image.size(2), image.size(3))
    return torch.cat((image, planes), 1)


# --- DCGAN. Source: Radford, Metz, Chintala, arXiv:1511.06434, and PyTorch's example of it -------

def dcgan_widths(size, width):
    """Channels after each halving of an image, down to 4 or an odd number of rows; those rows."""
    widths = []
    while size > 4 and size % 2 == 0:
        widths.append(width * 2 ** len(widths))
        size //= 2
    return widths, size


def dcgan_generator(size, channels, width=64, codes=100, norm=nn.BatchNorm2d, bias=False):
    """(n, codes, 1, 1) -> (n, channels, size, size) between -1 and 1."""
    widths, rows = dcgan_widths(size, width)
    layers = [nn.ConvTranspose2d(codes, widths[-1], rows, bias=bias), norm(widths[-1]),
              nn.ReLU(True)]
    for many, few in zip(widths[::-1], widths[-2::-1]):
        layers += [nn.ConvTranspose2d(many, few, 4, 2, 1, bias=bias), norm(few), nn.ReLU(True)]
    return nn.Sequential(*layers, nn.ConvTranspose2d(width, channels, 4, 2, 1, bias=bias),
                         nn.Tanh())


def dcgan_critic(size, channels, width=64):
    """(n, channels, size, size) -> logits (n, 1)."""
    widths, rows = dcgan_widths(size, width)
    layers = [nn.Conv2d(channels, width, 4, 2, 1, bias=False), nn.LeakyReLU(0.2, True)]
    for few, many in zip(widths, widths[1:]):
        layers += [nn.Conv2d(few, many, 4, 2, 1, bias=False), nn.BatchNorm2d(many),
                   nn.LeakyReLU(0.2, True)]
    return nn.Sequential(*layers, nn.Conv2d(widths[-1], 1, rows, bias=False), nn.Flatten())


def dcgan_init(layer):
    """Normal weights of deviation 0.02, around 0 for convolutions and around 1 for norms."""
    if isinstance(layer, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(layer.weight, 0, 0.02)
    elif isinstance(layer, nn.BatchNorm2d):
        nn.init.normal_(layer.weight, 1, 0.02)


# --- WGAN-GP. Source: Gulrajani et al., arXiv:1704.00028, the TensorFlow program gan_mnist.py ----

class SamePadding(nn.Module):
    """TensorFlow's SAME for a 5x5 kernel of stride 2: where it is uneven, more at the end."""

    def forward(self, x):
        total = max((-(-x.shape[2] // 2) - 1) * 2 + 5 - x.shape[2], 0)
        first = total // 2
        return functional.pad(x, (first, total - first, first, total - first))


def crop(before, after):
    """Without the first `before` and the last `after` rows and columns."""
    return nn.ZeroPad2d((-before, -after, -before, -after))


def same_conv(inputs, outputs):
    """(n, inputs, h, w) -> (n, outputs, ceil(h / 2), ceil(w / 2))."""
    return nn.Sequential(SamePadding(), nn.Conv2d(inputs, outputs, 5, 2))


def same_conv_transpose(inputs, outputs):
    """(n, inputs, h, w) -> (n, outputs, 2 h, 2 w)."""
    return nn.Sequential(nn.ConvTranspose2d(inputs, outputs, 5, 2), crop(1, 2))


def wgan_gp_mnist_generator(output=nn.Sigmoid):
    """(n, 128) -> (n, 1, 28, 28) in the range of `output`."""
    return nn.Sequential(
        nn.Linear(128, 4096), nn.ReLU(), nn.Unflatten(1, (256, 4, 4)),
        same_conv_transpose(256, 128), crop(0, 1), nn.ReLU(),
        same_conv_transpose(128, 64), nn.ReLU(), same_conv_transpose(64, 1), output())


def wgan_gp_mnist_critic():
    """(n, 1, 28, 28) -> scores (n, 1)."""
    return nn.Sequential(
        same_conv(1, 64), nn.LeakyReLU(0.2), same_conv(64, 128), nn.LeakyReLU(0.2),
        same_conv(128, 256), nn.LeakyReLU(0.2), nn.Flatten(), nn.Linear(4096, 1))


def wgan_gp_init(layer):
    """Uniform weights, of variance 2 / (fan in + fan out) for matrices and twice that for 5x5
    convolutions of stride 2, of whose fans the stride hides three quarters on the finer side; no
    biases."""
    if isinstance(layer, nn.Linear):
        bound = (6 / (layer.in_features + layer.out_features)) ** 0.5
    elif isinstance(layer, nn.Conv2d):
        bound = (12 / (25 * layer.in_channels + 25 * layer.out_channels / 4)) ** 0.5
    elif isinstance(layer, nn.ConvTranspose2d):
        bound = (12 / (25 * layer.in_channels / 4 + 25 * layer.out_channels)) ** 0.5
    else:
        return
    nn.init.uniform_(layer.weight, -bound, bound)
    nn.init.zeros_(layer.bias)


# --- CycleGAN. Source: Zhu et al., arXiv:1703.10593, the program pytorch-CycleGAN-and-pix2pix ----

def resnet_generator(blocks, width=64, norm=nn.InstanceNorm2d, bias=True):
    """(n, 3, 4 k, 4 k) -> the same shape, between -1 and 1. `bias` is that of convolutions before a
    norm: the paper's program has none before BatchNorm2d."""
    def normed(layer, *activation):
        return [layer, norm(layer.out_channels), *activation]

    def same():
        return [nn.ReflectionPad2d(1), *normed(nn.Conv2d(4 * width, 4 * width, 3, bias=bias))]

    down, up = [], []
    for few in (width, 2 * width):
        down += normed(nn.Conv2d(few, 2 * few, 3, 2, 1, bias=bias), nn.ReLU(True))
    for few in (2 * width, width):
        up += normed(nn.ConvTranspose2d(2 * few, few, 3, 2, 1, 1, bias=bias), nn.ReLU(True))
    return nn.Sequential(
        nn.ReflectionPad2d(3), *normed(nn.Conv2d(3, width, 7, bias=bias), nn.ReLU(True)), *down,
        *(Residual(*same(), nn.ReLU(True), *same()) for _ in range(blocks)), *up,
        nn.ReflectionPad2d(3), nn.Conv2d(width, 3, 7), nn.Tanh())


def patch_critic(width=64, channels=3, norm=nn.InstanceNorm2d, bias=True):
    """(n, channels, 8 k, 8 k) -> a score for each patch of 70x70, (n, 1, k - 2, k - 2); norm and
    bias as above. Source: Isola et al., arXiv:1611.07004."""
    layers = [nn.Conv2d(channels, width, 4, 2, 1), nn.LeakyReLU(0.2, True)]
    for few, stride in ((width, 2), (2 * width, 2), (4 * width, 1)):
        layers += [nn.Conv2d(few, 2 * few, 4, stride, 1, bias=bias), norm(2 * few),
                   nn.LeakyReLU(0.2, True)]
    return nn.Sequential(*layers, nn.Conv2d(8 * width, 1, 4, 1, 1))


# --- StarGAN. Source: Choi et al., arXiv:1711.09020, and its program -----------------------------

class StarGanGenerator(nn.Module):
    """An image (n, 3, 4 k, 4 k) and the attributes wanted of it (n, attributes) -> the image with
    them, between -1 and 1."""

    def __init__(self, attributes, width=64, norm=partial(nn.InstanceNorm2d, affine=True)):
        super().__init__()

        def normed(layer, *activation):
            return [layer, norm(layer.out_channels), *activation]

        def same():
            return normed(nn.Conv2d(4 * width, 4 * width, 3, 1, 1, bias=False))

        down, up = [], []
        for few in (width, 2 * width):
            down += normed(nn.Conv2d(few, 2 * few, 4, 2, 1, bias=False), nn.ReLU(True))
        for few in (2 * width, width):
            up += normed(nn.ConvTranspose2d(2 * few, few, 4, 2, 1, bias=False), nn.ReLU(True))
        self.layers = nn.Sequential(
            *normed(nn.Conv2d(3 + attributes, width, 7, 1, 3, bias=False), nn.ReLU(True)), *down,
            *(Residual(*same(), nn.ReLU(True), *same()) for _ in range(6)), *up,
            nn.Conv2d(width, 3, 7, 1, 3, bias=False), nn.Tanh())

    def forward(self, image, attributes):
        return self.layers(label_planes(image, attributes))


class StarGanCritic(nn.Module):
    """An image (n, 3, size, size) -> the scores of its patches (n, 1, k, k) and the logits of its
    attributes (n, attributes), from a trunk that halves it `depth` times, to k rows."""

    def __init__(self, attributes, size, width=64, depth=6):
        super().__init__()
        widths = [3] + [width * 2 ** i for i in range(depth)]
        layers = []
        for inputs, outputs in zip(widths, widths[1:]):
            layers += [nn.Conv2d(inputs, outputs, 4, 2, 1), nn.LeakyReLU(0.01)]
        self.trunk = nn.Sequential(*layers)
        self.patches = nn.Conv2d(widths[-1], 1, 3, 1, 1, bias=False)
        self.attributes = nn.Conv2d(widths[-1], attributes, size // 2 ** depth, bias=False)

    def forward(self, image):
        features = self.trunk(image)
        return self.patches(features), self.attributes(features).flatten(1)
