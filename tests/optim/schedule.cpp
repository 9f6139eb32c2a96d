// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "near.hpp"

#include <saddle/optim/optim.hpp>

#include <cmath>

namespace schedule_test {

using namespace saddle;

TEST_CASE("LearningRateDecay: full rate, then a straight line to zero at the end", "[optim]") {
  STATIC_REQUIRE(Schedule<LearningRateDecay>);
  const LearningRateDecay half{.decay_from = 0.5};
  CHECK(half.factor(0, 100) == 1);
  CHECK(half.factor(50, 100) == 1);
  CHECK(half.factor(75, 100) == near(0.5, 1e-15));
  CHECK(half.factor(99, 100) == near(0.02, 1e-15));
  CHECK(half.factor(100, 100) == 0);
  CHECK(half.factor(130, 100) == 0);
  CHECK(LearningRateDecay{.decay_from = 0}.factor(25, 100) == near(0.75, 1e-15));
}

TEST_CASE("LearningRateDecay: no decay from the end on, nor in a run of unknown length",
          "[optim]") {
  CHECK(LearningRateDecay{.decay_from = 1}.factor(100, 100) == 1);
  CHECK(LearningRateDecay{.decay_from = 0.5}.factor(1'000'000, 0) == 1);
}

TEST_CASE("LearningRateDecay: an exponential decay falls by the same share in equal times",
          "[optim]") {
  const LearningRateDecay to_a_hundredth{.decay_from = 0.5, .decay_to = 0.01};
  CHECK(to_a_hundredth.factor(0, 400) == 1);
  CHECK(to_a_hundredth.factor(200, 400) == 1);
  CHECK(to_a_hundredth.factor(300, 400) == near(0.1, 1e-15));
  CHECK(to_a_hundredth.factor(350, 400) == near(std::pow(10, -1.5), 1e-15));
  CHECK(to_a_hundredth.factor(400, 400) == near(0.01, 1e-15));
  CHECK(to_a_hundredth.factor(500, 400) == near(0.01, 1e-15));
  CHECK(to_a_hundredth.factor(500, 0) == 1);
}

TEST_CASE("Constant: the rate stays", "[optim]") {
  STATIC_REQUIRE(Schedule<Constant>);
  CHECK(Constant{}.factor(99, 100) == 1);
}

TEST_CASE("Ema: decay 0 keeps none", "[optim]") {
  CHECK_FALSE(Ema{}.enabled());
  CHECK(Ema{.decay = 0.999}.enabled());
}

TEST_CASE("Ema: a warm-up forgets the first parameters sooner", "[optim]") {
  CHECK(Ema{.decay = 0.9}.decay_at(1) == 0.9);
  const Ema ema{.decay = 0.9, .warm_up = true};
  CHECK(ema.decay_at(1) == 0);
  double average = 5, sum = 0, weights = 0;
  for (int t = 1; t <= 18; ++t) {
    const double decay = ema.decay_at(static_cast<std::uint64_t>(t)), after = std::cos(t);
    average = decay * average + (1 - decay) * after;
    sum += t * after;
    weights += t;
    CHECK(average == near(sum / weights, 1e-14));
  }
  CHECK(ema.decay_at(18) == near(17.0 / 19, 1e-15));
  CHECK(ema.decay_at(19) == 0.9);
  CHECK(ema.decay_at(1'000'000) == 0.9);
}

}  // namespace schedule_test
