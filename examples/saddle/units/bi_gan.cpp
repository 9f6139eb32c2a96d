// SPDX-License-Identifier: BSL-1.0
#include "units/bi_gan_unit.hpp"

#include <saddle/experiment/bi_toy.hpp>

namespace saddle_program {

void bi_gan_unit(Units& units) { add<BiGan, saddle::BiToy<2>>(units); }

}  // namespace saddle_program
