// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/random.hpp>
#include <saddle/core/simd.hpp>
#include <saddle/data/source.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <string_view>

namespace saddle::data {

/// Two noisy half circles that reach into each other.
///
/// Source: scikit-learn's make_moons.
struct TwoMoons {
  static constexpr std::string_view name = "two_moons";

  double noise = 0.05;

  SADDLE_DESCRIBE(TwoMoons, noise);
  static constexpr Bounded bounded[] = {{"noise", limits::not_negative}};

  static constexpr std::array<std::size_t, 1> shape() { return {2}; }

  /// Shapes: out (n, 2).
  template <class T, class Arch = simd::Arch>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    for_each_stretch(n, seed, position, [&](const Stretch& stretch) {
      T* const points = out + 2 * stretch.offset;
      random::normal<T, Arch>(points, stretch.first, stretch.count, 2, stretch.draw(0));
      T choices[2 * longest_stretch];  // (count, 2): which moon, where along it
      random::uniform<T, Arch>(choices, stretch.first, stretch.count, 2, stretch.draw(1));
      for (std::size_t i = 0; i < stretch.count; ++i) {
        const bool upper = choices[2 * i] < T(0.5);
        const T t = static_cast<T>(std::numbers::pi) * choices[2 * i + 1];
        const T x = std::cos(t), y = std::sin(t);
        T* const point = points + 2 * i;
        point[0] = (upper ? x : 1 - x) + static_cast<T>(noise) * point[0];
        point[1] = (upper ? y : T(0.5) - y) + static_cast<T>(noise) * point[1];
      }
    });
  }
};
static_assert(Source<TwoMoons>);

}  // namespace saddle::data
