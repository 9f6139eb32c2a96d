// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/simd.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/blobs.hpp>
#include <saddle/data/label/labelled_source.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace saddle::data {

/// 25 Gaussians on a square grid around 0.
///
/// Source: Gulrajani et al. 2017, section 5 (there divided by 2 sqrt 2).
struct Grid {
  static constexpr std::string_view name = "grid";
  static constexpr std::size_t side = 5, mode_count = side * side;

  double spacing = 2;
  double sigma = 0.05;

  SADDLE_DESCRIBE(Grid, spacing, sigma);
  static constexpr Bounded bounded[] = {{"spacing", {}}, {"sigma", limits::not_negative}};

  static constexpr std::array<std::size_t, 1> shape() { return {2}; }
  static constexpr std::size_t classes() { return mode_count; }

  /// Shapes: returns (25, 2), row by row from the lower left corner.
  Tensor<double, 2> modes() const { return as_tensor(centres()); }

  /// Shapes: out (n, 2).
  template <class T, class Arch = simd::Arch>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    draw_blobs<T, Arch>(out, n, seed, position, centres(), sigma);
  }

  /// The modes of the points that `draw` writes for the same seed and position.
  ///
  /// Shapes: out (n).
  template <class Arch = simd::Arch>
  void draw_labels(int* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    draw_blob_labels<Arch, mode_count>(out, n, seed, position);
  }

 private:
  constexpr std::array<std::array<double, 2>, mode_count> centres() const {
    std::array<std::array<double, 2>, mode_count> result{};
    constexpr double middle = (side - 1) / 2.0;
    for (std::size_t k = 0; k < mode_count; ++k) {
      result[k] = {spacing * (static_cast<double>(k % side) - middle),
                   spacing * (static_cast<double>(k / side) - middle)};
    }
    return result;
  }
};
static_assert(LabelledSource<Grid>);

}  // namespace saddle::data
