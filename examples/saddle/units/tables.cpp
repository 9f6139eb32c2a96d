// SPDX-License-Identifier: BSL-1.0
#include "units/gan_unit.hpp"

#include <saddle/experiment/toy.hpp>

namespace saddle_program {

void tables_unit(Units& units) { add<Gan, saddle::Toy<1>, saddle::Toy<4>>(units); }

}  // namespace saddle_program
