// SPDX-License-Identifier: BSL-1.0
#include "units/gan_unit.hpp"

#include <saddle/experiment/wgan_gp_conv.hpp>

namespace saddle_program {

void wgan_gp_conv_unit(Units& units) {
  add<Gan, saddle::WganGpConv<saddle::Shape<28, 28, 1>>,
      saddle::WganGpConv<saddle::Shape<32, 32, 3>>>(units);
}

}  // namespace saddle_program
