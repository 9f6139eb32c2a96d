// SPDX-License-Identifier: BSL-1.0
#include "laws/gradient_laws.hpp"

#include <saddle/nn/nn.hpp>

namespace norm_gradients_test {

using namespace saddle;

namespace {

struct PlainBatch
    : Network<Shape<3>, Linear<7>, BasicBatchNorm<{.affine = false, .epsilon = 1e-3}>, Tanh> {};
struct AveragedBatch : Network<Shape<2, 2, 3>, BasicBatchNorm<{.running = Running::average}>,
                               LeakyRelu<>, BatchNorm, Softplus, BatchNorm> {};
struct ElementBatch : Network<Shape<2, 2, 3>, BasicBatchNorm<{.per_element = true}>, Relu> {};
struct Instances : Network<Shape<3, 2, 5>, InstanceNorm<>, Tanh, InstanceNorm<>> {};
struct AffineInstances
    : Network<Shape<2, 3, 19>, InstanceNorm<{.affine = true, .running_statistics = true}>,
              LeakyRelu<>, InstanceNorm<{.affine = true}>, Flatten, Linear<1>> {};
struct ActivatedFirst : Network<Shape<3, 3, 2>, Tanh, InstanceNorm<{.affine = true}>, Softplus> {};
struct Samples : Network<Shape<3, 2, 5>, LayerNormByChannel, Tanh, LayerNormByChannel> {};
struct SampleCritic
    : Network<Shape<2, 2, 17>, LayerNormByChannel, LeakyRelu<>, Flatten, Linear<1>> {};

using Labelled = Joint<Shape<2, 3, 5>, Shape<3>>;
struct ConditionalBatch : Network<Labelled, ConditionalBatchNorm<>, Tanh> {};
struct ConditionalAverage
    : Network<Joint<Shape<2, 2, 17>, Shape<2>>,
              ConditionalBatchNorm<{.epsilon = 1e-3, .running = Running::average}>> {};
struct Slopes : Network<Shape<2, 2, 3>, PRelu, Flatten, Linear<9>, PRelu, Tanh, PRelu, Linear<1>> {
};
struct NormedWeights
    : Network<Shape<3>, WeightNorm<Linear<7>>, Tanh, WeightNorm<Linear<5, InheritInit, false>>,
              Softplus, WeightNorm<Linear<1>>> {};
struct NormedKernels
    : Network<Shape<4, 4, 2>, WeightNorm<Conv2d<3, 3, 1, 1>>, Tanh,
              WeightNorm<Conv2d<4, 4, 2, 1, no_bias>>, LeakyRelu<>, Flatten, Linear<1>> {};

}  // namespace

TEMPLATE_TEST_CASE("Normalisations: first and second order against finite differences", "[laws]",
                   PlainBatch, AveragedBatch, ElementBatch, Instances, AffineInstances,
                   ActivatedFirst, Samples, SampleCritic, ConditionalBatch, ConditionalAverage,
                   Slopes, NormedWeights, NormedKernels) {
  test::check_gradients<TestType>();
}

TEMPLATE_TEST_CASE("Normalisations in evaluation: first and second order", "[laws]", PlainBatch,
                   AveragedBatch, ElementBatch, AffineInstances, ConditionalBatch,
                   ConditionalAverage) {
  test::check_gradients<TestType, Mode::eval>();
}

}  // namespace norm_gradients_test
