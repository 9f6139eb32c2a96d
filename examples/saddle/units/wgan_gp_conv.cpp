// SPDX-License-Identifier: BSL-1.0
#include "units/gan_unit.hpp"

#include <saddle/experiment/wgan_gp_conv.hpp>

void wgan_gp_conv_unit(Units& units) {
  unit::add<unit::Gan, saddle::WganGpConv<saddle::Shape<28, 28, 1>>,
            saddle::WganGpConv<saddle::Shape<32, 32, 3>>>(units);
}
