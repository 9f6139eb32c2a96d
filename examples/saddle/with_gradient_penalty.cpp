// SPDX-License-Identifier: BSL-1.0
#include "compose.hpp"

std::vector<Composition> compositions_with_gradient_penalty() {
  return compose::with<saddle::GradientPenalty>();
}
