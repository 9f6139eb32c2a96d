// SPDX-License-Identifier: BSL-1.0
#include "laws/gradient_laws.hpp"

#include <saddle/nn/nn.hpp>

namespace combinator_gradients_test {

using namespace saddle;

namespace {

struct Inner : Network<Shape<4>, Linear<5>, Relu, Linear<3>, Tanh> {};
struct Nested : Network<Shape<3>, Sequence<Linear<4>, Sequence<Tanh>>, Inner, Linear<1>> {};
struct Shortcut : Network<Shape<3>, Linear<5>, LeakyRelu<>, Residual<Linear<4>, Relu, Linear<5>>,
                          Relu, Linear<1>> {};
struct CurvedShortcut : Network<Shape<3>, Residual<Linear<3>, Tanh>, Residual<LayerNorm, Tanh>> {};
struct Repeated : Network<Shape<3>, Repeat<3, Linear<3>, LeakyRelu<>>, Linear<2>> {};
struct RepeatedCurved : Network<Shape<3>, Linear<4>, Tanh, Repeat<3, Residual<Linear<4>, Softplus>>,
                                Repeat<1, Sigmoid>> {};
struct RepeatedDropout : Network<Shape<4>, Repeat<2, Linear<4>, Dropout<0.4>>> {};
struct TwoInputs : Network<Joint<Shape<3>, Shape<2>>,
                           Parallel<Linear<5>, Sequence<Linear<4>, Tanh>>, Concat, Linear<1>> {};
struct Added : Network<Joint<Shape<3>, Shape<2>, Shape<4>>,
                       Parallel<Linear<5>, Linear<5>, Sequence<Linear<5>, Relu>>, Add, Linear<1>> {
};
struct Selected : Network<Joint<Shape<3>, Joint<Shape<2>, Shape<3>>>, Select<1>,
                          Parallel<Sequence<Linear<3>, Tanh>, Identity>, Add> {};
struct Forked
    : Network<Shape<3>, Fork<Identity, Linear<2>, Sequence<Linear<4>, Tanh>>, Concat, Linear<1>> {};
struct TwoHeads : Network<Shape<3>, Linear<6>, Tanh, Heads<Linear<1>, Linear<4>>> {};
struct HeadsAlone : Network<Shape<3>, Heads<Linear<1>, Sequence<Linear<2>, Softplus>>> {};
struct UNet : Network<Shape<2, 2, 3>,
                      Fork<Identity, Sequence<Flatten, Linear<4>, LeakyRelu<>,
                                              Fork<Identity, Sequence<Linear<2>, Tanh>>, Concat,
                                              Linear<8>, Reshape<2, 2, 2>>>,
                      Concat, Flatten, Linear<2>> {};
/// Fork of a joint input, and a joint value that passes through.
struct JointFork : Network<Joint<Shape<2>, Shape<3>>,
                           Fork<Select<0>, Sequence<Concat, Linear<3>>,
                                Sequence<Parallel<Linear<2>, Linear<2>>, Add, Tanh>>,
                           Concat> {};
/// Two inputs, a skip connection and two heads.
struct JointCritic : Network<Joint<Shape<2, 2, 1>, Shape<3>>,
                             Parallel<Sequence<Flatten, Linear<5>, LeakyRelu<>>, Linear<3>>, Concat,
                             Linear<6>, Tanh, Residual<Linear<6>, Softplus>, LayerNorm,
                             Heads<Linear<1>, Sequence<Linear<4>, Tanh, Linear<2>>>> {};

}  // namespace

TEMPLATE_TEST_CASE("Combinators: first and second order against finite differences", "[laws]",
                   Nested, Shortcut, CurvedShortcut, Repeated, RepeatedCurved, RepeatedDropout,
                   TwoInputs, Added, Selected, Forked, TwoHeads, HeadsAlone, UNet, JointFork,
                   JointCritic) {
  test::check_gradients<TestType>();
}

}  // namespace combinator_gradients_test
