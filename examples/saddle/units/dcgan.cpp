// SPDX-License-Identifier: BSL-1.0
#include "unit.hpp"

#include <saddle/experiment/dcgan.hpp>

std::vector<CompiledModel> dcgan_unit() {
  return unit::compile<saddle::Dcgan<saddle::Shape<28, 28, 1>>,
                       saddle::Dcgan<saddle::Shape<32, 32, 3>>>();
}
