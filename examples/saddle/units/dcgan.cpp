// SPDX-License-Identifier: BSL-1.0
#include "units/gan_unit.hpp"

#include <saddle/experiment/dcgan.hpp>

namespace saddle_program {

void dcgan_unit(Units& units) {
  add<Gan, saddle::Dcgan<saddle::Shape<28, 28, 1>>, saddle::Dcgan<saddle::Shape<32, 32, 3>>>(units);
}

}  // namespace saddle_program
