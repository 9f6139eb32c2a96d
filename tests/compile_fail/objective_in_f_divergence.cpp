// SPDX-License-Identifier: BSL-1.0
// expect: FDivergence<D> needs a divergence

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

using Trainer = Gan<FDivergence<Hinge>, SpectralNorm>;
const data::Ring source;

#include "readme/program.hpp"
