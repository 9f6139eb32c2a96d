// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "gan/labelled_waves.hpp"
#include "golden_steps.hpp"

#include <saddle/constraint/r1.hpp>
#include <saddle/constraint/unconstrained.hpp>
#include <saddle/core/role.hpp>
#include <saddle/experiment/conditioning.hpp>
#include <saddle/gan/conditional_gan.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/non_saturating.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace conditional_gan_golden_test {

using namespace saddle;
using test::LabelledWaves;
using test::WaveCodes;

namespace {

template <class CriticNet>
struct Tiny {
  using Latent = WaveCodes;
  struct Generator : Network<Joint<Shape<3>, Shape<2>>, Concat, Linear<6>, Tanh, Linear<2>> {};
  struct Critic : CriticNet {};
};
using Concatenating =
    Tiny<ByConcatenation::Critic<Shape<2>, 2, Linear<6>, LeakyRelu<>, Linear<6>, Tanh>>;
using Projecting = Tiny<ByProjection::Critic<Shape<2>, 2, Linear<6>, Softplus>>;
using Telling = Tiny<ByClassHead::Critic<Shape<2>, 2, Linear<6>, Tanh>>;

template <class Constraint, class Experiment, class Scalar, class Change>
void check(const char* name, Change change) {
  INFO(name);
  using Trainer = ConditionalGan<NonSaturating, Constraint, Experiment, BasicCpu<Scalar>>;
  typename Trainer::Config config{
      .batch = test::golden_batch,
      .critic_steps = 2,
      .class_weight = 0.7,
      .critic_optimizer = {.learning_rate = 0.02, .beta1 = 0.4, .beta2 = 0.9},
      .generator_optimizer = {.learning_rate = 0.01, .beta1 = 0.5, .beta2 = 0.999}};
  change(config);
  Trainer gan{config};
  STATIC_REQUIRE(HasRole<WaveCodes, Role::latent>);
  CHECK(gan.description().front().second == "cgan");
  test::check_steps(gan, LabelledWaves{}, test::read_goldens("conditional_gan.json")[name]);
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("PyTorch: ten steps of conditional GANs", "[golden]", test::GoldenTypes) {
  const auto as_it_is = [](auto&) {};
  check<Unconstrained, Concatenating, TestType>("concatenation", as_it_is);
  check<Unconstrained, Concatenating, TestType>("mismatched",
                                                [](auto& config) { config.mismatched = 0.5; });
  check<R1, Projecting, TestType>("projection",
                                  [](auto& config) { config.constraint.gamma = 0.8; });
  check<Unconstrained, Telling, TestType>("class_head",
                                          [](auto& config) { config.reuse_fakes = true; });
}

}  // namespace conditional_gan_golden_test
