// SPDX-License-Identifier: BSL-1.0
// expect: Alpha<0> divides by zero; its limit is ReverseKL: use ReverseKL

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

using Trainer = Gan<FDivergence<Alpha<0>>, SpectralNorm>;
const data::Ring source;

#include "readme/program.hpp"
