// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
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

/// Codes that are a formula of the time.
struct WaveCodes {
  static constexpr Role role = Role::latent;
  static constexpr std::string_view name = "WaveCodes";
  using Value = Shape<3>;
  template <class D>
  static void draw(D&, Write<D> z, std::size_t n, std::size_t first, const random::Draw& key) {
    test::wave(raw(z), n, Value::size, std::uint64_t{key.time} * n + first, 1);
  }
};

struct Waves {
  static constexpr std::string_view name = "waves";
  static constexpr std::array<std::size_t, 1> shape() { return {2}; }
  template <class T>
  void draw(T* out, std::size_t n, std::uint64_t, std::uint64_t position) const {
    test::wave(out, n, 2, position, 0);
  }
};

struct Tiny {
  using Latent = WaveCodes;
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
  double weight_decay = 0, decay_to = 0;
};

}  // namespace

TEMPLATE_LIST_TEST_CASE("PyTorch: ten steps of BiGAN", "[golden]", test::GoldenTypes) {
  using Trainer = BiGan<NonSaturating, Unconstrained, Tiny, BasicCpu<TestType>>;
  const auto goldens = test::read_goldens("bi_gan.json");
  for (const Case& one :
       {Case{"simultaneous", 1, false, 0}, Case{"simultaneous_regression", 1, false, 0.7},
        Case{"alternating", 2, true, 0}, Case{"alternating_regression", 2, true, 0.7},
        Case{"weight_decay", 1, false, 0, 0.1, 0.01}}) {
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
                 .critic_optimizer = adam(0.02, 0.4, 0.9, 3),
                 .generator_optimizer = adam(0.01, 0.5, 0.999, 1),
                 .encoder_optimizer = adam(0.008, 0.6, 0.99, 2),
                 .schedule = {.decay_from = one.decay_to > 0 ? 0.5 : 1, .decay_to = one.decay_to}}};
    test::check_steps(gan, Waves{}, goldens[one.name]);
  }
}

}  // namespace bi_gan_golden_test
