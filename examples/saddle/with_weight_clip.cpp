// SPDX-License-Identifier: BSL-1.0
#include "compose.hpp"

std::vector<Composition> compositions_with_weight_clip() {
  return compose::with<saddle::WeightClip>();
}
