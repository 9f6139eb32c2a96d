// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "feature_file.hpp"
#include "golden_steps.hpp"
#include "temporary_folder.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/core/error.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/experiment/diat_conv.hpp>
#include <saddle/gan/diat.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/train/checkpoints.hpp>
#include <saddle/train/fit.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace diat_test {

using namespace saddle;

namespace {

struct Tiny {
  struct Generator : Network<Shape<2>, Linear<6>, Tanh, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<6>, Tanh, Linear<1>> {};
  struct Features : Network<Shape<2>, Linear<5>, Tanh, Linear<4>> {};
  static constexpr std::size_t feature_layers = 2;
};
struct Longer : Tiny {
  static constexpr std::size_t feature_layers = 9;
};
struct Wider : Tiny {
  struct Features : Network<Shape<3>, Linear<5>> {};
};
// Images, where the features are those of a classifier's first convolution.
static_assert(diat_fault<LeastSquares, Unconstrained, DiatConv<Shape<16, 16, 3>>, Cpu>() ==
              Fault::none);
static_assert(Truncated<DiatConv<Shape<16, 16, 3>>::Features,
                        DiatConv<Shape<16, 16, 3>>::feature_layers>::Output::size == 8 * 8 * 32);

struct WithoutFeatures {
  using Generator = Tiny::Generator;
  using Critic = Tiny::Critic;
};

}  // namespace

TEMPLATE_LIST_TEST_CASE("PyTorch: ten steps of a DIAT", "[golden]", test::GoldenTypes) {
  const TemporaryFolder folder;
  const auto golden = test::read_goldens("diat.json")["one way"];
  const auto features = test::numbers<TestType>(golden["features"]);
  Diat<NonSaturating, Unconstrained, Tiny, BasicCpu<TestType>> gan{
      {.features = test::feature_file<Tiny::Features>(
           folder, std::vector<TestType>(features.begin(), features.end())),
       .batch = test::golden_batch,
       .critic_steps = 2,
       .identity = 3,
       .critic_optimizer = {.learning_rate = 0.02, .beta1 = 0.4, .beta2 = 0.9},
       .generator_optimizer = {.learning_rate = 0.01, .beta1 = 0.5, .beta2 = 0.999}}};
  test::check_steps(gan, data::Domains{test::Waves<2>{0}, test::Waves<2>{1}}, golden);
}

TEST_CASE("DIAT: points reach the other domain, and features are kept", "[gan]") {
  const TemporaryFolder folder;
  const data::Domains domains{data::Ring{.radius = 1}, data::Ring{}};
  Diat<NonSaturating, R1> gan{{.features = test::feature_file<DiatToy<2>::Features>(folder),
                               .steps = 1'500,
                               .identity = 0.3}};
  fit(gan, domains, {.progress = nullptr});
  const auto x = data::held_out(domains.first, 200, 5);
  const auto y = gan.to_second(x);
  double radius = 0, turned = 0;
  for (std::size_t i = 0; i < 200; ++i) {
    radius += std::hypot(double{y(i, 0)}, double{y(i, 1)}) / 200;
    const double along = double{x(i, 0)} * double{y(i, 0)} + double{x(i, 1)} * double{y(i, 1)};
    turned += along < 0 ? 1 : 0;
  }
  CHECK(radius == Approx(2).margin(0.2));
  CHECK(turned / 200 < 0.1);
}

TEST_CASE("DIAT: a run goes on with the same features only", "[gan]") {
  const TemporaryFolder folder, other;
  const std::string features = test::feature_file<DiatToy<2>::Features>(folder);
  Diat<NonSaturating, R1> gan{{.features = features, .batch = 8}};
  save_checkpoint(gan, folder / "checkpoint.safetensors");
  Diat<NonSaturating, R1> same{{.features = features, .batch = 8}};
  CHECK_NOTHROW(load_checkpoint(same, folder / "checkpoint.safetensors"));
  const std::vector<float> ones(DiatToy<2>::Features::parameter_count, 1.0F);
  Diat<NonSaturating, R1> foreign{
      {.features = test::feature_file<DiatToy<2>::Features>(other, ones), .batch = 8}};
  CHECK_THROWS_WITH(load_checkpoint(foreign, folder / "checkpoint.safetensors"),
                    Catch::Contains("features numbers"));
  using Trainer = Diat<NonSaturating, R1>;
  CHECK_THROWS_WITH(Trainer{{.batch = 8}}, Catch::Contains("features: expected the file"));
}

TEST_CASE("DIAT: what is wrong with an experiment is found", "[gan]") {
  STATIC_REQUIRE(diat_fault<NonSaturating, R1, Tiny, Cpu>() == Fault::none);
  STATIC_REQUIRE(diat_fault<NonSaturating, R1, WithoutFeatures, Cpu>() ==
                 Fault::not_a_feature_experiment);
  STATIC_REQUIRE(diat_fault<NonSaturating, R1, Wider, Cpu>() == Fault::not_one_way);
  STATIC_REQUIRE(diat_fault<NonSaturating, R1, Longer, Cpu>() == Fault::no_such_features);
}

}  // namespace diat_test
