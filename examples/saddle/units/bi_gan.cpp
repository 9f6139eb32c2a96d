// SPDX-License-Identifier: BSL-1.0
#include "units/bi_gan_unit.hpp"

#include <saddle/experiment/bi_toy.hpp>

void bi_gan_unit(Units& units) { unit::add<unit::BiGan, saddle::BiToy<2>>(units); }
