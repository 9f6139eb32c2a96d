// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/divergence/divergence.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/optim/optim.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

namespace gan_test {

using namespace saddle;

namespace {

template <class G>
std::vector<float> all_numbers(G& gan) {
  std::vector<float> numbers;
  for (const auto& buffer : gan.state().buffers) {
    numbers.insert(numbers.end(), buffer.values->begin(), buffer.values->end());
  }
  return numbers;
}

template <class G>
std::vector<float> numbers_after(std::size_t workers, std::size_t steps) {
  parallel::set_workers(workers);
  G gan;
  for (std::size_t i = 0; i < steps; ++i) gan.step(data::Ring{});
  parallel::set_workers(1);
  return all_numbers(gan);
}

struct Small {
  using Latent = Gaussian<3>;
  struct Generator : Network<Shape<3>, Linear<5>, Tanh, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<4>, LeakyRelu<>, Linear<1>> {};
  using CriticOptimizer = Sgd;
  using GeneratorOptimizer = Adam;
};

}  // namespace

TEST_CASE("the composition decides the optimisers, the experiment first") {
  using Clip = Gan<FDivergence<Pearson>, WeightClip>;
  STATIC_REQUIRE(std::is_same_v<Clip::CriticOptimizer, RmsProp>);
  STATIC_REQUIRE(std::is_same_v<Gan<Wasserstein, GradientPenalty>::CriticOptimizer, Adam>);
  using Named = Gan<Hinge, SpectralNorm, Small>;
  STATIC_REQUIRE(std::is_same_v<Named::CriticOptimizer, Sgd>);
  STATIC_REQUIRE(std::is_same_v<Named::GeneratorOptimizer, Adam>);
  STATIC_REQUIRE(std::is_same_v<Clip::Generator, Ring::Generator>);
  STATIC_REQUIRE(std::is_nothrow_move_constructible_v<Clip> || std::is_move_constructible_v<Clip>);
  CHECK(Named{}.config().critic_steps == SpectralNorm::critic_steps);
}

TEST_CASE("a step makes the stated number of updates of either network") {
  using Trainer = Gan<NonSaturating, Unconstrained, Small>;
  Trainer gan{{.batch = 8, .critic_steps = 3, .critic_warmup = 4}};
  gan.step(data::Ring{});
  CHECK(gan.critic().steps() == 7);
  CHECK(gan.generator().steps() == 1);
  gan.step(data::Ring{});
  CHECK(gan.critic().steps() == 10);
  CHECK(gan.generator().steps() == 2);
  CHECK(gan.report().step == 2);
}

TEST_CASE("a moved trainer goes on as if it had stayed") {
  using Trainer = Gan<Wasserstein, GradientPenalty, Small>;
  Trainer stayed{{.batch = 16}}, origin{{.batch = 16}};
  stayed.step(data::Ring{});
  origin.step(data::Ring{});
  Trainer moved = std::move(origin);
  stayed.step(data::Ring{});
  moved.step(data::Ring{});
  CHECK(all_numbers(moved) == all_numbers(stayed));
}

TEMPLATE_TEST_CASE("1, 2 and 7 workers give the same bits", "", WeightClip, GradientPenalty,
                   SpectralNorm) {
  using Trainer = Gan<Wasserstein, TestType>;
  const auto one = numbers_after<Trainer>(1, 5);
  CHECK(numbers_after<Trainer>(2, 5) == one);
  CHECK(numbers_after<Trainer>(7, 5) == one);
}

TEST_CASE("the seed decides everything") {
  using Trainer = Gan<NonSaturating, R1, Small>;
  const auto run = [](std::uint64_t seed) {
    Trainer gan{{.batch = 16, .seed = seed}};
    for (int i = 0; i < 3; ++i) gan.step(data::Ring{});
    return all_numbers(gan);
  };
  CHECK(run(1) == run(1));
  CHECK(run(1) != run(2));
}

TEST_CASE("samples come from a fixed row of codes, however they are asked for") {
  Gan<Hinge, SpectralNorm, Small> gan{{.batch = 16}};
  const auto many = gan.sample(40);  // more than a batch
  REQUIRE(many.shape()[0] == 40);
  REQUIRE(many.shape()[1] == 2);
  const auto later = gan.sample(7, 30);
  for (std::size_t i = 0; i < 7; ++i) CHECK(later(i, 0) == many(30 + i, 0));
  gan.step(data::Ring{});
  CHECK_FALSE(gan.sample(1)(0, 0) == many(0, 0));
}

TEST_CASE("codes of one's own make samples, those of the fixed row the same bits") {
  Gan<Hinge, SpectralNorm, Small> gan{{.batch = 16, .ema = {.decay = 0.9}}};
  for (int i = 0; i < 3; ++i) gan.step(data::Ring{});
  for (const std::size_t n : {1U, 15U, 40U}) {  // less and more than a batch
    for (const std::size_t first : {0U, 5U}) {
      const auto z = gan.codes(n, first);
      REQUIRE((z.shape(0) == n && z.shape(1) == 3));
      CHECK((gan.generate(z) == gan.sample(n, first)));
    }
  }
  auto z = gan.codes(4);
  const auto before = gan.generate(z);
  z(2, 1) += 1.0F;
  const auto after = gan.generate(z);
  for (std::size_t i = 0; i < 4; ++i) CHECK((after(i, 0) == before(i, 0)) == (i != 2));

  CHECK_THROWS_WITH(gan.generate(Tensor<float, 2>({4, 2}, 0.0F)),
                    "codes: numbers of a code: expected 3, found 2");
  z(3, 0) = std::numeric_limits<float>::infinity();
  CHECK_THROWS_WITH(gan.generate(z), "codes: code 3: expected finite numbers, found inf");
}

TEST_CASE("codes are numbered as a generator's file says") {
  struct Flat : Small {
    using Latent = Uniform<3>;
  };
  Gan<Hinge, SpectralNorm, Small> normal{{.batch = 4, .seed = 7}};
  Gan<Hinge, SpectralNorm, Flat> uniform{{.batch = 4, .seed = 7}};
  const auto z = normal.codes(6, 2), u = uniform.codes(6, 2);
  for (std::size_t i = 0; i < 6; ++i) {
    for (std::size_t k = 0; k < 3; ++k) {
      const random::Draw row{7, 0, static_cast<random::Stream>(6), 0};
      CHECK(z(i, k) == Approx(random::normal(row, 2 + i, k)).margin(1e-6));
      CHECK(u(i, k) == Approx(2 * random::uniform(row, 2 + i, k) - 1).margin(1e-6));
    }
  }
  CHECK(normal.code_description() ==
        Description{{"latent", "Gaussian 3"},
                    {"seed", "7"},
                    {"codes",
                     "number k of code i is from word k % 4 of Philox4x32-10 with key = seed and "
                     "counter = (k / 4, i, 0, 393216): see saddle's core/random.hpp, uniform and "
                     "normal"}});
}

TEST_CASE("an interpolation runs from one sample to the other") {
  Gan<Hinge, SpectralNorm, Small> gan{{.batch = 4}};
  const auto line = gan.interpolate(2, 5, 9);
  const auto ends = gan.sample(6);
  for (std::size_t c = 0; c < 2; ++c) {
    CHECK(line(0, c) == Approx(ends(2, c)));
    CHECK(line(8, c) == Approx(ends(5, c)));
  }
}

TEST_CASE("parameters, features and scores are ordinary tensors") {
  Gan<Hinge, SpectralNorm, Small> gan{{.batch = 4}};
  auto weight = gan.generator().parameters("2.weight");  // (in, out)
  CHECK(weight.shape()[0] == 5);
  CHECK(weight.shape()[1] == 2);
  weight.fill(0.0F);
  gan.generator().parameters("2.bias")(0, 1) = 3.0F;
  const auto samples = gan.sample(10);
  CHECK(samples(9, 1) == 3.0F);
  CHECK(gan.features(samples).shape()[1] == 4);
  CHECK(gan.scores(samples).shape()[0] == 10);
  CHECK_THROWS_AS(gan.generator().parameters("9.weight"), ConfigError);
}

TEST_CASE("the moving average follows the generator and makes the samples") {
  Gan<Hinge, SpectralNorm, Small> plain{{.batch = 16}};
  Gan<Hinge, SpectralNorm, Small> averaged{{.batch = 16, .ema = {.decay = 0.9}}};
  CHECK(plain.sample(1)(0, 0) == averaged.sample(1)(0, 0));
  for (int i = 0; i < 20; ++i) {
    plain.step(data::Ring{});
    averaged.step(data::Ring{});
  }
  CHECK((plain.generator().values() == averaged.generator().values()));
  CHECK_FALSE(plain.sample(1)(0, 0) == averaged.sample(1)(0, 0));
}

TEST_CASE("reused fakes are those of the last critic update") {
  using Trainer = Gan<NonSaturating, Unconstrained, Small>;
  Trainer fresh{{.batch = 16}}, reused{{.batch = 16, .reuse_fakes = true}};
  fresh.step(data::Ring{});
  reused.step(data::Ring{});
  // The critic saw the same in both; the generator learnt from other codes.
  CHECK((reused.critic().values() == fresh.critic().values()));
  CHECK_FALSE((reused.generator().values() == fresh.generator().values()));
}

TEST_CASE("a number that is not finite stops the step and is named") {
  Gan<NonSaturating, Unconstrained, Small> gan{{.batch = 16}};
  gan.step(data::Ring{});
  gan.critic().parameters("0.weight")(0, 0) = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH(gan.step(data::Ring{}),
                    Catch::Contains("step 2") && Catch::Contains("critic") &&
                        Catch::Contains("not finite") &&
                        Catch::Contains("layer 0 (Linear + LeakyReLU:0.2), sample 0[0]"));
  gan.generator().parameters("0.bias")(0, 2) = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH(
      gan.step(data::Ring{}),
      Catch::Contains("generator") && Catch::Contains("layer 0 (Linear + Tanh), sample 0[2]"));
}

TEST_CASE("configurations that cannot be are refused") {
  using Trainer = Gan<NonSaturating, Unconstrained, Small>;
  CHECK_THROWS_AS((Trainer{{.batch = 0}}), ConfigError);
  CHECK_THROWS_AS((Trainer{{.batch = std::size_t{1} << 63}}), ConfigError);
  CHECK_THROWS_AS((Trainer{{.critic_steps = 0}}), ConfigError);
  Trainer gan{{.batch = 4}};
  CHECK_THROWS_AS(gan.scores(Tensor<float, 2>::from_shape({3, 5})), ConfigError);
}

TEST_CASE("the description lists every number of the configuration") {
  Gan<Wasserstein, GradientPenalty>::Config config;
  std::vector<std::string> names;
  for_each_field(config, [&](std::string_view name, const auto&) { names.emplace_back(name); });
  CHECK(names.front() == "steps");
  CHECK(names.size() == 11);
  for_each_field(config.constraint, [&](std::string_view name, auto& value) {
    if (name == "lambda") value = 7;
  });
  CHECK(config.constraint.lambda == 7);
}

TEST_CASE("codes that the row does not have are refused, not those of other numbers") {
  Gan<Hinge, SpectralNorm, Small> gan{{.batch = 4}};
  constexpr std::size_t end = std::size_t{1} << 32;
  const auto last = gan.sample(3, end - 3);
  CHECK_FALSE(last(2, 0) == gan.sample(1)(0, 0));
  for (std::size_t first : {end - 2, end, SIZE_MAX}) {
    CHECK_THROWS_WITH(gan.sample(3, first), Catch::Contains("codes: expected numbers from 0 to "
                                                            "2^32 - 1"));
    CHECK_THROWS_AS(gan.interpolate(1, std::max(first, end), 3), ConfigError);
  }
  CHECK_THROWS_AS(gan.sample(SIZE_MAX), ConfigError);
  CHECK_THROWS_AS(gan.interpolate(0, 1, SIZE_MAX / 2 + 2), ConfigError);
}

TEST_CASE("a run of more updates than there are random draws is refused") {
  using Trainer = Gan<NonSaturating, Unconstrained, Small>;
  constexpr std::uint64_t most = (std::uint64_t{1} << 32) - 1;
  CHECK_NOTHROW(Trainer{{.steps = most / 2, .batch = 4, .critic_steps = 1}});
  CHECK_THROWS_WITH((Trainer{{.steps = most / 2 + 1, .batch = 4, .critic_steps = 1}}),
                    Catch::Contains("steps: expected at most 2147483647 with these critic_steps"));
  Trainer gan{{.steps = 10, .batch = 4, .critic_steps = 1, .critic_warmup = 100}};
  CHECK_THROWS_AS(gan.plan(most / 2), ConfigError);
  CHECK(gan.steps() == 10);
}

}  // namespace gan_test
