// SPDX-License-Identifier: BSL-1.0
// expect: a layer of this critic has no dual rule, which a penalty on its slope needs: a
// TensorLayer states its curvature or piecewise_linear = true

#include <saddle/constraint/constraint.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>

using namespace saddle;

struct Square : TensorLayer<Square> {  // bent, but it does not say so
  static auto value(const auto& x) { return x * x; }
  static auto slope(const auto& x, const auto&) { return 2 * x; }
};

struct Points {
  using Latent = Gaussian<2>;
  struct Generator : Network<Shape<2>, Linear<8>, Relu, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<8>, Square, Linear<1>> {};
};

int main() {
  Gan<Hinge, SpectralNorm, Points> legal;
  Gan<NonSaturating, R1, Points> gan;
  gan.sample(legal.report().step);
}
