// SPDX-License-Identifier: BSL-1.0
// expect: this device is not available here: Cuda needs nvcc

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

using Trainer = Gan<Wasserstein, GradientPenalty, Ring, Cuda>;
const data::Ring source;

#include "readme/program.hpp"
