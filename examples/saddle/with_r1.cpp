// SPDX-License-Identifier: BSL-1.0
#include "compose.hpp"

std::vector<Composition> compositions_with_r1() { return compose::with<saddle::R1>(); }
