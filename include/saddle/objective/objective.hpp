// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/types.hpp>
#include <saddle/divergence/divergence.hpp>
#include <saddle/objective/concept.hpp>
#include <saddle/objective/f_divergence.hpp>
#include <saddle/objective/hinge.hpp>
#include <saddle/objective/least_squares.hpp>
#include <saddle/objective/minimax.hpp>
#include <saddle/objective/non_saturating.hpp>
#include <saddle/objective/wasserstein.hpp>

namespace saddle {

/// FDivergence of every divergence in the list.
template <class List>
struct FDivergencesOf;
template <class... D>
struct FDivergencesOf<types<D...>> {
  using type = types<FDivergence<D>...>;
};

/// The objectives that are no f-divergence by construction.
using PlainObjectives = types<Minimax, NonSaturating, LeastSquares, Hinge, Wasserstein>;

/// Every objective the command line knows.
using AllObjectives = decltype(PlainObjectives{} + FDivergencesOf<AllDivergences>::type{});

}  // namespace saddle
