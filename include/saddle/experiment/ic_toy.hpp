// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/conditional_toy.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// Editing of points, or rows of a table, by their label, and the default of `IcGan`.
template <std::size_t columns, std::size_t classes>
struct IcToy : ConditionalToy<columns, classes> {
  static constexpr std::string_view name = "ic-toy";
  struct CodeEncoder
      : Network<Shape<columns>, Linear<128>, Relu, Linear<128>, Relu, Linear<columns>> {};
  struct LabelEncoder
      : Network<Shape<columns>, Linear<128>, Relu, Linear<128>, Relu, Linear<classes>> {};

  /// Half of the critic's fakes are real samples with a wrong label, as in the authors' program.
  static constexpr double mismatched = 0.5;
};

}  // namespace saddle
