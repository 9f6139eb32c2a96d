// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/constraint.hpp>
#include <saddle/objective/objective.hpp>

#include <tuple>

/// Three objectives and three constraints that every formulation is trained with.
namespace games {

using namespace saddle;

template <class O, class C>
struct Game {
  using Objective = O;
  using Constraint = C;
};

/// Each objective and each constraint once.
using Each = std::tuple<Game<NonSaturating, Unconstrained>, Game<LeastSquares, SpectralNorm>,
                        Game<Hinge, R1>>;
/// The other pairs of them.
using Others = std::tuple<Game<NonSaturating, SpectralNorm>, Game<NonSaturating, R1>,
                          Game<LeastSquares, Unconstrained>, Game<LeastSquares, R1>,
                          Game<Hinge, Unconstrained>, Game<Hinge, SpectralNorm>>;
/// Every pair, in the programs of test-long; else each objective and each constraint once.
#ifdef SADDLE_LONG_TESTS
using Played = decltype(std::tuple_cat(Each{}, Others{}));
#else
using Played = Each;
#endif

}  // namespace games
