// SPDX-License-Identifier: BSL-1.0
// expect: the first argument is a divergence, not an objective: write FDivergence<...>

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

using Trainer = Gan<Pearson, WeightClip>;
const data::Ring source;

#include "readme/program.hpp"
