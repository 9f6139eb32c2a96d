// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/compiler.hpp>

#include <concepts>
#include <string_view>

namespace saddle {

struct LInf;

/// The sum of absolute values.
struct L1 {
  using dual = LInf;
  static constexpr std::string_view name = "L1";
};

/// The Euclidean norm.
struct L2 {
  using dual = L2;
  static constexpr std::string_view name = "L2";
};

/// The largest absolute value.
struct LInf {
  using dual = L1;
  static constexpr std::string_view name = "LInf";
};

/// A norm on samples. A function is 1-Lipschitz in the norm N exactly if its gradient is at most 1
/// in the dual norm `N::dual`, so a ground norm and a gradient penalty have to match.
template <class N>
concept Norm = std::same_as<N, L1> || std::same_as<N, L2> || std::same_as<N, LInf>;

}  // namespace saddle
