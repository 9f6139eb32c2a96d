// SPDX-License-Identifier: BSL-1.0
#include "units/gan_unit.hpp"

#include <saddle/experiment/mlp.hpp>

namespace saddle_program {

void mlp_unit(Units& units) {
  add<Gan, saddle::Mlp<saddle::Shape<28, 28, 1>>, saddle::Mlp<saddle::Shape<8, 8, 1>>,
      saddle::Mlp<saddle::Shape<32, 32, 3>>>(units);
}

}  // namespace saddle_program
