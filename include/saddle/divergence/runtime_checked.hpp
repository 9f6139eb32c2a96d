// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/role.hpp>
#include <saddle/divergence/check.hpp>
#include <saddle/divergence/concept.hpp>

#include <string>
#include <string_view>

namespace saddle {

/// A divergence whose f is only known at run time, because it reads a table or a fitted number.
///
/// `D::f` still accepts every scalar but need not be constexpr. `check()` does at run time what
/// the compiler does for other divergences; a trainer calls it before its first step.
///
/// Errors: `check` throws ConfigError with the first fault.
template <Divergence D>
struct RuntimeChecked {
  static constexpr Role role = Role::divergence;
  static constexpr std::string_view name = name_of<D>;

  template <class T>
  SADDLE_HD static T f(T u) {
    return D::f(u);
  }

  static void check() {
    const DivergenceFault fault = fault_on_grid<D, double>();
    if (fault == DivergenceFault::none) return;
    throw ConfigError(std::string("divergence \"") + std::string(name) + "\"",
                      "a convex f whose stated parts belong to it", std::string(sentence(fault)));
  }
};

}  // namespace saddle
