// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/role.hpp>
#include <saddle/core/shape.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// Latent codes z ~ N(0, I) of `N` numbers.
template <std::size_t N>
struct Gaussian {
  static constexpr Role role = Role::latent;
  static constexpr std::string_view name = "Gaussian";
  using Value = Shape<N>;

  /// Samples number `first` and following of the draw. Shapes: z (n, N).
  template <class D>
  static void draw(D& device, Write<D> z, std::size_t n, std::size_t first,
                   const random::Draw& key) {
    fill_normal(device, z, n, N, first, key);
  }
};

/// Latent codes z ~ U(-1, 1)^N.
template <std::size_t N>
struct Uniform {
  static constexpr Role role = Role::latent;
  static constexpr std::string_view name = "Uniform";
  using Value = Shape<N>;

  template <class D>
  static void draw(D& device, Write<D> z, std::size_t n, std::size_t first,
                   const random::Draw& key) {
    fill_uniform(device, z, n, N, first, key, -1, 1);
  }
};

}  // namespace saddle
