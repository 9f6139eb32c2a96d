// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/random.hpp>
#include <saddle/core/simd.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/source.hpp>
#include <saddle/data/weights.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <string_view>
#include <vector>

namespace saddle::data {

/// A mixture of Gaussians on the line; the default has a narrow and a wide mode, which divergences
/// cover or drop differently.
///
/// Errors: ConfigError for weights that are no distribution.
struct Mixture {
  /// One Gaussian; the weights are relative.
  struct Part {
    double weight = 1, mean = 0, sigma = 1;
  };

  static constexpr std::string_view name = "mixture";

  std::vector<Part> parts = {{0.6, -1, 0.6}, {0.4, 2, 0.9}};

  static constexpr std::array<std::size_t, 1> shape() { return {1}; }

  /// Shapes: returns (parts, 1).
  Tensor<double, 2> modes() const {
    Tensor<double, 2> means = xt::empty<double>({parts.size(), std::size_t{1}});  // (parts, 1)
    for (std::size_t k = 0; k < parts.size(); ++k) means(k, 0) = parts[k].mean;
    return means;
  }

  /// The probability density at x.
  double density(double x) const {
    double sum = 0, total = 0;
    for (const Part& part : parts) {
      const double z = (x - part.mean) / part.sigma;
      sum += part.weight * std::exp(-z * z / 2) / part.sigma;
      total += part.weight;
    }
    return sum / (total * std::sqrt(2 * std::numbers::pi));
  }

  /// Shapes: out (n, 1).
  template <class T, class Arch = simd::Arch>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    const double total = total_weight(name, parts);
    for_each_stretch(n, seed, position, [&](const Stretch& stretch) {
      T* const values = out + stretch.offset;
      random::normal<T, Arch>(values, stretch.first, stretch.count, 1, stretch.draw(0));
      std::uint32_t words[longest_stretch];
      random::words<Arch>(words, stretch.first, stretch.count, 1, stretch.draw(1));
      for (std::size_t i = 0; i < stretch.count; ++i) {
        const Part& part = choose(parts, total * random::unit(words[i]));
        values[i] = static_cast<T>(part.mean) + static_cast<T>(part.sigma) * values[i];
      }
    });
  }
};
static_assert(Source<Mixture>);

}  // namespace saddle::data
