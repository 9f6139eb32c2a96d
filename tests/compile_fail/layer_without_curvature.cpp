// SPDX-License-Identifier: BSL-1.0
// expect: a penalty on its slope needs: a TensorLayer states its curvature or piecewise_linear =

#include <saddle/constraint/constraint.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>

struct Parabola : saddle::TensorLayer<Parabola> {  // bent, but it does not say so
  static auto value(const auto& x) { return x * x; }
  static auto slope(const auto& x, const auto&) { return 2 * x; }
};

struct Points {
  using Latent = saddle::Gaussian<2>;
  struct Generator
      : saddle::Network<saddle::Shape<2>, saddle::Linear<8>, saddle::Relu, saddle::Linear<2>> {};
  struct Critic
      : saddle::Network<saddle::Shape<2>, saddle::Linear<8>, Parabola, saddle::Linear<1>> {};
};

int main() {
  saddle::Gan<saddle::NonSaturating, saddle::R1, Points> gan;
  gan.sample(4);
}
