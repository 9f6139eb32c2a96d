// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/permutation.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saddle::data {

/// A labelled set from which all classes are drawn equally often, however many samples each has:
/// classes take turns, and each is a row of shuffled epochs of its own.
///
///     fit(gan, data::Balanced{data::csv("flowers.csv", {.label = "species"})});
class Balanced {
 public:
  std::string_view name;

  /// Errors: ConfigError for a set without labels, or with a class or a sample that lacks the
  /// other.
  explicit Balanced(Dataset set) : set_(std::move(set)), by_class_(set_.classes()) {
    name = set_.name;
    if (by_class_.empty()) throw ConfigError(set_.name + ": labels", "one for each sample", "none");
    for (std::size_t row = 0; row < set_.rows(); ++row) {
      const int label = set_.labels()(row);
      if (label < 0) {
        throw ConfigError(set_.name + ": label of sample " + std::to_string(row), "0 or more",
                          std::to_string(label));
      }
      by_class_[static_cast<std::size_t>(label)].push_back(row);
    }
    for (std::size_t c = 0; c < by_class_.size(); ++c) {
      if (by_class_[c].empty()) {
        throw ConfigError(set_.name + ": samples of class " + std::to_string(c), "at least one",
                          "none");
      }
    }
  }
  Balanced(const Balanced& other) : Balanced(other.set_) {}
  Balanced& operator=(const Balanced&) = delete;

  const std::vector<std::size_t>& shape() const { return set_.shape(); }
  std::size_t classes() const { return by_class_.size(); }

  /// The set from which it draws.
  const Dataset& set() const { return set_; }

  /// Shapes: out (n, shape...).
  template <class T>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    const auto rows = set_.values();
    const std::size_t size = rows.shape()[1];
    for (std::size_t i = 0; i < n; ++i) {
      std::copy_n(&rows(row_at(seed, position + i), 0), size, out + i * size);
    }
  }

  /// The labels of the samples that `draw` writes for the same seed and position.
  ///
  /// Shapes: out (n).
  void draw_labels(int* out, std::size_t n, std::uint64_t, std::uint64_t position) const {
    for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<int>((position + i) % classes());
  }

 private:
  /// Which sample stands at `position` of the row that belongs to `seed`.
  std::size_t row_at(std::uint64_t seed, std::uint64_t position) const {
    const std::uint64_t label = position % classes(), turn = position / classes();
    const std::vector<std::size_t>& rows = by_class_[label];
    const Permutation order(seed + label, turn / rows.size(), rows.size());
    return rows[order(turn % rows.size())];
  }

  Dataset set_;
  std::vector<std::vector<std::size_t>> by_class_;  // the rows of every class
};
static_assert(LabelledSource<Balanced>);

}  // namespace saddle::data
