// SPDX-License-Identifier: BSL-1.0
#include "units/classifier_unit.hpp"

namespace saddle_program {

using saddle::Shape;

void classifier_unit(Units& units) {
  add_classifiers<Shape<28, 28, 1>, Shape<8, 8, 1>, Shape<32, 32, 3>>(units);
}

}  // namespace saddle_program
