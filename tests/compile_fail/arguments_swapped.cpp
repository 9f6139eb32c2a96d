// SPDX-License-Identifier: BSL-1.0
// expect: the first argument is not an objective

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

using Trainer = Gan<WeightClip, Wasserstein>;
const data::Ring source;

#include "readme/program.hpp"
