// SPDX-License-Identifier: BSL-1.0
#include <saddle/nn/nn.hpp>

#include "laws/gradient_laws.hpp"

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
  static auto value(const auto& x) { return xt::abs(x); }
  static auto slope(const auto& x, const auto&) { return xt::sign(x); }
};

struct Affine : Network<Shape<3>, Linear<5>> {};
struct Dense : Network<Shape<17>, Linear<19>, Linear<3, InheritInit, false>, Linear<1>> {};
struct Images : Network<Shape<2, 3>, Flatten, Linear<12>, Tanh, Reshape<2, 2, 3>, Flatten,
                        Linear<1>> {};
struct Normed : Network<Shape<3>, LayerNorm, Linear<7>, LayerNorm, Tanh, Linear<5>, LayerNorm> {};
struct NormedImage : Network<Shape<2, 2, 3>, LayerNorm, LeakyRelu<>, Flatten, Linear<1>> {};
struct Batched : Network<Shape<3>, BatchNorm, Linear<7>, BatchNorm, Relu, Linear<2>> {};
struct BatchedImage : Network<Shape<2, 2, 3>, BatchNorm, Tanh> {};
struct Dropped : Network<Shape<5>, Linear<9>, Softplus, Dropout<0.3>, Linear<3>, Dropout<0.5>,
                         Tanh> {};
struct Pieces : Network<Shape<4>, Maxout<5, 3>, Tanh, Maxout<7, 2>, Linear<1>> {};
struct OwnLayer : Network<Shape<3>, Swish, Linear<5>, Swish, Linear<4>, Magnitude> {};
struct OwnPieces : Network<Shape<2, 3>, Magnitude, Flatten, Linear<1>> {};
struct InARow : Network<Shape<3>, Linear<4>, Tanh, Softplus, LeakyRelu<0.1>, Linear<2>, Sigmoid,
                        Elu> {};

/// The activation alone, fused within and fused at the end.
template <class Act>
struct Activated : Network<Shape<5>, Act, Linear<7>, Act, Linear<3>, Act> {};

}  // namespace

TEMPLATE_TEST_CASE("Layers: first and second order against finite differences", "[laws]", Affine,
                   Dense, Images, Normed, NormedImage, Batched, BatchedImage, Dropped, Pieces,
                   OwnLayer, OwnPieces, InARow) {
  test::check_gradients<TestType>();
}

TEMPLATE_TEST_CASE("Layers that change in evaluation: first and second order", "[laws]", Batched,
                   BatchedImage, Dropped) {
  test::check_gradients<TestType, Mode::eval>();
}

TEMPLATE_TEST_CASE("Activations: first and second order", "[laws]", Identity, Relu, LeakyRelu<>,
                   Elu, Tanh, Sigmoid, Softplus) {
  test::check_gradients<Activated<TestType>>();
}
