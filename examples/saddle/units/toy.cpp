// SPDX-License-Identifier: BSL-1.0
#include "unit.hpp"

#include <saddle/experiment/toy.hpp>

std::vector<CompiledModel> toy_unit() {
  return unit::compile<saddle::Toy<2>, saddle::Toy<1>, saddle::Toy<4>>();
}
