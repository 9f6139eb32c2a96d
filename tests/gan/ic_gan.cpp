// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "gan/labelled_waves.hpp"
#include "golden_steps.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/role.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/experiment/ic_conv.hpp>
#include <saddle/gan/ic_gan.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/train/fit.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ic_gan_test {

using namespace saddle;
using test::LabelledWaves;
using test::WaveCodes;

namespace {

struct Tiny {
  using Latent = WaveCodes;
  struct Generator : Network<Joint<Shape<3>, Shape<2>>, Concat, Linear<6>, Tanh, Linear<2>> {};
  struct Critic : ByConcatenation::Critic<Shape<2>, 2, Linear<6>, Tanh> {};
  struct CodeEncoder : Network<Shape<2>, Linear<5>, Tanh, Linear<3>> {};
  struct LabelEncoder : Network<Shape<2>, Linear<5>, Tanh, Linear<2>> {};
};
struct WithoutEncoders {
  using Latent = WaveCodes;
  using Generator = Tiny::Generator;
  using Critic = Tiny::Critic;
};
struct Swapped : WithoutEncoders {
  using CodeEncoder = Tiny::LabelEncoder;
  using LabelEncoder = Tiny::CodeEncoder;
};

}  // namespace

TEMPLATE_LIST_TEST_CASE("PyTorch: ten steps of an IcGAN", "[golden]", test::GoldenTypes) {
  IcGan<NonSaturating, Unconstrained, Tiny, BasicCpu<TestType>> gan{
      {.steps = 10,
       .encoders_from = 0.5,
       .batch = test::golden_batch,
       .critic_steps = 1,
       .mismatched = 0.5,
       .critic_optimizer = {.learning_rate = 0.02, .beta1 = 0.4, .beta2 = 0.9},
       .generator_optimizer = {.learning_rate = 0.01, .beta1 = 0.5, .beta2 = 0.999},
       .encoder_optimizer = {.learning_rate = 0.03, .beta1 = 0.1, .beta2 = 0.999}}};
  test::check_steps(gan, LabelledWaves{}, test::read_goldens("ic_gan.json")["both phases"]);
  CHECK(gan.description().front().second == "icgan");
  STATIC_REQUIRE(HasRole<WaveCodes, Role::latent>);
}

TEST_CASE("IcGAN: the GAN first, then only the encoders; points are edited by their label",
          "[gan]") {
  IcGan<NonSaturating, R1, IcToy<2, 8>> gan{{.steps = 3'000,
                                             .encoders_from = 0.7,
                                             .batch = 64,
                                             .encoder_optimizer = {.learning_rate = 1e-3}}};
  const data::Ring ring{};
  fit(gan, ring, {.stop_after = 2'099, .progress = nullptr});
  CHECK_FALSE(gan.trains_encoders());
  gan.step(ring);
  CHECK(gan.trains_encoders());
  const auto before = gan.sample(16);
  fit(gan, ring, {.progress = nullptr});
  CHECK((gan.sample(16) == before));

  const auto x = data::held_out(ring, 100, 5);
  CHECK((gan.labels_of(x) == data::held_out_labels(ring, 100, 5)));
  const auto modes = ring.modes();
  double near = 0;
  for (int label = 0; label < 8; ++label) {
    const auto y = gan.translate(x, label);
    const auto mode = static_cast<std::size_t>(label);
    for (std::size_t i = 0; i < 100; ++i) {
      near += std::hypot(double{y(i, 0)} - modes(mode, 0), double{y(i, 1)} - modes(mode, 1)) < 0.3;
    }
  }
  CHECK(near / 800 > 0.9);
  CHECK_THROWS_AS(gan.translate(x, 8), ConfigError);
}

TEST_CASE("IcGAN: what is wrong with an experiment is found", "[gan]") {
  STATIC_REQUIRE(ic_gan_fault<NonSaturating, R1, Tiny, Cpu>() == Fault::none);
  STATIC_REQUIRE(ic_gan_fault<NonSaturating, R1, IcConv<Shape<28, 28, 1>, 10>, Cpu>() ==
                 Fault::none);
  STATIC_REQUIRE(ic_gan_fault<NonSaturating, R1, int, Cpu>() ==
                 Fault::not_a_conditional_experiment);
  STATIC_REQUIRE(ic_gan_fault<NonSaturating, R1, WithoutEncoders, Cpu>() ==
                 Fault::not_an_editing_experiment);
  STATIC_REQUIRE(ic_gan_fault<NonSaturating, R1, Swapped, Cpu>() == Fault::editor_mismatch);
}

}  // namespace ic_gan_test
