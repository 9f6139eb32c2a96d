// SPDX-License-Identifier: BSL-1.0
#include "units/zoo_unit.hpp"

namespace saddle_program {

void zoo_unit(Units& units) { add_zoo(units); }

}  // namespace saddle_program
