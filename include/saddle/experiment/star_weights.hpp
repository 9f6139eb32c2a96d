// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/compiler.hpp>

namespace saddle {

/// What the losses of a `StarGan` weigh, where nothing else is said as Choi et al. 2018 have it; an
/// experiment may say otherwise in a static member `weights`.
struct StarWeights {
  double class_weight = 1;     ///< of the losses of the critic's class head
  double reconstruction = 10;  ///< of G(G(x, c), own) = x, by L1
  double identity = 0;         ///< of G(x, own) = x, by L1; 0 leaves it out
  /// The class head learns of translations too, namely from which domain they came: else it is soon
  /// deceived by what nobody sees.
  bool origins = false;
};

}  // namespace saddle
