# SPDX-License-Identifier: BSL-1.0
"""Exchange of networks with PyTorch, through safetensors files: tests/learner/state_dict.cpp.

python exchange.py write       writes pytorch.safetensors next to this file: a trained network, a
                               batch x and the output y in evaluation; and images.safetensors: a
                               generator and a critic of images with dense layers before and after
                               them, codes z, images x and scores y, images (n, h, w, channels)
python exchange.py check FILE  loads the network that saddle stored in FILE and compares outputs;
                               then saves it again and compares the bytes of every tensor

Needs PyTorch 2 and safetensors. The network is the Net of tests/learner/state_dict.cpp; its tensors are
named "net." and PyTorch's path.
"""
import pathlib
import sys

import torch
from safetensors.torch import load_file, save_file
from torch import nn


def network():
    return nn.Sequential(nn.Linear(5, 7), nn.BatchNorm1d(7), nn.LeakyReLU(0.2), nn.Linear(7, 6),
                         nn.Tanh(), nn.LayerNorm(6), nn.Linear(6, 3))


def named(net):
    return {"net." + path: tensor.clone() for path, tensor in net.state_dict().items()}


def write():
    torch.manual_seed(1)
    net = network()
    optimizer = torch.optim.Adam(net.parameters(), lr=0.05)
    for _ in range(50):
        x = torch.randn(32, 5)
        loss = ((net(x) - x[:, :3] ** 2) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    net.eval()
    x = torch.randn(8, 5)
    with torch.no_grad():
        tensors = named(net) | {"x": x, "y": net(x)}
    save_file(tensors, pathlib.Path(__file__).with_name("pytorch.safetensors"))


def write_images():
    torch.manual_seed(2)
    generator = nn.Sequential(nn.Linear(4, 24), nn.BatchNorm1d(24), nn.PReLU(24),
                              nn.LayerNorm(24), nn.Unflatten(1, (3, 2, 4)),
                              nn.LayerNorm((3, 2, 4)), nn.Conv2d(3, 3, 3, padding=1), nn.Tanh())
    critic = nn.Sequential(nn.Flatten(), nn.utils.weight_norm(nn.Linear(24, 6)), nn.LeakyReLU(0.2),
                           nn.Linear(6, 1))
    with torch.no_grad():
        for net in (generator, critic):
            for tensor in net.state_dict().values():
                if tensor.is_floating_point():
                    tensor.add_(torch.rand_like(tensor))
        z = torch.randn(8, 4)
        x = generator.eval()(z)
        y = critic(x)
    tensors = {"z": z, "x": x.permute(0, 2, 3, 1).contiguous(), "y": y}
    for name, net in ("generator", generator), ("critic", critic):
        tensors |= {f"{name}.{path}": tensor.clone() for path, tensor in net.state_dict().items()}
    save_file(tensors, pathlib.Path(__file__).with_name("images.safetensors"))


def check(path):
    tensors = load_file(path)
    net = network()
    net.load_state_dict({name.removeprefix("net."): tensor for name, tensor in tensors.items()
                         if name.startswith("net.")}, strict=True)
    net.eval()
    with torch.no_grad():
        difference = (net(tensors["x"]) - tensors["y"]).abs().max().item()
    print(f"largest difference of an output {difference:.1e}")
    if not difference < 1e-6 * tensors["y"].abs().max().item():
        sys.exit("the outputs differ")
    for name, tensor in named(net).items():
        if not name.endswith("num_batches_tracked") and not torch.equal(tensor, tensors[name]):
            sys.exit(f"{name} differs")


match sys.argv[1:]:
    case ["write"]:
        write()
        write_images()
    case ["check", path]:
        check(path)
    case _:
        sys.exit(__doc__)
