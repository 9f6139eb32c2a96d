// SPDX-License-Identifier: BSL-1.0
#include "units/gan_unit.hpp"

#include <saddle/experiment/dcgan.hpp>

void dcgan_unit(Units& units) {
  unit::add<unit::Gan, saddle::Dcgan<saddle::Shape<28, 28, 1>>,
            saddle::Dcgan<saddle::Shape<32, 32, 3>>>(units);
}
