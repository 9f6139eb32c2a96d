// SPDX-License-Identifier: BSL-1.0
#include "units/conditional_gan_unit.hpp"

#include <saddle/experiment/conditional_toy.hpp>

void conditional_gan_unit(Units& units) {
  unit::add<unit::ConditionalGan, saddle::ConditionalToy<2, 8>>(units);
}
