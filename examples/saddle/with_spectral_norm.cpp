// SPDX-License-Identifier: BSL-1.0
#include "compose.hpp"

std::vector<Composition> compositions_with_spectral_norm() {
  return compose::with<saddle::SpectralNorm>();
}
