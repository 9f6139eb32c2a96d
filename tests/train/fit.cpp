// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/data/grid.hpp>
#include <saddle/data/mixture.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/divergence/divergence.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/metric/mode_count.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/train/fit.hpp>

using namespace saddle;

TEST_CASE("fit trains for the steps it is told and keeps a history") {
  Gan<NonSaturating, SpectralNorm> gan{{.batch = 32}};
  const FitResult run =
      fit(gan, data::Ring{}, {.steps = 40, .progress = nullptr, .history_size = 10});
  CHECK(run.steps == 40);
  CHECK(gan.report().step == 40);
  CHECK(gan.config().steps == 40);
  CHECK(run.history.step.size() == 10);
  CHECK(run.history.step.back() == 40);
  CHECK(run.history.bound.size() == 10);
  CHECK(run.seconds > 0);
}

TEST_CASE("a source of another shape is refused before the first step") {
  Gan<NonSaturating, SpectralNorm> gan{{.batch = 32}};
  const data::Mixture line{.parts = {{.weight = 1, .mean = 0, .sigma = 1}}};
  CHECK_THROWS_WITH(fit(gan, line, {.steps = 1}),
                    Catch::Contains("expected 2") && Catch::Contains("found 1"));
  CHECK(gan.report().step == 0);
}

TEST_CASE("a progress line names steps, rate, losses and what is left") {
  const std::string line = Progress::line(
      {.measured = {.step = 50, .bound = 0.5, .critic_loss = -0.5, .generator_loss = 0.25},
       .first = 20,
       .total = 200,
       .seconds = 2});
  CHECK(line ==
        "[=====>              ]     50/200  15 steps/s  bound 0.5  critic -0.5  "
        "generator 0.25  ETA 0:10");
}

TEST_CASE("Wasserstein with gradient penalty finds the eight modes of the ring") {
  Gan<Wasserstein, GradientPenalty> gan;
  const data::Ring ring;
  fit(gan, ring, {.steps = 1'000, .progress = nullptr});
  const auto modes = count_modes(gan.sample(10'000), ring.modes(), ring.sigma);
  CHECK(modes.modes == 8);
  CHECK(modes.high_quality >= 0.6);
}

// The acceptance of the product: command-line defaults, three seeds.
TEST_CASE("default compositions reach their quality", "[long]") {
  const std::uint64_t seed = GENERATE(as<std::uint64_t>{}, 1, 2, 3);
  const auto check = [](auto gan, const auto& source, double high_quality) {
    fit(gan, source);
    const auto modes = count_modes(gan.sample(10'000), source.modes(), source.sigma);
    CHECK(modes.modes == modes.modes_total);
    CHECK(modes.high_quality >= high_quality);
  };
  using Penalised = Gan<Wasserstein, GradientPenalty>;
  SECTION("Pearson with weight clipping on the ring") {
    check(Gan<FDivergence<Pearson>, WeightClip>{{.seed = seed}}, data::Ring{}, 0.6);
  }
  SECTION("Wasserstein with gradient penalty on the ring") {
    check(Penalised{{.seed = seed}}, data::Ring{}, 0.95);
  }
  SECTION("Wasserstein with gradient penalty on the grid") {
    check(Penalised{{.steps = 16'000, .seed = seed}}, data::Grid{}, 0.95);
  }
}
