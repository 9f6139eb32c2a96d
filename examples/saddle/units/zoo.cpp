// SPDX-License-Identifier: BSL-1.0
#include "zoo_unit.hpp"

void zoo_unit(Units& units) { unit::add_zoo(units); }
