// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/random.hpp>
#include <saddle/core/tensor.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace saddle::inline per_set {

/// Samples as a network sees sharp modes in them: beside their own numbers the sines and cosines of
/// random directions, at four scales. Samples of any number of columns become `size` numbers.
///
/// Source: Rahimi and Recht 2007; Tancik et al. 2020.
class RandomFeatures {
 public:
  static constexpr std::size_t columns = 64;     ///< of the samples' own numbers; the rest are 0
  static constexpr std::size_t directions = 32;  ///< of every scale
  using Scales = std::array<double, 4>;          ///< deviations of the frequencies
  static constexpr std::size_t waves = directions * std::tuple_size_v<Scales>;
  static constexpr std::size_t size = columns + 2 * waves;

  /// Features of samples with `width` numbers of unit size; more than `columns` of them are seen
  /// through as many random projections.
  RandomFeatures(std::size_t width, const Scales& scales, std::uint64_t seed)
      : seen_(std::min(width, columns)) {
    const auto draw_row = [&](std::size_t row, std::size_t count, double deviation,
                              std::uint32_t time, std::vector<float>& to) {
      const random::Draw draw{.seed = seed, .time = time, .stream = random::Stream::evaluation};
      for (std::size_t k = 0; k < count; ++k) {
        to.push_back(static_cast<float>(deviation * random::normal(draw, row, k)));
      }
    };
    if (width > columns) {
      for (std::size_t j = 0; j < columns; ++j) {
        draw_row(j, width, 1 / std::sqrt(static_cast<double>(width)), 0, projection_);
      }
    }
    for (std::size_t w = 0; w < waves; ++w) {
      const double deviation = scales[w / directions] / std::sqrt(static_cast<double>(seen_));
      draw_row(w, seen_, deviation, 1, frequencies_);
    }
  }

  /// Shapes: x (n, width) -> (n, size).
  Tensor<float, 2> operator()(const Tensor<float, 2>& x) const {
    const std::size_t n = x.shape(0), width = x.shape(1);
    Tensor<float, 2> result = xt::empty<float>({n, std::size_t{size}});
    parallel::for_each(n, [&](std::size_t i) {
      float* to = &result(i, 0);
      if (projection_.empty()) {
        std::copy_n(&x(i, 0), seen_, to);
      } else {
        for (std::size_t j = 0; j < seen_; ++j) {
          to[j] = dot(&x(i, 0), projection_.data() + j * width, width);
        }
      }
      std::fill(to + seen_, to + columns, 0.0F);
      float* const sines = to + columns;
      for (std::size_t w = 0; w < waves; ++w) {
        const float phase = dot(to, frequencies_.data() + w * seen_, seen_);
        sines[w] = std::sin(phase);
        sines[waves + w] = std::cos(phase);
      }
    });
    return result;
  }

 private:
  static float dot(const float* a, const float* b, std::size_t n) {
    float sum = 0;
    for (std::size_t k = 0; k < n; ++k) sum += a[k] * b[k];
    return sum;
  }

  std::size_t seen_;                // columns that the frequencies belong to
  std::vector<float> projection_;   // (columns, width), or none
  std::vector<float> frequencies_;  // (waves, seen)
};

}  // namespace saddle::inline per_set
