// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "near.hpp"

#include <saddle/core/dual.hpp>
#include <saddle/nn/chain/activation.hpp>

namespace activation_test {

using namespace saddle;

TEMPLATE_TEST_CASE("Activations: slope and curvature from the output are the derivatives", "[nn]",
                   Identity, Relu, LeakyRelu<>, LeakyRelu<0.01>, Elu, Tanh, Sigmoid, BipolarSigmoid,
                   Softplus) {
  STATIC_REQUIRE(Activation<TestType>);
  for (double at : {-6.0, -2.5, -0.3, -1e-3, 1e-3, 0.7, 2.0, 6.0}) {
    CAPTURE(at);
    const auto y = TestType::value(variable(variable(at)));
    CHECK(TestType::value(at) == near(y.value.value, 1e-15));
    CHECK(TestType::slope(y.value.value) == near(y.slope.value, 1e-13));
    CHECK(TestType::curvature(y.value.value) == near(y.slope.slope, 1e-13));
    if (TestType::piecewise_linear) CHECK(y.slope.slope == 0);
  }
}

TEST_CASE("Activations: the slopes at kinks are the documented ones", "[nn]") {
  CHECK(Relu::slope(Relu::value(0.0)) == 0);
  CHECK(LeakyRelu<>::slope(LeakyRelu<>::value(0.0)) == 0.2);
  CHECK(Elu::slope(Elu::value(0.0)) == 1);
  CHECK(Relu::value(-3.0) == 0);
  CHECK(LeakyRelu<>::value(-3.0) == near(-0.6, 1e-15));
}

}  // namespace activation_test
