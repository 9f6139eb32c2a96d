// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "adversary/game.hpp"

#include <saddle/core/types.hpp>

namespace saddle::test {

/// Gradients of critic and model are those of the formulas, whatever the objective. The critic sees
/// pairs.
template <class Constraint>
void check_every_objective() {
  struct Critic : Network<Joint<Shape<2>, Shape<3>>, Concat, Linear<4>, Tanh, Linear<1>> {};
  for_each(AllObjectives{}, [](auto objective) {
    using Objective = typename decltype(objective)::type;
    CAPTURE(Objective::name);
    Game<Objective, Constraint, Critic> game;
    game.check_critic(2);
    game.check_model();
  });
}

}  // namespace saddle::test
