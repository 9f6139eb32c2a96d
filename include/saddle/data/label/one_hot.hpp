// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>

namespace saddle::data {

/// Errors: ConfigError unless there is a label for each of the samples.
inline void require_labels(std::size_t labels, std::size_t samples) {
  if (labels == samples) return;
  throw ConfigError("labels",
                    std::string("one for each of ") + std::to_string(samples) + " samples",
                    std::to_string(labels));
}

/// The label as a place among `classes`.
///
/// Errors: ConfigError for a label that is no class.
inline std::size_t class_number(int label, std::size_t classes) {
  if (label < 0 || static_cast<std::size_t>(label) >= classes) {
    throw ConfigError("label", std::string("0 to ") + std::to_string(classes - 1),
                      std::to_string(label));
  }
  return static_cast<std::size_t>(label);
}

/// Writes each label as a row of zeros with a 1 in the place of its class.
///
/// Shapes: labels (n), out (n, classes).
/// Errors: ConfigError for a label that is no class.
template <class T>
void one_hot(T* out, std::span<const int> labels, std::size_t classes) {
  std::fill_n(out, labels.size() * classes, T(0));
  for (const int label : labels) {
    out[class_number(label, classes)] = T(1);
    out += classes;
  }
}

/// The class of the greatest number in every row, of equal ones the first.
///
/// Shapes: scores (n, classes) -> (n).
template <class T>
Tensor<int, 1> likeliest(const Tensor<T, 2>& scores) {
  Tensor<int, 1> verdicts = xt::empty<int>({scores.shape(0)});
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const T* const row = &scores(i, 0);
    verdicts(i) = static_cast<int>(std::max_element(row, row + scores.shape(1)) - row);
  }
  return verdicts;
}

}  // namespace saddle::data
