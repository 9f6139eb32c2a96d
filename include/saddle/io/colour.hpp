// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace saddle::inline per_set {

/// Red, green and blue of a picture.
using Colour = std::array<std::uint8_t, 3>;

/// The colour `part` of the way from `from` to `to`.
inline Colour mix(Colour from, Colour to, double part) {
  Colour mixed{};
  for (std::size_t c = 0; c < 3; ++c) {
    mixed[c] = static_cast<std::uint8_t>(from[c] + part * (to[c] - from[c]) + 0.5);
  }
  return mixed;
}

/// A colour map from dark violet (0) over green to yellow (1), even to the eye and in grey.
///
/// Source: nine samples of "viridis" (Smith and van der Walt, CC0), linear in between.
inline Colour viridis(double value) {
  constexpr std::array<Colour, 9> samples = {{{68, 1, 84},
                                              {71, 45, 123},
                                              {59, 82, 139},
                                              {44, 114, 142},
                                              {33, 145, 140},
                                              {40, 174, 128},
                                              {94, 201, 98},
                                              {173, 220, 48},
                                              {253, 231, 37}}};
  if (!std::isfinite(value)) return {255, 0, 255};
  const double place = std::clamp(value, 0.0, 1.0) * (samples.size() - 1);
  const auto left = std::min(static_cast<std::size_t>(place), samples.size() - 2);
  return mix(samples[left], samples[left + 1], place - static_cast<double>(left));
}

/// Distinct colours for the lines of a plot, told apart also by colour-blind eyes.
///
/// Source: Okabe and Ito 2008, without the yellow that is too pale for lines.
inline Colour line_colour(std::size_t index) {
  constexpr std::array<Colour, 6> colours = {
      {{0, 114, 178}, {213, 94, 0}, {0, 158, 115}, {204, 121, 167}, {230, 159, 0}, {86, 180, 233}}};
  return colours[index % colours.size()];
}

}  // namespace saddle::inline per_set
