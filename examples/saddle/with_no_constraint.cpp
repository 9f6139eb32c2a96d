// SPDX-License-Identifier: BSL-1.0
#include "compose.hpp"

std::vector<Composition> compositions_with_no_constraint() {
  return compose::with<saddle::Unconstrained>();
}
