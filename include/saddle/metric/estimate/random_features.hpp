// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/random.hpp>
#include <saddle/core/tensor.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// Samples as a network sees sharp modes in them: beside their own numbers the sines and cosines of
/// random directions, at four scales.
///
/// Source: Rahimi and Recht 2007; Tancik et al. 2020.
class RandomFeatures {
 public:
  static constexpr std::size_t columns = 32;     ///< for the samples' own numbers; the rest are 0
  static constexpr std::size_t directions = 16;  ///< of every scale
  using Scales = std::array<double, 4>;          ///< deviations of the frequencies
  static constexpr std::size_t waves = directions * std::tuple_size_v<Scales>;
  static constexpr std::size_t size = columns + 2 * waves;

  /// Features of samples with `width` numbers of unit size.
  ///
  /// Errors: ConfigError for more than `columns` of them.
  RandomFeatures(std::size_t width, const Scales& scales, std::uint64_t seed) : width_(width) {
    if (width > columns) {
      throw ConfigError("samples",
                        std::string("at most ") + std::to_string(columns) + " numbers each",
                        std::to_string(width));
    }
    const random::Draw draw{.seed = seed, .time = 1, .stream = random::Stream::evaluation};
    for (std::size_t w = 0; w < waves; ++w) {
      const double deviation = scales[w / directions] / std::sqrt(static_cast<double>(width));
      for (std::size_t k = 0; k < width; ++k) {
        frequencies_.push_back(static_cast<float>(deviation * random::normal(draw, w, k)));
      }
    }
  }

  /// Shapes: x (n, width) -> (n, size).
  Tensor<float, 2> operator()(const Tensor<float, 2>& x) const {
    const std::size_t n = x.shape(0);
    Tensor<float, 2> result = xt::empty<float>({n, std::size_t{size}});
    parallel::for_each(n, [&](std::size_t i) {
      const float* const from = &x(i, 0);
      float* const to = &result(i, 0);
      float* const sines = to + columns;
      std::fill(std::copy_n(from, width_, to), sines, 0.0F);
      for (std::size_t w = 0; w < waves; ++w) {
        const float* const frequency = frequencies_.data() + w * width_;
        const float phase = std::inner_product(from, from + width_, frequency, 0.0F);
        sines[w] = std::sin(phase);
        sines[waves + w] = std::cos(phase);
      }
    });
    return result;
  }

 private:
  std::size_t width_;
  std::vector<float> frequencies_;  // (waves, width)
};

}  // namespace saddle::inline per_set
