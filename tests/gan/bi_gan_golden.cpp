// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "gan/labelled_waves.hpp"
#include "golden_steps.hpp"

#include <saddle/constraint/unconstrained.hpp>
#include <saddle/core/role.hpp>
#include <saddle/gan/bi_gan.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/non_saturating.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bi_gan_golden_test {

using namespace saddle;

namespace {

struct Tiny {
  using Latent = test::WaveCodes;
  struct Generator : Network<Shape<3>, Linear<6>, Tanh, Linear<2>> {};
  struct Encoder : Network<Shape<2>, Linear<6>, Tanh, Linear<3>> {};
  struct Critic : Network<Joint<Shape<2>, Shape<3>>, Concat, Linear<6>, LeakyRelu<>, Linear<6>,
                          Tanh, Linear<1>> {};
};

struct Case {
  const char* name;
  std::size_t critic_steps;
  bool alternating;
  double regression;
  double reconstruction = 0, weight_decay = 0, decay_to = 0;
};

}  // namespace

TEMPLATE_LIST_TEST_CASE("PyTorch: ten steps of BiGAN", "[golden]", test::GoldenTypes) {
  using Trainer = BiGan<NonSaturating, Unconstrained, Tiny, BasicCpu<TestType>>;
  const auto goldens = test::read_goldens("bi_gan.json");
  for (const Case& one :
       {Case{"simultaneous", 1, false, 0}, Case{"simultaneous_regression", 1, false, 0.7},
        Case{"alternating", 2, true, 0}, Case{"alternating_regression", 2, true, 0.7},
        Case{"simultaneous_reconstruction", 1, false, 0, 1.3},
        Case{"alternating_reconstruction", 2, true, 0.7, 1.3},
        Case{"weight_decay", 1, false, 0, 0, 0.1, 0.01}}) {
    INFO(one.name);
    const auto adam = [&](double rate, double beta1, double beta2, double decays) {
      return Adam{.learning_rate = rate,
                  .beta1 = beta1,
                  .beta2 = beta2,
                  .weight_decay = decays * one.weight_decay};
    };
    Trainer gan{{.steps = test::golden_steps,
                 .batch = test::golden_batch,
                 .critic_steps = one.critic_steps,
                 .alternating = one.alternating,
                 .regression = one.regression,
                 .reconstruction = one.reconstruction,
                 .critic_optimizer = adam(0.02, 0.4, 0.9, 3),
                 .generator_optimizer = adam(0.01, 0.5, 0.999, 1),
                 .encoder_optimizer = adam(0.008, 0.6, 0.99, 2),
                 .schedule = {.decay_from = one.decay_to > 0 ? 0.5 : 1, .decay_to = one.decay_to}}};
    test::check_steps(gan, test::Waves<2>{}, goldens[one.name]);
  }
}

}  // namespace bi_gan_golden_test
