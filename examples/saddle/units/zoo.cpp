// SPDX-License-Identifier: BSL-1.0
#include "units/zoo_unit.hpp"

void zoo_unit(Units& units) { unit::add_zoo(units); }
