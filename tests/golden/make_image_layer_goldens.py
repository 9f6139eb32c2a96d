# SPDX-License-Identifier: BSL-1.0
"""Writes image_layers.json next to this file: what PyTorch computes, in double, for fixed seeds.

Run with PyTorch 2: python make_image_layer_goldens.py. Images are flat lists in the order (n, h, w,
c), weights of convolutions (k, k, in, out), those of transposed ones (k, k, out, in), "gradient" in
the order of "parameters". An input of several parts is a list of lists.
"""
import json
import pathlib
import sys

import torch
from torch import nn
from torch.nn import functional as F

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from peers.networks import label_planes  # noqa: E402

torch.set_default_dtype(torch.float64)


def short(tensor):
    """Two decimals, which keep the file small."""
    return (tensor * 100).round() / 100


def numbers(tensor):
    return [float(f"{value:.15g}") for value in tensor.detach().reshape(-1).tolist()]


def sample(tensor):
    """Images (n, c, h, w) or vectors (n, k)."""
    return numbers(tensor.permute(0, 2, 3, 1) if tensor.dim() == 4 else tensor)


def all_of(tensors):
    """Vectors and weights of convolutions, one after the other."""
    return [value for t in tensors
            for value in numbers(t.permute(2, 3, 1, 0) if t.dim() == 4 else t)]


def case(function, *shapes, parameters=()):
    """Shapes are (n, c, h, w) or (n, k)."""
    torch.manual_seed(1)
    for parameter in parameters:
        parameter.data = short(parameter.data)
    parts = [short(torch.randn(shape)).requires_grad_() for shape in shapes]
    y = function(*parts)
    dy = short(torch.randn_like(y))
    y.backward(dy)
    result = {"x": [sample(x) for x in parts], "dy": sample(dy), "y": sample(y),
              "dx": [sample(x.grad) for x in parts]}
    if parameters:
        result |= {"parameters": all_of(parameters), "gradient": all_of(p.grad for p in parameters)}
    return result


def depth_to_space(x):
    """TensorFlow's, r = 2: channel (2 i + j) C + c becomes pixel (i, j) of channel c."""
    n, c, h, w = x.shape
    x = x.reshape(n, 2, 2, c // 4, h, w)
    return x.permute(0, 3, 4, 1, 5, 2).reshape(n, c // 4, 2 * h, 2 * w)


def diagonal_squeeze(x):
    return torch.cat([x[..., 0::2, 0::2], x[..., 1::2, 1::2], x[..., 0::2, 1::2],
                      x[..., 1::2, 0::2]], 1)


def checkerboard(x):
    row, column = torch.arange(x.shape[2])[:, None], torch.arange(x.shape[3])[None]
    return x * ((row + column) % 2)


def projected_residual():
    torch.manual_seed(2)
    shortcut, first, second = nn.Conv2d(3, 5, 1), nn.Conv2d(3, 3, 3, 1, 1), nn.Conv2d(3, 5, 3, 1, 1)

    def function(x):
        f = F.avg_pool2d(second(F.relu(first(F.relu(x)))), 2)
        return shortcut(F.avg_pool2d(x, 2)) + f

    layers = (shortcut, first, second)
    return case(function, (2, 3, 6, 4), parameters=[p for l in layers for p in l.parameters()])


class Level(nn.Module):
    """A level of pix2pix' U-Net without norms; the activations work in place, as published."""

    def __init__(self, outer, inner, submodule=None):
        super().__init__()
        down = nn.Conv2d(outer, inner, 4, 2, 1, bias=False)
        up = nn.ConvTranspose2d(2 * inner if submodule else inner, outer, 4, 2, 1, bias=False)
        middle = [submodule] if submodule else []
        self.model = nn.Sequential(nn.LeakyReLU(0.01, True), down, *middle, nn.ReLU(True), up)

    def forward(self, x):
        return torch.cat([x, self.model(x)], 1)


def unet():
    torch.manual_seed(3)
    down = nn.Conv2d(2, 3, 4, 2, 1, bias=False)
    up = nn.ConvTranspose2d(6, 2, 4, 2, 1)
    net = nn.Sequential(down, Level(3, 4, Level(4, 5)), nn.ReLU(True), up, nn.Tanh())
    return case(net, (2, 2, 8, 8), parameters=list(net.parameters()))


GEOMETRY = {
    "zero_pad": case(lambda x: F.pad(x, (1, 2, 1, 2)), (2, 3, 3, 4)),
    "reflection_pad": case(lambda x: F.pad(x, (2, 2, 2, 2), "reflect"), (2, 3, 3, 5)),
    "crop": case(lambda x: x[:, :, 1:-2, 1:-2], (2, 3, 5, 6)),
    "mean_pool": case(lambda x: F.avg_pool2d(x, 2), (2, 5, 4, 6)),
    "global_mean_pool": case(lambda x: x.mean((2, 3)), (2, 17, 3, 5)),
    "upsample": case(lambda x: F.interpolate(x, scale_factor=2, mode="nearest"), (2, 3, 2, 3)),
    "max_pool": case(lambda x: F.max_pool2d(x, 3, 2, 1), (2, 5, 7, 6)),
    "max_pool_gaps": case(lambda x: F.max_pool2d(x, 2, 3), (2, 3, 5, 7)),
    "pixel_shuffle": case(lambda x: F.pixel_shuffle(x, 2), (2, 12, 2, 3)),
    "pixel_unshuffle": case(lambda x: F.pixel_unshuffle(x, 3), (2, 2, 6, 3)),
    "depth_to_space": case(depth_to_space, (2, 12, 2, 3)),
    "diagonal_squeeze": case(diagonal_squeeze, (2, 3, 4, 2)),
    "label_planes": case(label_planes, (2, 3, 3, 2), (2, 5)),
    "add_per_channel": case(lambda x, v: x + v[:, :, None, None], (2, 5, 3, 2), (2, 5)),
    "checkerboard": case(checkerboard, (2, 3, 3, 5)),
    "projected_residual": projected_residual(),
    "unet": unet(),
}

lines = ",\n".join(f' "{name}": {json.dumps(value)}' for name, value in GEOMETRY.items())
path = pathlib.Path(__file__).with_name("image_layers.json")
path.write_text(f'{{\n "torch": "{torch.__version__}",\n{lines}\n}}\n', encoding="ascii")
