// SPDX-License-Identifier: BSL-1.0
#include "gan_unit.hpp"

#include <saddle/experiment/toy.hpp>

void toy_unit(Units& units) { unit::add<unit::Gan, saddle::Toy<2>>(units); }
