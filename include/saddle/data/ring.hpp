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
#include <numbers>
#include <string_view>

namespace saddle::data {

/// Eight Gaussians on a circle: the usual test for dropped modes.
///
/// Source: Gulrajani et al. 2017, section 5 (there divided by sqrt 2).
struct Ring {
  static constexpr std::string_view name = "ring";
  static constexpr std::size_t mode_count = 8;

  double radius = 2;
  double sigma = 0.02;

  SADDLE_DESCRIBE(Ring, radius, sigma);
  static constexpr Bounded bounded[] = {{"radius", {}}, {"sigma", limits::not_negative}};

  static constexpr std::array<std::size_t, 1> shape() { return {2}; }
  static constexpr std::size_t classes() { return mode_count; }

  /// Shapes: returns (8, 2), against the clock from (radius, 0).
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
    const double a = radius, b = radius / std::numbers::sqrt2;
    return {{{a, 0}, {b, b}, {0, a}, {-b, b}, {-a, 0}, {-b, -b}, {0, -a}, {b, -b}}};
  }
};
static_assert(LabelledSource<Ring>);

}  // namespace saddle::data
