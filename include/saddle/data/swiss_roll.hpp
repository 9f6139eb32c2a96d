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

/// A noisy spiral of one and a half turns: (t cos t, t sin t), t uniform in (1.5 pi, 4.5 pi).
///
/// Source: scikit-learn's make_swiss_roll seen along its axis, noise and scale as in Gulrajani et
///         al. 2017.
struct SwissRoll {
  static constexpr std::string_view name = "swiss_roll";

  double noise = 0.25;  ///< before the division by `scale`
  double scale = 7.5;

  SADDLE_DESCRIBE(SwissRoll, noise, scale);
  static constexpr Bounded bounded[] = {{"noise", limits::not_negative},
                                        {"scale", limits::positive}};

  static constexpr std::array<std::size_t, 1> shape() { return {2}; }

  /// Shapes: out (n, 2).
  template <class T, class Arch = simd::Arch>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    for_each_stretch(n, seed, position, [&](const Stretch& stretch) {
      T* const points = out + 2 * stretch.offset;
      random::normal<T, Arch>(points, stretch.first, stretch.count, 2, stretch.draw(0));
      T along[longest_stretch];
      random::uniform<T, Arch>(along, stretch.first, stretch.count, 1, stretch.draw(1));
      for (std::size_t i = 0; i < stretch.count; ++i) {
        const T t = static_cast<T>(1.5 * std::numbers::pi) * (1 + 2 * along[i]);
        T* const point = points + 2 * i;
        point[0] = (t * std::cos(t) + static_cast<T>(noise) * point[0]) / static_cast<T>(scale);
        point[1] = (t * std::sin(t) + static_cast<T>(noise) * point[1]) / static_cast<T>(scale);
      }
    });
  }
};
static_assert(Source<SwissRoll>);

}  // namespace saddle::data
