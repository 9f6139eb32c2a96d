// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/learner/file_format.hpp>
#include <saddle/learner/pytorch_modules.hpp>
#include <saddle/learner/pytorch_network.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace saddle {

namespace detail {

/// The text with `value` in the place of `@key@`.
inline std::string with(std::string text, const std::string& key, const std::string& value) {
  const std::string mark = '@' + key + '@';
  return text.replace(text.find(mark), mark.size(), value);
}

}  // namespace detail

inline namespace per_set {

/// The Python program, model.py, that builds a generator in PyTorch, loads the file that
/// `save_generator` writes, strictly, and samples. Codes of another law than `Gaussian` and
/// `Uniform` have to be given to it. Images are (height, width, channels) at its edges, as here.
inline std::string pytorch_model(const PyTorchNetwork& network) {
  std::string text = R"("""A generator that saddle trained, in PyTorch; beside it lie its weights.

python model.py --n 64 --out samples.npy          samples of codes of its own
python model.py --codes z.npy --out samples.npy   samples of given codes

A file of codes is (n, ...) with CODES side by side in a row, samples are (n, *SAMPLE): images as
saddle has them, (height, width, channels). Needs PyTorch, safetensors and NumPy.
"""
import argparse
import math
import pathlib

import numpy
import torch
from safetensors import safe_open
from torch import nn
from torch.nn import functional

FORMAT = "saddle generator @format@"
CODES = @codes@
SAMPLE = @sample@


@definitions@def network():
    """Takes and gives images as (n, channels, height, width)."""
    return @module@


def load(path):
    """The network with the weights of a file of saddle's, or of one that PyTorch saved."""
    with safe_open(path, "pt") as file:
        found = (file.metadata() or {}).get("format", "")
        state = {name: file.get_tensor(name) for name in file.keys()}
    if found.startswith("saddle ") and found != FORMAT:
        raise SystemExit(f"{path}: format: expected {FORMAT!r}, found {found!r}")
    net = network()
    net.load_state_dict(state, strict=True)
    kinds = [tensor.dtype for tensor in state.values() if tensor.is_floating_point()]
    return net.to(kinds[0] if kinds else torch.float32).eval()


def sample(net, codes):
    """Shapes: codes (n, ...) -> (n, *SAMPLE), NumPy arrays."""
    kind = next((p.dtype for p in net.parameters()), torch.float32)
    rows = torch.as_tensor(codes, dtype=kind).flatten(1)
    sizes = [math.prod(shape) for shape in CODES]
    if rows.shape[1] != sum(sizes):
        raise SystemExit(f"codes: expected {sum(sizes)} numbers a sample, found {rows.shape[1]}")
    parts = [part.unflatten(1, shape).movedim(-1, 1)
             for part, shape in zip(rows.split(sizes, 1), CODES)]
    order = @order@
    with torch.no_grad():
        samples = order(net(tuple(parts) if len(parts) > 1 else parts[0]))
    return samples.movedim(1, -1).contiguous().numpy()


def draw(n):
    """Fresh codes. Shapes: (n, numbers of CODES)."""
    @draw@


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=64, help="how many samples of codes of its own")
    parser.add_argument("--seed", type=int, default=1, help="of these codes")
    parser.add_argument("--codes", help="an NPY file of codes instead")
    parser.add_argument("--weights", default=pathlib.Path(__file__).with_name(
        "generator.safetensors"), help="a safetensors file")
    parser.add_argument("--out", default="samples.npy", help="the NPY file of the samples")
    options = parser.parse_args()
    if options.n < 1:
        parser.error(f"--n: expected at least 1, found {options.n}")
    torch.manual_seed(options.seed)
    codes = numpy.load(options.codes) if options.codes else draw(options.n)
    net = load(options.weights)
    numpy.save(options.out, numpy.concatenate(
        [sample(net, codes[first:first + 64]) for first in range(0, len(codes), 64)]))


if __name__ == "__main__":
    main()
)";
  const std::string numbers = network.labelled ? "(n, math.prod(CODES[0]))"
                                               : "(n, sum(math.prod(shape) for shape in CODES))";
  std::string draw = network.latent == "Gaussian"  ? "return torch.randn" + numbers
                     : network.latent == "Uniform" ? "return 2 * torch.rand" + numbers + " - 1"
                                                   : "raise SystemExit(\"expected --codes\")";
  if (network.labelled && draw.starts_with("return ")) {  // all classes in turn
    draw = std::string("labels = torch.eye(*CODES[1])[torch.arange(n) % CODES[1][0]]\n") +
           "    return torch.cat([" + draw.substr(7) + ", labels], 1)";
  }
  text = detail::with(std::move(text), "format", std::to_string(file_format));
  text = detail::with(std::move(text), "codes", network.codes);
  text = detail::with(std::move(text), "sample", network.sample);
  text = detail::with(std::move(text), "module", indented(network.module));
  text = detail::with(std::move(text), "order", network.order);
  text = detail::with(std::move(text), "draw", draw);
  return detail::with(text, "definitions", called_definitions(text));
}

/// The same of a network by its type. `latent` is the name of the law of its codes; a `labelled`
/// generator has one-hot labels behind them.
///
/// Errors: as `pytorch_network`.
template <NetworkType Net>
std::string pytorch_model(std::string_view latent = "Gaussian", bool labelled = false) {
  return pytorch_model(pytorch_network<Net>(latent, labelled));
}

}  // namespace per_set

}  // namespace saddle
