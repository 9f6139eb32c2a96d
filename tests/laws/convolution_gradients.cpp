// SPDX-License-Identifier: BSL-1.0
#include "laws/gradient_laws.hpp"

#include <saddle/nn/nn.hpp>

namespace convolution_gradients_test {

using namespace saddle;

namespace {

struct Plain : Network<Shape<5, 4, 3>, Conv2d<5, 3, 1, 1>> {};
struct Critic : Network<Shape<8, 8, 2>, Conv2d<5, 4, 2, 1>, LeakyRelu<>, Conv2d<6, 4, 2, 1>, Tanh,
                        Conv2d<1, 2>> {};
struct Patches : Network<Shape<6, 6, 3>, Conv2d<4, 3, 2, Padding{0, 1}, no_bias>, Softplus,
                         Conv2d<1, 3, 1, 1>> {};
struct Mirrored : Network<Shape<5, 5, 2>, Conv2d<3, 5, 1, reflect(2)>, Tanh,
                          Conv2d<2, 3, 1, reflect(1)>, LeakyRelu<>> {};
struct Grouped : Network<Shape<4, 5, 4>, Conv2d<6, 3, 1, 1, ConvOptions{.groups = 2}>, Tanh,
                         Conv2d<4, 1, 1, 0, ConvOptions{.bias = false, .groups = 2}>> {};
struct Upwards
    : Network<Shape<1, 1, 5>, ConvTranspose2d<6, 3, 1, 0>, Tanh, ConvTranspose2d<4, 4, 2, 1>,
              LeakyRelu<>, ConvTranspose2d<3, 3, 2, Padding{1, 0}, no_bias>, Tanh> {};
struct Heavy : Network<Shape<3, 3, 2>, ConvTranspose2d<2, 5, 2, Padding{2, 1}>, Softplus,
                       Conv2d<3, 3, 2, 1>, Sigmoid> {};
struct Deep : Network<Shape<4, 4, 3>, Residual<Conv2d<5, 3, 1, 1>, Tanh, Conv2d<3, 3, 1, 1>>,
                      Flatten, Linear<1>> {};

}  // namespace

TEMPLATE_TEST_CASE("Convolutions: first and second order against finite differences", "[laws]",
                   Plain, Critic, Patches, Mirrored, Grouped, Upwards, Heavy, Deep) {
  test::check_gradients<TestType>();
}

}  // namespace convolution_gradients_test
