// SPDX-License-Identifier: BSL-1.0
// expect: the second argument, a constraint, is missing: use Unconstrained, WeightClip,
// GradientPenalty, R1 or SpectralNorm

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

using Trainer = Gan<Wasserstein>;
const data::Ring source;

#include "readme/program.hpp"
