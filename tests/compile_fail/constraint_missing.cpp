// SPDX-License-Identifier: BSL-1.0
// expect: Gan needs a constraint as its second argument: Unconstrained, WeightClip,
// GradientPenalty, R1 or SpectralNorm

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

using Trainer = Gan<Wasserstein>;
const data::Ring source;

#include "readme/program.hpp"
