// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/random.hpp>
#include <saddle/core/simd.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/source.hpp>
#include <saddle/data/weights.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace saddle::data {

/// Point masses on the line: two of these at different places have disjoint supports, which every
/// f-divergence sees as the same distance and the Wasserstein distance does not.
///
/// Errors: ConfigError for weights that are no distribution.
struct PointMasses {
  /// One mass; the weights are relative.
  struct Mass {
    double place = 0, weight = 1;
  };

  static constexpr std::string_view name = "point_masses";
  static constexpr double sigma = 0;

  std::vector<Mass> masses = {{}};

  static constexpr std::array<std::size_t, 1> shape() { return {1}; }

  /// Shapes: returns (masses, 1).
  Tensor<double, 2> modes() const {
    Tensor<double, 2> places = xt::empty<double>({masses.size(), std::size_t{1}});  // (masses, 1)
    for (std::size_t k = 0; k < masses.size(); ++k) places(k, 0) = masses[k].place;
    return places;
  }

  /// Shapes: out (n, 1).
  template <class T, class Arch = simd::Arch>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    const double total = total_weight(name, masses);
    for_each_stretch(n, seed, position, [&](const Stretch& stretch) {
      std::uint32_t words[longest_stretch];
      random::words<Arch>(words, stretch.first, stretch.count, 1, stretch.draw(1));
      for (std::size_t i = 0; i < stretch.count; ++i) {
        const Mass& mass = choose(masses, total * random::unit(words[i]));
        out[stretch.offset + i] = static_cast<T>(mass.place);
      }
    });
  }
};
static_assert(Source<PointMasses>);

}  // namespace saddle::data
