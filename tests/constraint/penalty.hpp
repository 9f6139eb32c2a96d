// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "catch.hpp"
#include "laws/differences.hpp"
#include "near.hpp"

#include <saddle/adversary/adversary.hpp>
#include <saddle/constraint/constraint.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/wasserstein.hpp>
#include <saddle/optim/sgd.hpp>

namespace saddle::test {

/// A penalty alone: with the same sample on both sides the Wasserstein game itself cancels.
template <class Constraint, class Critic>
struct Penalised {
  explicit Penalised(Constraint constraint, const List& parameters)
      : adversary({device, 1, 1, 1, "critic"}, {.constraint = constraint}) {
    std::copy(parameters.begin(), parameters.end(), raw(adversary.learner().parameters()));
  }
  /// The parameters' gradient at `point`.
  List at(const List& point) {
    Samples<typename Critic::Input> x(1);
    std::size_t i = 0;
    for (double* place : x.places()) *place = point[i++];
    double* const gradient = raw(adversary.learner().gradient());
    std::fill_n(gradient, Critic::parameter_count, 0.0);
    adversary.accumulate(device, {.seed = 2, .time = 1}, 1, {x.read()}, {x.read()});
    return {gradient, gradient + Critic::parameter_count};
  }
  double value() { return adversary.report(device).penalty; }

  Double device;
  Adversary<Wasserstein, Constraint, Critic, Sgd, None, Double> adversary;
};

struct LinearCritic : Network<Shape<3>, Linear<1>> {};

inline void check(const List& found, const List& expected, double tolerance) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) CHECK(found[i] == near(expected[i], tolerance));
}

}  // namespace saddle::test
