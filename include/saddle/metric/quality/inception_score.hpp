// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/permutation.hpp>
#include <saddle/metric/quality/sorted_rows.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// exp of the mean divergence KL(p(y | x) || p(y)) of a classifier's verdicts.
struct InceptionScore {
  double value = 0;      ///< mean over the splits: 1 to the number of classes
  double deviation = 0;  ///< of the splits, as the papers print it
};

/// The score of some of the samples, by their rows in `probabilities`.
template <class T>
double inception_score_of(const Tensor<T, 2>& probabilities, std::span<const std::size_t> rows) {
  const auto count = static_cast<double>(rows.size());
  std::vector<double> marginal(probabilities.shape(1), 0.0);
  double divergence = 0;
  for (const std::size_t i : rows) {
    for (std::size_t c = 0; c < marginal.size(); ++c) {
      const auto p = static_cast<double>(probabilities(i, c));
      marginal[c] += p / count;
      if (p > 0) divergence += p * std::log(p) / count;
    }
  }
  for (double p : marginal) divergence -= p > 0 ? p * std::log(p) : 0;
  return std::exp(divergence);
}

/// The Inception Score by any classifier: its verdicts are to be sure and of every class.
///
/// The splits are drawn at random, and by what the samples are: their order, by class for instance,
/// changes nothing.
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
  for (std::size_t i = 0; i < n; ++i) {
    const std::span<const T> row(&probabilities(i, 0), classes);
    const double total = std::accumulate(row.begin(), row.end(), 0.0);
    const bool negative = std::any_of(row.begin(), row.end(), [](T p) { return p < 0; });
    if (!negative && std::abs(total - 1) < 1e-3) continue;
    throw ConfigError(std::string("probabilities of sample ") + std::to_string(i),
                      "numbers from 0 on that sum to 1",
                      negative ? "a negative one" : std::to_string(total));
  }
  const std::vector<std::size_t> sorted = sorted_rows(probabilities);
  std::vector<std::size_t> order(n);
  const data::Permutation shuffled(/*seed=*/0, /*epoch=*/0, n);
  for (std::size_t i = 0; i < n; ++i) order[i] = sorted[static_cast<std::size_t>(shuffled(i))];
  double sum = 0, squares = 0;
  for (std::size_t split = 0; split < splits; ++split) {
    const std::size_t first = n * split / splits, last = n * (split + 1) / splits;
    const double score =
        inception_score_of(probabilities, std::span(order).subspan(first, last - first));
    sum += score;
    squares += score * score;
  }
  const auto count = static_cast<double>(splits);
  const double mean = sum / count;
  return {mean, std::sqrt(std::max(0.0, squares / count - mean * mean))};
}

}  // namespace saddle::inline per_set
