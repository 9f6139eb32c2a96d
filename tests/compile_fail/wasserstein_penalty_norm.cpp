// SPDX-License-Identifier: BSL-1.0
// expect: the penalty measures the critic's slope in another norm than the dual of the objective's
// ground norm

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

// A critic that is 1-Lipschitz in L1 has slopes of at most 1 in LInf, not in L1.
using Trainer = Gan<BasicWasserstein<L1>, BasicGradientPenalty<TwoSided, Interpolates, L1>>;
const data::Ring source;

#include "readme/program.hpp"
