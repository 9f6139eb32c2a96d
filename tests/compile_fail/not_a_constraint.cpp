// SPDX-License-Identifier: BSL-1.0
// expect: the second argument is not a constraint: use Unconstrained, WeightClip,
// GradientPenalty, R1 or SpectralNorm

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

using Trainer = Gan<Hinge, Adam>;
const data::Ring source;

#include "readme/program.hpp"
