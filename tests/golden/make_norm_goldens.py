# SPDX-License-Identifier: BSL-1.0
"""Writes norms.json next to this file: normalisations, PReLU and weight norm as PyTorch has them.

Run with PyTorch 2: python make_norm_goldens.py. Everything is in double for fixed seeds, images as
(n, h, w, c), kernels as (k, k, in, out), matrices as (inputs, outputs); "gradient" follows the
order of "parameters", which is that of the layer.
"""
import json
import pathlib

import torch
from torch import nn
from torch.nn import functional

torch.set_default_dtype(torch.float64)
N, H, W, C, CLASSES = 2, 3, 4, 3, 3


def flat(tensor):
    return [float(f"{value:.17g}") for value in tensor.detach().reshape(-1).tolist()]


def ours(tensor):
    """From PyTorch's order of axes."""
    if tensor.dim() == 4:
        return tensor.permute(2, 3, 1, 0)
    return tensor.t() if tensor.dim() == 2 else tensor


def images(tensor):
    return tensor.permute(0, 2, 3, 1) if tensor.dim() == 4 else tensor


def all_of(tensors):
    return [value for tensor in tensors for value in flat(ours(tensor))]


def backward(net, x, parameters):
    """One forward and one backward of a net with random parameters."""
    with torch.no_grad():
        for parameter in parameters:
            parameter.normal_()
    x = x.clone().requires_grad_()
    for parameter in parameters:
        parameter.grad = None
    y = net(x)
    dy = torch.randn_like(y)
    y.backward(dy)
    return {"x": flat(images(x)), "y": flat(images(y)), "dy": flat(images(dy)),
            "dx": flat(images(x.grad)), "parameters": all_of(parameters),
            "gradient": all_of(p.grad for p in parameters)}


def image():
    return 2 * torch.randn(N, C, H, W) + 1


def statistics(net):
    counted = [] if net.momentum is not None else [net.num_batches_tracked]
    return all_of([net.running_mean, net.running_var, *counted])


def batch_norm(**options):
    """Two training batches, then one in evaluation."""
    torch.manual_seed(1)
    net = nn.BatchNorm2d(C, **options)
    parameters = list(net.parameters())
    batches = [backward(net, image(), parameters) for _ in range(2)]
    state = statistics(net)
    net.eval()
    return {"train": batches, "state": state, "eval": backward(net, image(), parameters)}


def instance_norm(**options):
    torch.manual_seed(2)
    net = nn.InstanceNorm2d(C, **options)
    result = backward(net, image(), list(net.parameters()))
    if net.track_running_stats:
        result["state"] = statistics(net)
    return result


def group_norm():
    torch.manual_seed(3)
    net = nn.GroupNorm(1, C)
    return backward(net, image(), list(net.parameters()))


def conditional_batch_norm():
    torch.manual_seed(4)
    gains, shifts = (torch.empty(CLASSES, C, requires_grad=True) for _ in range(2))
    labels = torch.tensor([[0.0, 1.0, 0.0], [0.25, 0.0, 0.75]])

    def net(x):
        rows = [(labels @ table)[:, :, None, None] for table in (gains, shifts)]
        return functional.batch_norm(x, None, None, training=True) * rows[0] + rows[1]

    result = backward(net, image(), [gains, shifts])
    for key, tensors in (("parameters", (gains, shifts)), ("gradient", (gains.grad, shifts.grad))):
        result[key] = [value for tensor in tensors for value in flat(tensor)]  # tables stay
    return result | {"labels": flat(labels)}


def prelu():
    torch.manual_seed(5)
    net = nn.PReLU(C)
    return backward(net, torch.randn(N, C, H, W), list(net.parameters()))


def weight_norm(layer, x):
    torch.manual_seed(6)
    net = nn.utils.weight_norm(layer())
    bias = [] if net.bias is None else [net.bias]
    parameters = [net.weight_v, *bias, net.weight_g]
    result = backward(net, x(), parameters)
    for key, last in (("parameters", net.weight_g), ("gradient", net.weight_g.grad)):
        result[key] = result[key][:-last.numel()] + flat(last)
    return result


class Critic(nn.Module):
    def __init__(self, norm):
        super().__init__()
        self.kernel = nn.Conv2d(2, C, 3, padding=1)
        self.norm = norm
        self.score = nn.Linear(4 * 4 * C, 1)

    def forward(self, x):
        y = functional.leaky_relu(self.norm(self.kernel(x)), 0.2)
        return self.score(images(y).flatten(1))


def penalty(norm):
    torch.manual_seed(7)
    critic = Critic(norm)
    parameters = list(critic.parameters())
    with torch.no_grad():
        for parameter in critic.norm.parameters():
            parameter.normal_()
    x = torch.randn(N, 2, 4, 4).requires_grad_()
    slope, = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    value = 10 * ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()
    value.backward()
    gradient = [torch.zeros_like(p) if p.grad is None else p.grad for p in parameters]
    return {"x": flat(images(x)), "penalty": value.item(), "parameters": all_of(parameters),
            "gradient": all_of(gradient)}


goldens = {
    "torch": torch.__version__,
    "batch_norm": batch_norm(),
    "batch_norm_average": batch_norm(momentum=None, affine=False, eps=1e-3),
    "instance_norm": instance_norm(),
    "instance_norm_affine": instance_norm(affine=True, track_running_stats=True),
    "layer_norm_by_channel": group_norm(),
    "conditional_batch_norm": conditional_batch_norm(),
    "prelu": prelu(),
    "weight_norm_conv": weight_norm(lambda: nn.Conv2d(C, 4, 3, padding=1), image),
    "weight_norm_linear": weight_norm(lambda: nn.Linear(C, 4, bias=False),
                                      lambda: torch.randn(N, C)),
    "penalty_instance_norm": penalty(nn.InstanceNorm2d(C, affine=True)),
    "penalty_layer_norm_by_channel": penalty(nn.GroupNorm(1, C)),
}
lines = ",\n".join(f' "{name}": {json.dumps(value)}' for name, value in goldens.items())
path = pathlib.Path(__file__).with_name("norms.json")
path.write_text("{\n" + lines + "\n}\n", encoding="ascii")
