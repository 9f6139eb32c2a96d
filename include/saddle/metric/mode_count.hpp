// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace saddle {

/// How samples are spread over the modes of a known mixture.
struct ModeCount {
  std::size_t modes = 0;        ///< modes with at least a fifth of their fair share of samples
  std::size_t modes_total = 0;  ///< modes there are
  double high_quality = 0;      ///< fraction of samples within 3 sigma of their nearest mode
  double mode_kl = 0;  ///< KL(modes hit by those samples || uniform); infinite if there are none
};

/// Assigns each sample to its nearest mode and counts.
///
/// Only samples within 3 sigma of a mode count for it; its fair share is samples / modes.
///
/// Shapes: samples (n, d), centres (modes, d).
/// Units:  mode_kl in nats.
/// Errors: ConfigError for no samples, no modes or different d.
/// Cost:   n * modes * d.
template <class T, class C>
ModeCount count_modes(const Tensor<T, 2>& samples, const Tensor<C, 2>& centres, double sigma) {
  const std::size_t n = samples.shape(0), d = samples.shape(1), modes = centres.shape(0);
  if (n == 0 || modes == 0 || centres.shape(1) != d) {
    throw ConfigError("count_modes", "samples (n, d) and centres (modes, d)",
                      std::string("(") + std::to_string(n) + ", " + std::to_string(d) + ") and (" +
                          std::to_string(modes) + ", " + std::to_string(centres.shape(1)) + ")");
  }
  constexpr double inf = std::numeric_limits<double>::infinity();
  std::vector<std::size_t> hits(modes);
  std::size_t good = 0;
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t nearest = 0;
    double least = inf;  // squared distance; a sample that is not finite stays there
    for (std::size_t k = 0; k < modes; ++k) {
      double square = 0;
      for (std::size_t j = 0; j < d; ++j) {
        const double away = static_cast<double>(samples(i, j)) - static_cast<double>(centres(k, j));
        square += away * away;
      }
      if (square < least) {
        least = square;
        nearest = k;
      }
    }
    if (least <= 9 * sigma * sigma) {
      ++hits[nearest];
      ++good;
    }
  }
  constexpr double enough = 0.2;  // of the fair share
  const double share = static_cast<double>(n) / static_cast<double>(modes);
  ModeCount count{0, modes, static_cast<double>(good) / static_cast<double>(n), good > 0 ? 0 : inf};
  for (std::size_t hit : hits) {
    if (static_cast<double>(hit) >= enough * share) ++count.modes;
    if (hit == 0) continue;
    const double p = static_cast<double>(hit) / static_cast<double>(good);
    count.mode_kl += p * std::log(p * static_cast<double>(modes));
  }
  return count;
}

}  // namespace saddle
