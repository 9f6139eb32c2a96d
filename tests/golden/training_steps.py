# SPDX-License-Identifier: BSL-1.0
"""What the scripts that write whole training steps of PyTorch share, in double.

A sample is a flat list, images in the order (h, w, c). A network is one list in its order: matrices
are (inputs, outputs), weights of convolutions (k, k, in, out), those of transposed ones
(k, k, out, in).
"""
import json
import pathlib

import torch

torch.set_default_dtype(torch.float64)
STEPS = 10
KEPT = (1, STEPS)  # the steps after which parameters are written
N = 3


def short(tensor):
    """Two decimals, which keep the file small."""
    return (tensor * 100).round() / 100


def wave(first, shape, phase):
    """N samples of that shape, from number `first` on, by a formula that the tests have too."""
    rows = torch.arange(first + 1, first + N + 1).reshape(N, 1)
    columns = torch.arange(1, torch.Size(shape).numel() + 1)
    values = torch.sin(0.37 * rows * columns + phase)
    return values.reshape(N, *shape).permute(0, 3, 1, 2) if len(shape) == 3 else values


def numbers(tensor):
    return [float(f"{value:.14g}") for value in tensor.detach().reshape(-1).tolist()]


def sample(tensor):
    return numbers(tensor.permute(0, 2, 3, 1) if tensor.dim() == 4 else tensor)


def parameters(net):
    return [value for p in net.parameters()
            for value in numbers(p.permute(*range(2, p.dim()), 1, 0) if p.dim() > 1 else p)]


def state(net):
    return [value for name, buffer in net.named_buffers() if buffer.dim() == 1
            for value in numbers(buffer)]


def start(net):
    """Weights large enough for the signal to survive, gains about 1."""
    for name, p in net.named_parameters():
        noise = torch.randn(p.shape)
        center = 1 if p.dim() == 1 and name.endswith("weight") else 0
        p.data = short(center + {4: 0.2, 2: 0.5}.get(p.dim(), 0.1) * noise)


def record(nets, step, after, losses, values):
    if step in KEPT:
        losses.append([float(f"{value.item():.14g}") for value in values])
        for net, results in zip(nets, after):
            results.append(parameters(net))


def formulation(nets, step):
    """Ten steps of a trainer: `step(i)` makes number i and gives its losses by name."""
    result = {"networks": list(nets), "start": [parameters(net) for net in nets.values()]}
    after, kept = [[] for _ in nets], []
    for i in range(STEPS):
        losses = step(i)
        record(nets.values(), i + 1, after, kept, losses.values())
    return result | {"names": list(losses), "after": after, "losses": kept}


def write(name, cases):
    lines = ",\n".join(f' "{case}": {json.dumps(value)}' for case, value in cases.items())
    path = pathlib.Path(__file__).with_name(name)
    path.write_text(f'{{\n "torch": "{torch.__version__}",\n{lines}\n}}\n', encoding="ascii")
