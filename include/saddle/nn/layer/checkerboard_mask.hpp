// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/chain/image.hpp>
#include <saddle/nn/chain/linear_map.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace saddle {

/// Keeps the pixels (i, j) with odd i + j, or with even i + j where `reversed`; the others become
/// zero. Source: Dinh et al. 2017.
template <bool reversed = false>
struct CheckerboardMask {
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = "CheckerboardMask";
  template <class In>
  static constexpr bool accepts = ImageShape<In>;
  template <class In>
  using On = LinearMapOn<In, In, CheckerboardMask>;

  template <class>
  static std::string pytorch() {
    return PythonCall("CheckerboardMask")(reversed).text();
  }

  template <class In, class Out, class D>
  static void apply(D& device, ConstBatch<In, D> x, Batch<Out, D> y, std::size_t n) {
    mask_checkerboard(device, y.ref(), x.ref(), n, In::extents[0], In::extents[1], In::last,
                      reversed ? 0 : 1);
  }
  template <class In, class Out, class D>
  static void transpose(D& device, ConstBatch<Out, D> dy, Batch<In, D> dx, std::size_t n) {
    apply<Out, In>(device, dy, dx, n);
  }
};

}  // namespace saddle
