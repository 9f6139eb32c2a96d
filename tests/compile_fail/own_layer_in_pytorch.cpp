// SPDX-License-Identifier: BSL-1.0
// expect: model.py: a layer or activation of this network says no Python expression for PyTorch
#include <saddle/learner/pytorch_model.hpp>
#include <saddle/nn/nn.hpp>

struct Half : saddle::TensorLayer<Half> {
  static auto value(const auto& x) { return x / 2; }
  static auto slope(const auto& x, const auto&) { return 0 * x + 0.5; }
};
struct Net : saddle::Network<saddle::Shape<3>, saddle::Linear<4>, Half> {};

const std::string program = saddle::pytorch_model<Net>();
