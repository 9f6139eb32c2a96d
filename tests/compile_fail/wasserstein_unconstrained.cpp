// SPDX-License-Identifier: BSL-1.0
// expect: the Wasserstein objective needs a Lipschitz critic, and this constraint does not make it
// one: use WeightClip, GradientPenalty or SpectralNorm

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

using Trainer = Gan<Wasserstein, Unconstrained>;
const data::Ring source;

#include "readme/program.hpp"
