// SPDX-License-Identifier: BSL-1.0
#include "laws/gradient_laws.hpp"

#include <saddle/nn/nn.hpp>

namespace layer_gradients_test {

using namespace saddle;

namespace {

struct Affine : Network<Shape<3>, Linear<5>> {};
struct Dense : Network<Shape<17>, Linear<19>, Linear<3, InheritInit, false>, Linear<1>> {};
struct Images
    : Network<Shape<2, 3>, Flatten, Linear<12>, Tanh, Reshape<2, 2, 3>, Flatten, Linear<1>> {};
struct Normed : Network<Shape<3>, LayerNorm, Linear<7>, LayerNorm, Tanh, Linear<5>, LayerNorm> {};
struct NormedImage : Network<Shape<2, 2, 3>, LayerNorm, LeakyRelu<>, Flatten, Linear<1>> {};
struct Batched : Network<Shape<3>, BatchNorm, Linear<7>, BatchNorm, Relu, Linear<2>> {};
struct BatchedImage : Network<Shape<2, 2, 3>, BatchNorm, Tanh> {};
struct Dropped
    : Network<Shape<5>, Linear<9>, Softplus, Dropout<0.3>, Linear<3>, Dropout<0.5>, Tanh> {};
struct Pieces : Network<Shape<4>, Maxout<5, 3>, Tanh, Maxout<7, 2>, Linear<1>> {};
struct Compared : Network<Joint<Shape<5>, Shape<5>>, RowDot> {};
struct Projected : Network<Joint<Shape<3>, Shape<4>>,
                           Parallel<Sequence<Linear<18>, Tanh>, Linear<18, InheritInit, false>>,
                           Fork<Sequence<Select<0>, Linear<1>>, RowDot>, Add> {};
struct InARow
    : Network<Shape<3>, Linear<4>, Tanh, Softplus, LeakyRelu<0.1>, Linear<2>, Sigmoid, Elu> {};

/// The activation alone, fused within and fused at the end.
template <class Act>
struct Activated : Network<Shape<5>, Act, Linear<7>, Act, Linear<3>, Act> {};

}  // namespace

TEMPLATE_TEST_CASE("Layers: first and second order against finite differences", "[laws]", Affine,
                   Dense, Images, Normed, NormedImage, Batched, BatchedImage, Dropped, Pieces,
                   Compared, Projected, InARow) {
  test::check_gradients<TestType>();
}

TEMPLATE_TEST_CASE("Layers that change in evaluation: first and second order", "[laws]", Batched,
                   BatchedImage, Dropped) {
  test::check_gradients<TestType, Mode::eval>();
}

TEMPLATE_TEST_CASE("Activations: first and second order", "[laws]", Identity, Relu, LeakyRelu<>,
                   Elu, Tanh, Sigmoid, BipolarSigmoid, Softplus) {
  test::check_gradients<Activated<TestType>>();
}

}  // namespace layer_gradients_test
