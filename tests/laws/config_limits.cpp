// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/core/describe/field.hpp>
#include <saddle/data/grid.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/data/swiss_roll.hpp>
#include <saddle/data/two_moons.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/metric/estimate/estimate.hpp>
#include <saddle/metric/quality/classifier.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/optim/optim.hpp>
#include <saddle/train/fit.hpp>
#include <saddle/train/monitor/monitors.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

namespace config_limits_test {

using namespace saddle;

namespace {

/// A critic and a generator of one layer, with that optimiser.
template <class Opt>
struct Tiny {
  using Latent = Gaussian<2>;
  struct Generator : Network<Shape<2>, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<1>> {};
  using CriticOptimizer = Opt;
  using GeneratorOptimizer = Opt;
};

/// Numbers just outside of the limits, as far as the type of the place has them.
std::vector<double> outside(const Field& field) {
  const Limits& limits = field.limits().value();
  constexpr double inf = std::numeric_limits<double>::infinity();
  if (std::holds_alternative<double*>(field.place())) {
    return {std::nextafter(limits.low, -inf), std::nextafter(limits.high, inf), inf, -inf,
            std::numeric_limits<double>::quiet_NaN()};
  }
  std::vector<double> numbers;
  if (limits.low > 0) numbers.push_back(limits.low - 1);
  if (limits.high < 0x1p64) numbers.push_back(limits.high + 1);
  return numbers;
}

void put(const Field& field, double number) {
  if (auto* const* real = std::get_if<double*>(&field.place())) **real = number;
  if (auto* const* count = std::get_if<std::uint64_t*>(&field.place())) {
    **count = static_cast<std::uint64_t>(number);
  }
}

/// Every number of the config has limits, `construct` refuses what lies outside of them, by its
/// path, before it takes any memory, and the ends are inside.
template <class Config, class Construct>
void check_limits(const Config& good, const Construct& construct) {
  Config config = good;
  const std::vector<Field> list = fields(config);
  REQUIRE(!list.empty());
  for (const Field& field : list) {
    CAPTURE(field.path());
    if (std::holds_alternative<bool*>(field.place())) continue;
    REQUIRE(field.limits());
    const std::string before = field.text();
    for (double number : outside(field)) {
      CAPTURE(number);
      put(field, number);
      CHECK_THROWS_WITH(construct(config), Catch::Contains(field.path() + ": expected a "));
      CHECK_THROWS_AS(construct(config), ConfigError);
    }
    for (double end : {field.limits()->low, field.limits()->high}) {
      if (end == 0x1p64) continue;
      put(field, end);
      CHECK_NOTHROW(checked(config));
    }
    field.set(before);
    CHECK_NOTHROW(checked(config));
  }
}

template <class Objective, class Constraint, class Experiment>
void check_trainer() {
  using Trainer = Gan<Objective, Constraint, Experiment>;
  typename Trainer::Config config;
  config.batch = 4;
  check_limits(config, [](const typename Trainer::Config& wrong) { Trainer gan{wrong}; });
  CHECK_NOTHROW(Trainer{config});
}

/// All limits that a config states are of members that it has.
template <class Config>
void check_names() {
  Config config;
  std::vector<std::string> names;
  for_each_field(config, [&](std::string_view name, auto&) { names.emplace_back(name); });
  for (const Bounded& one : Config::bounded) {
    CAPTURE(one.field);
    CHECK(std::count(names.begin(), names.end(), one.field) == 1);
  }
}

}  // namespace

TEST_CASE("every number of a composition has its limits, and the trainer keeps them", "[laws]") {
  for_each(AllConstraints{}, []<class C>(std::type_identity<C>) {
    CAPTURE(C::name);
    check_trainer<NonSaturating, C, Tiny<Sgd>>();
    check_trainer<NonSaturating, C, Tiny<RmsProp>>();
    check_trainer<NonSaturating, C, Tiny<Adam>>();
  });
}

TEST_CASE("every number of the monitors has its limits, and they are kept before the first step",
          "[laws]") {
  check_limits(MonitorConfig{}, [](const MonitorConfig& wrong) {
    standard_monitors(data::Ring{}, 1, wrong, nullptr);
  });
}

TEST_CASE("every number of an estimate has its limits, and they are kept before the first step",
          "[laws]") {
  check_limits(EstimateConfig{}, [](const EstimateConfig& wrong) {
    const TwoSamples samples{Tensor<float, 2>({8, 1}, 0.F), Tensor<float, 2>({8, 1}, 1.F)};
    estimate<TotalVariation>(samples.p, samples.q, wrong);
  });
}

TEST_CASE("every number of a classifier has its limits, and they are kept before the first step",
          "[laws]") {
  struct Net : Network<Shape<2>, Linear<4>, Relu, Linear<3>> {};
  check_limits(ClassifierConfig{}, [](const ClassifierConfig& wrong) { Classifier<Net>{wrong}; });
}

TEMPLATE_TEST_CASE(
    "every number of a source has its limits, and fit keeps them before the first step", "[laws]",
    data::Ring, data::Grid, data::TwoMoons, data::SwissRoll) {
  check_limits(TestType{}, [](const TestType& wrong) {
    Gan<NonSaturating, R1, Tiny<Sgd>> gan({.steps = 1, .batch = 4});
    fit(gan, wrong, {.progress = nullptr});
    FAIL("it was trained on");
  });
}

TEMPLATE_TEST_CASE("limits are of members that there are", "[laws]", Sgd, RmsProp, Adam, Ema,
                   LearningRateDecay, WeightClip, GradientPenalty, R1, SpectralNorm, Watch,
                   CollapseConfig, SaturationConfig, OscillationConfig, DualityGapConfig,
                   EstimateConfig, ClassifierConfig, data::Ring, data::Grid, data::TwoMoons,
                   data::SwissRoll, (Gan<NonSaturating, R1>::Config)) {
  check_names<TestType>();
}

TEST_CASE("the limits are those of the formulas", "[laws]") {
  CHECK_THROWS_WITH((Gan<FDivergence<Pearson>, WeightClip>{{.constraint = {.bound = -1}}}),
                    "constraint.bound: expected a number above 0, within the range of float, "
                    "found -1");
  CHECK_THROWS_AS(checked(WeightClip{.bound = 0}), ConfigError);
  CHECK_THROWS_AS(checked(WeightClip{.bound = 1e-50}), ConfigError);  // 0 as a float
  CHECK_THROWS_AS(checked(Adam{.beta2 = 1}), ConfigError);
  CHECK_THROWS_AS(checked(Adam{.epsilon = 0}), ConfigError);  // 0 / 0 where a gradient is 0
  CHECK_THROWS_AS(checked(Adam{.learning_rate = 1e39}), ConfigError);  // infinite as a float
  CHECK_NOTHROW(checked(Adam{.learning_rate = 0, .beta1 = 0, .beta2 = 0}));
  CHECK_THROWS_AS(checked(RmsProp{.alpha = 1.5}), ConfigError);
  CHECK_THROWS_AS(checked(Ema{.decay = 1.01}), ConfigError);
  CHECK_THROWS_AS(checked(LearningRateDecay{.decay_from = -0.5}), ConfigError);
  CHECK_THROWS_AS(checked(GradientPenalty{.lambda = -10}), ConfigError);
  CHECK_THROWS_AS(checked(R1{.gamma = std::nan("")}), ConfigError);
}

}  // namespace config_limits_test
