// SPDX-License-Identifier: BSL-1.0
// expect: Alpha<1> divides by zero; its limit is KL: use KL

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

using Trainer = Gan<FDivergence<Alpha<1>>, SpectralNorm>;
const data::Ring source;

#include "readme/program.hpp"
