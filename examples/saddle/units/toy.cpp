// SPDX-License-Identifier: BSL-1.0
#include "unit.hpp"

#include <saddle/experiment/toy.hpp>

void toy_unit(Units& units) { unit::add<saddle::Toy<2>>(units); }
