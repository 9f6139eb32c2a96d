// SPDX-License-Identifier: BSL-1.0
#include "laws/gradient_laws.hpp"

#include <saddle/nn/nn.hpp>

using namespace saddle;

namespace {

/// A user's own layer, as the manual shows it.
struct Swish : TensorLayer<Swish> {
  static auto value(const auto& x) { return x / (1 + xt::exp(-x)); }
  static auto slope(const auto& x, const auto& y) { return y + (1 - y) / (1 + xt::exp(-x)); }
  static auto curvature(const auto& x, const auto& y) {
    return (y + 2 * (1 - y) / (1 + xt::exp(-x))) / (1 + xt::exp(x));
  }
};

/// Another one, piecewise linear.
struct Magnitude : TensorLayer<Magnitude> {
  static constexpr bool piecewise_linear = true;
  static auto value(const auto& x) { return xt::abs(x); }
  static auto slope(const auto& x, const auto&) { return xt::sign(x); }
};

struct OwnLayer : Network<Shape<3>, Swish, Linear<5>, Swish, Linear<4>, Magnitude> {};
struct OwnPieces : Network<Shape<2, 3>, Magnitude, Flatten, Linear<1>> {};

}  // namespace

TEMPLATE_TEST_CASE("A user's own layer: first and second order against finite differences",
                   "[laws]", OwnLayer, OwnPieces) {
  test::check_gradients<TestType>();
}
