// SPDX-License-Identifier: BSL-1.0
#include "adversary/game.hpp"

#include <saddle/core/types.hpp>

namespace objectives_test {

using namespace saddle;
using test::Game;

namespace {

/// Pairs (x, z).
struct Critic : Network<Joint<Shape<2>, Shape<3>>, Concat, Linear<4>, Tanh, Linear<1>> {};

template <class Constraint>
void check_all() {
  for_each(AllObjectives{}, [](auto objective) {
    using Objective = typename decltype(objective)::type;
    CAPTURE(Objective::name);
    Game<Objective, Constraint, Critic> game;
    game.check_critic(2);
    game.check_model();
  });
}

}  // namespace

TEST_CASE("Every objective: gradients of critic and model are those of the formulas",
          "[adversary]") {
  check_all<Unconstrained>();
}

TEST_CASE("Every objective: the same under a gradient penalty", "[adversary]") {
  check_all<GradientPenalty>();
}

TEST_CASE("Every objective: the same through spectral norm", "[adversary]") {
  check_all<SpectralNorm>();
}

}  // namespace objectives_test
