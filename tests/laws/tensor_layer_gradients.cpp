// SPDX-License-Identifier: BSL-1.0
#include "laws/gradient_laws.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/experiment/latent.hpp>
#include <saddle/gan/fault.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>

namespace tensor_layer_gradients_test {

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

/// One that says neither: bent, so that a penalty would take a wrong gradient.
struct Parabola : TensorLayer<Parabola> {
  static auto value(const auto& x) { return x * x; }
  static auto slope(const auto& x, const auto&) { return 2 * x; }
};

template <class Layer>
struct With {
  using Latent = Gaussian<2>;
  struct Generator : Network<Shape<2>, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<3>, Layer, Linear<1>> {};
};

struct OwnLayer : Network<Shape<3>, Swish, Linear<5>, Swish, Linear<4>, Magnitude> {};
struct OwnPieces : Network<Shape<2, 3>, Magnitude, Flatten, Linear<1>> {};

}  // namespace

TEMPLATE_TEST_CASE("A user's own layer: first and second order against finite differences",
                   "[laws]", OwnLayer, OwnPieces) {
  test::check_gradients<TestType>();
}

TEST_CASE("A user's own layer: a penalty asks what its curvature is", "[laws]") {
  STATIC_REQUIRE(fault<NonSaturating, R1, With<Swish>, Cpu>() == Fault::none);
  STATIC_REQUIRE(fault<NonSaturating, R1, With<Magnitude>, Cpu>() == Fault::none);
  STATIC_REQUIRE(fault<NonSaturating, R1, With<Parabola>, Cpu>() == Fault::no_second_order);
  STATIC_REQUIRE(fault<Hinge, SpectralNorm, With<Parabola>, Cpu>() == Fault::none);
}

}  // namespace tensor_layer_gradients_test
