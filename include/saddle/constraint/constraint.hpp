// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/concept.hpp>
#include <saddle/constraint/gradient_penalty.hpp>
#include <saddle/constraint/r1.hpp>
#include <saddle/constraint/spectral_norm.hpp>
#include <saddle/constraint/unconstrained.hpp>
#include <saddle/constraint/weight_clip.hpp>
#include <saddle/core/types.hpp>

namespace saddle {

/// The constraints of the lecture and of the recipes that followed, as a list for laws and sweeps.
using AllConstraints = types<Unconstrained, WeightClip, GradientPenalty, R1, SpectralNorm>;

}  // namespace saddle
