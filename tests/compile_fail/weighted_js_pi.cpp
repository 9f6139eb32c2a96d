// SPDX-License-Identifier: BSL-1.0
// expect: WeightedJensenShannon<pi> needs a weight pi inside .0, 1.

#include <saddle/objective/objective.hpp>

using Objective = saddle::FDivergence<saddle::WeightedJensenShannon<1>>;

double loss(double score) { return Objective::critic_fake(score); }
