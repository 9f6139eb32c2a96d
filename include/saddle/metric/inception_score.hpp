// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// exp of the mean divergence KL(p(y | x) || p(y)) of a classifier's verdicts.
struct InceptionScore {
  double value = 0;      ///< mean over the splits: 1 to the number of classes
  double deviation = 0;  ///< of the splits, as the papers print it
};

/// The Inception Score by any classifier: its verdicts are to be sure and of every class.
///
/// Shapes: probabilities (n, classes), rows that sum to 1.
/// Errors: ConfigError for fewer samples than splits or a row that is no distribution.
/// Source: Salimans et al. 2016.
template <class T>
InceptionScore inception_score(const Tensor<T, 2>& probabilities, std::size_t splits = 10) {
  const std::size_t n = probabilities.shape(0), classes = probabilities.shape(1);
  if (splits == 0 || n < splits) {
    throw ConfigError("splits", std::string("1 to ") + std::to_string(n) + ", the samples",
                      std::to_string(splits));
  }
  double sum = 0, squares = 0;
  for (std::size_t split = 0; split < splits; ++split) {
    const std::size_t first = n * split / splits, last = n * (split + 1) / splits;
    const auto count = static_cast<double>(last - first);
    std::vector<double> marginal(classes, 0.0);
    double negative_entropy = 0;
    for (std::size_t i = first; i < last; ++i) {
      double total = 0;
      bool negative = false;
      for (std::size_t c = 0; c < classes; ++c) {
        const auto p = static_cast<double>(probabilities(i, c));
        total += p;
        negative = negative || p < 0;
        marginal[c] += p / count;
        if (p > 0) negative_entropy += p * std::log(p) / count;
      }
      if (negative || !(std::abs(total - 1) < 1e-3)) {
        throw ConfigError(std::string("probabilities of sample ") + std::to_string(i),
                          "numbers from 0 on that sum to 1",
                          negative ? "a negative one" : std::to_string(total));
      }
    }
    double divergence = negative_entropy;
    for (double p : marginal) divergence -= p > 0 ? p * std::log(p) : 0;
    const double score = std::exp(divergence);
    sum += score;
    squares += score * score;
  }
  const auto count = static_cast<double>(splits);
  const double mean = sum / count;
  return {mean, std::sqrt(std::max(0.0, squares / count - mean * mean))};
}

}  // namespace saddle::inline per_set
