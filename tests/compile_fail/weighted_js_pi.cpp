// SPDX-License-Identifier: BSL-1.0
// expect: WeightedJensenShannon<pi> needs a weight pi inside .0, 1.

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

using Trainer = Gan<FDivergence<WeightedJensenShannon<1>>, SpectralNorm>;
const data::Ring source;

#include "readme/program.hpp"
