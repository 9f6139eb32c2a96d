// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/compiler.hpp>

namespace saddle {

/// A real number as a template argument: `Alpha<2>` and `Alpha<2.0>` are the same type, which a
/// plain `double` parameter would not allow.
struct Number {
  constexpr Number(double v) : value(v) {}

  double value;
};

}  // namespace saddle
