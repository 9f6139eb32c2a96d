// SPDX-License-Identifier: BSL-1.0
#include "units/gan_unit.hpp"

#include <saddle/experiment/toy.hpp>

void tables_unit(Units& units) { unit::add<unit::Gan, saddle::Toy<1>, saddle::Toy<4>>(units); }
