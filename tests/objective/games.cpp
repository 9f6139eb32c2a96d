// SPDX-License-Identifier: BSL-1.0
#include "near.hpp"

#include <saddle/core/dual.hpp>
#include <saddle/core/simd.hpp>
#include <saddle/divergence/exact.hpp>
#include <saddle/objective/objective.hpp>

#include <cmath>
#include <string>

namespace games_test {

using namespace saddle;

namespace {

/// Two coins; a critic of them has one score per side.
constexpr double p = 0.3;
constexpr double q = 0.6;

/// The critic's loss when it scores 1 with `on` and 0 with `off`.
template <class O>
double critic_loss(double on, double off) {
  return p * O::critic_real(on) + (1 - p) * O::critic_real(off) + q * O::critic_fake(on) +
         (1 - q) * O::critic_fake(off);
}

/// The reported number at the best critic, given its two scores; no other critic reports more.
template <class O>
double best_estimate(double on, double off) {
  const double best = O::estimate(critic_loss<O>(on, off));
  for (const double shift : {-0.3, -0.01, 0.01, 0.3}) {
    CAPTURE(std::string(O::name), shift);
    CHECK(O::estimate(critic_loss<O>(on + shift, off)) <= best + 1e-12);
    CHECK(O::estimate(critic_loss<O>(on, off + shift)) <= best + 1e-12);
    CHECK(O::estimate(critic_loss<O>(on + shift, off - shift)) <= best + 1e-12);
  }
  return best;
}

const double log_ratio_on = std::log(p / q);
const double log_ratio_off = std::log((1 - p) / (1 - q));

}  // namespace

TEST_CASE("Minimax at D = p/(p + q) reports 2 JSD - log 4", "[objective]") {
  const double value = best_estimate<Minimax>(log_ratio_on, log_ratio_off);
  const double jsd = exact::bernoulli<WeightedJensenShannon<0.5>>(p, q);
  CHECK(value == near(2 * jsd - std::log(4.0), 1e-14));
  CHECK(value == near(-1.2938927027568636, 1e-13));
  CHECK(best_estimate<NonSaturating>(log_ratio_on, log_ratio_off) == value);
}

TEST_CASE("at p = q and D = 1/2 the critic's slope is zero", "[objective]") {
  const Dual<double> half = variable(0.0);
  for (const double slope :
       {(Minimax::critic_real(half) + Minimax::critic_fake(half)).slope,
        (NonSaturating::critic_real(half) + NonSaturating::critic_fake(half)).slope}) {
    CHECK(slope == 0);
  }
  CHECK(Minimax::estimate(Minimax::critic_real(0.0) + Minimax::critic_fake(0.0)) ==
        near(-std::log(4.0), 1e-15));
}

TEST_CASE("LeastSquares reports the triangular discrimination", "[objective]") {
  const double value = best_estimate<LeastSquares>(p / (p + q), (1 - p) / (2 - p - q));
  const double triangular = 0.5 * ((p - q) * (p - q) / (p + q) + (p - q) * (p - q) / (2 - p - q));
  CHECK(value == near(triangular, 1e-14));
}

TEST_CASE("Hinge reports the total variation distance", "[objective]") {
  CHECK(best_estimate<Hinge>(-1, 1) == near(exact::bernoulli<TotalVariation>(p, q), 1e-14));
  CHECK(Hinge::critic_real(variable(1.0)).slope == 0);
  CHECK(Hinge::critic_fake(variable(-1.0)).slope == 0);
}

TEST_CASE("Wasserstein reports a distance with the right sign", "[objective]") {
  // Point masses: real at 2, fake at 0. The critic s(x) = x is 1-Lipschitz and optimal.
  CHECK(Wasserstein::estimate(Wasserstein::critic_real(2.0) + Wasserstein::critic_fake(0.0)) == 2);
  CHECK(Wasserstein::needs_lipschitz);
  static_assert(std::is_same_v<Wasserstein, BasicWasserstein<L2>>);
  static_assert(std::is_same_v<L1::dual, LInf> && std::is_same_v<LInf::dual, L1> &&
                std::is_same_v<L2::dual, L2>);
}

TEST_CASE("losses of the plain games, by hand", "[objective]") {
  const double s = 0.7;
  const double d = 1 / (1 + std::exp(-s));
  CHECK(Minimax::critic_real(s) == near(-std::log(d), 1e-15));
  CHECK(Minimax::critic_fake(s) == near(-std::log(1 - d), 1e-15));
  CHECK(Minimax::model_fake(s) == near(std::log(1 - d), 1e-15));
  CHECK(Minimax::model_real(s) == near(std::log(d), 1e-15));
  CHECK(NonSaturating::model_fake(s) == near(-std::log(d), 1e-15));
  CHECK(NonSaturating::model_real(s) == near(-std::log(1 - d), 1e-15));
  CHECK(LeastSquares::critic_real(s) == near(0.045, 1e-15));
  CHECK(LeastSquares::critic_fake(s) == near(0.245, 1e-15));
  CHECK(LeastSquares::model_fake(s) == LeastSquares::critic_real(s));
  CHECK(LeastSquares::model_real(s) == LeastSquares::critic_fake(s));
  CHECK(Hinge::critic_real(s) == near(0.3, 1e-15));
  CHECK(Hinge::critic_fake(s) == near(1.7, 1e-15));
  CHECK(Hinge::critic_real(2.0) == 0);
  CHECK(Hinge::model_fake(s) == -s);
  CHECK(Wasserstein::critic_real(s) == -s);
  CHECK(Wasserstein::model_fake(s) == -s);
  CHECK(Wasserstein::model_real(s) == s);
}

TEST_CASE("every objective: slopes, sides, scalars", "[objective]") {
  for_each(AllObjectives{}, []<class O>(std::type_identity<O>) {
    static_assert(Objective<O> && !Divergence<O>);
    CAPTURE(std::string(O::name));
    CHECK(O::needs_lipschitz == std::is_same_v<O, Wasserstein>);
    const auto check = [](const char* part, auto loss, double s) {
      CAPTURE(part, s);
      const double h = 1e-5;
      const double slope = loss(variable(s)).slope;
      CHECK(loss(variable(s)).value == near(loss(s), 1e-14));
      CHECK(slope == near((loss(s + h) - loss(s - h)) / (2 * h), 1e-7));
      const double change = (loss(variable(s + h)).slope - loss(variable(s - h)).slope) / (2 * h);
      CHECK(loss(variable(variable(s))).slope.slope == near(change, 1e-6));
      double lanes[simd::width<double>];
      loss(variable(simd::Batch<double>(s))).slope.store_unaligned(lanes);
      for (const double lane : lanes) CHECK(lane == near(slope, 1e-12));
    };
    for (const double s : {-3.1, -0.4, 0.6, 2.3}) {
      check("critic_real", [](auto x) { return O::critic_real(x); }, s);
      check("critic_fake", [](auto x) { return O::critic_fake(x); }, s);
      check("model_fake", [](auto x) { return O::model_fake(x); }, s);
      check("model_real", [](auto x) { return O::model_real(x); }, s);
      if (std::is_same_v<O, LeastSquares>) continue;  // its model aims at scores of 1 and 0
      // In every other game a larger score means more real.
      CHECK(O::critic_real(variable(s)).slope <= 0);
      CHECK(O::critic_fake(variable(s)).slope >= 0);
      CHECK(O::model_fake(variable(s)).slope <= 0);
      CHECK(O::model_real(variable(s)).slope >= 0);
    }
  });
}

}  // namespace games_test
