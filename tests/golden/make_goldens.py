# SPDX-License-Identifier: BSL-1.0
"""Writes pytorch.json next to this file: what PyTorch computes, in double, for fixed seeds.

Run with PyTorch 2: python make_goldens.py. Tensors are flat lists in row-major order; matrices are
(inputs, outputs), the transpose of PyTorch's; "gradient" follows the order of "parameters".
"""
import json
import pathlib
import sys

import torch
from torch import nn

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from peers.games import attribute_loss, slope_penalty  # noqa: E402

torch.set_default_dtype(torch.float64)
ACTIVATIONS = {
    "relu": nn.ReLU(),
    "leaky_relu": nn.LeakyReLU(0.2),
    "tanh": nn.Tanh(),
    "sigmoid": nn.Sigmoid(),
    "softplus": nn.Softplus(),
    "elu": nn.ELU(),
}


def flat(tensor):
    return [float(f"{value:.17g}") for value in tensor.detach().reshape(-1).tolist()]


def all_of(tensors):
    """Vectors and transposed matrices, one after the other."""
    oriented = (tensor.t() if tensor.dim() == 2 else tensor for tensor in tensors)
    return [value for tensor in oriented for value in flat(tensor)]


def backward(net, x, dy):
    """What one forward and one backward give, besides the inputs."""
    x = x.clone().requires_grad_()
    y = net(x)
    net.zero_grad()
    y.backward(dy)
    return {"x": flat(x), "dy": flat(dy), "y": flat(y), "dx": flat(x.grad),
            "parameters": all_of(net.parameters()),
            "gradient": all_of(p.grad for p in net.parameters())}


def mlp(activation):
    torch.manual_seed(1)
    net = nn.Sequential(nn.Linear(3, 7), activation, nn.Linear(7, 2))
    return backward(net, torch.randn(4, 3), torch.randn(4, 2))


def layer_norm():
    torch.manual_seed(2)
    net = nn.LayerNorm(5)
    nn.init.normal_(net.weight)
    nn.init.normal_(net.bias)
    return backward(net, torch.randn(4, 5), torch.randn(4, 5))


def batch_norm():
    torch.manual_seed(3)
    net = nn.BatchNorm1d(5)
    nn.init.normal_(net.weight)
    nn.init.normal_(net.bias)
    x, dy = 2 * torch.randn(6, 5) + 1, torch.randn(6, 5)
    train = backward(net, x, dy)
    state = torch.cat([net.running_mean, net.running_var])
    net.eval()
    return {"train": train, "state": flat(state), "eval": backward(net, x, dy)}


def optimizer(make):
    torch.manual_seed(4)
    parameters = torch.randn(9).requires_grad_()
    gradients = torch.randn(3, 9)
    rule = make([parameters])
    result = {"start": flat(parameters), "gradients": [flat(g) for g in gradients], "after": []}
    for gradient in gradients:
        parameters.grad = gradient.clone()
        rule.step()
        result["after"].append(flat(parameters))
    return result


def spectral_norm():
    torch.manual_seed(5)
    layer = nn.utils.spectral_norm(nn.Linear(5, 4))
    weight, bias = layer.weight_orig, layer.bias
    x, dy = torch.randn(6, 5), torch.randn(6, 4)
    result = {"inputs_vector": flat(layer.weight_v), "outputs_vector": flat(layer.weight_u)}
    x.requires_grad_()
    y = layer(x)  # one power step
    y.backward(dy)
    return result | {
        "x": flat(x), "dy": flat(dy), "y": flat(y), "dx": flat(x.grad),
        "parameters": all_of([weight, bias]), "gradient": all_of([weight.grad, bias.grad]),
        "inputs_vector_after": flat(layer.weight_v), "outputs_vector_after": flat(layer.weight_u)}


def gradient_penalty(activation):
    torch.manual_seed(6)
    critic = nn.Sequential(nn.Linear(3, 6), activation, nn.Linear(6, 4), activation,
                           nn.Linear(4, 1))
    x = torch.randn(5, 3)
    penalty = 10 * slope_penalty(critic, x)
    penalty.backward()
    gradient = [torch.zeros_like(p) if p.grad is None else p.grad for p in critic.parameters()]
    return {"x": flat(x), "penalty": penalty.item(), "parameters": all_of(critic.parameters()),
            "gradient": all_of(gradient)}


def auxiliary(loss):
    torch.manual_seed(7)
    logits = (2 * torch.randn(4, 3)).requires_grad_()
    targets = torch.rand(4, 3)
    targets /= targets.sum(1, keepdim=True)
    value = loss(logits, targets)
    value.backward()
    return {"logits": flat(logits), "targets": flat(targets), "loss": value.item(),
            "gradient": flat(logits.grad)}


goldens = {
    "torch": torch.__version__,
    "mlp": {name: mlp(activation) for name, activation in ACTIVATIONS.items()},
    "layer_norm": layer_norm(),
    "batch_norm": batch_norm(),
    "adam": optimizer(lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.5, 0.9), eps=1e-8)),
    "rmsprop": optimizer(lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.99, eps=1e-8)),
    "sgd": optimizer(lambda p: torch.optim.SGD(p, lr=0.01)),
    "spectral_norm": spectral_norm(),
    "gradient_penalty": {name: gradient_penalty(ACTIVATIONS[name])
                         for name in ("tanh", "leaky_relu", "softplus")},
    "cross_entropy": auxiliary(nn.CrossEntropyLoss()),
    "binary_cross_entropy": auxiliary(attribute_loss),
}
lines = ",\n".join(f' "{name}": {json.dumps(value)}' for name, value in goldens.items())
path = pathlib.Path(__file__).with_name("pytorch.json")
path.write_text("{\n" + lines + "\n}\n", encoding="ascii")
