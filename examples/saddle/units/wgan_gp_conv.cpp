// SPDX-License-Identifier: BSL-1.0
#include "unit.hpp"

#include <saddle/experiment/wgan_gp_conv.hpp>

std::vector<CompiledModel> wgan_gp_conv_unit() {
  return unit::compile<saddle::WganGpConv<saddle::Shape<28, 28, 1>>,
                       saddle::WganGpConv<saddle::Shape<32, 32, 3>>>();
}
