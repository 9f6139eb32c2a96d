// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/label/one_hot.hpp>
#include <saddle/metric/quality/duplicates.hpp>
#include <saddle/metric/quality/frechet.hpp>
#include <saddle/metric/quality/gaussian_statistics.hpp>
#include <saddle/metric/quality/manifold.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace saddle {

/// How samples of one class compare with the data of that class.
struct ClassScores {
  std::size_t data = 0, samples = 0;
  double coverage = 0;    ///< of the class's data; see `ManifoldScores`
  double duplicates = 0;  ///< of the samples, ten times nearer to another than data usually are
  FrechetDistance frechet{};
};

/// The samples that have this label. Shapes: samples (n, d), labels (n) -> (m, d).
///
/// Errors: ConfigError for another number of labels.
template <class T>
Tensor<T, 2> of_class(const Tensor<T, 2>& samples, const Tensor<int, 1>& labels, int label) {
  data::require_labels(labels.size(), samples.shape(0));
  const auto count = static_cast<std::size_t>(std::count(labels.begin(), labels.end(), label));
  Tensor<T, 2> found = Tensor<T, 2>::from_shape({count, samples.shape(1)});
  for (std::size_t i = 0, next = 0; i < labels.size(); ++i) {
    if (labels(i) == label) std::copy_n(&samples(i, 0), samples.shape(1), &found(next++, 0));
  }
  return found;
}

/// The scores of every class 0, 1, ..., as many as there are.
///
/// Shapes: real (n, d), real_labels (n), fake (m, d), fake_labels (m): features, and the classes
///         that were asked for.
/// Errors: ConfigError for another number of labels, a class of which a side has no more than 5
///         samples, or features of different size.
template <class T>
std::vector<ClassScores> class_scores(const Tensor<T, 2>& real, const Tensor<int, 1>& real_labels,
                                      const Tensor<T, 2>& fake, const Tensor<int, 1>& fake_labels,
                                      std::size_t classes) {
  std::vector<ClassScores> scores(classes);
  for (std::size_t c = 0; c < classes; ++c) {
    const Tensor<T, 2> data = of_class(real, real_labels, static_cast<int>(c));
    const Tensor<T, 2> samples = of_class(fake, fake_labels, static_cast<int>(c));
    constexpr std::size_t neighbours = 5;
    if (std::min(data.shape(0), samples.shape(0)) <= neighbours) {
      throw ConfigError(std::string("class ") + std::to_string(c), "more than 5 data and samples",
                        std::to_string(data.shape(0)) + " and " + std::to_string(samples.shape(0)));
    }
    scores[c] = {
        .data = data.shape(0),
        .samples = samples.shape(0),
        .coverage = manifold_scores(data, samples, neighbours).coverage,
        .duplicates = duplicate_rate(samples, typical_distance(data) / 10),
        .frechet = frechet_distance(gaussian_statistics(data), gaussian_statistics(samples))};
  }
  return scores;
}

}  // namespace saddle
