// SPDX-License-Identifier: BSL-1.0
#include "units/conditional_gan_unit.hpp"

#include <saddle/experiment/conditional_toy.hpp>

namespace saddle_program {

void conditional_gan_unit(Units& units) {
  add<ConditionalGan, saddle::ConditionalToy<2, 8>>(units);
}

}  // namespace saddle_program
