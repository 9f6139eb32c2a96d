// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/core/text/decimal.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/data/label/labelled_source.hpp>
#include <saddle/data/permutation.hpp>
#include <saddle/data/source.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saddle::data {

/// A column of a table, and how the file's numbers were standardised.
struct Column {
  std::string name;
  double mean = 0, deviation = 1;

  /// A standardised value in the file's units.
  double in_file(double value) const { return mean + deviation * value; }
  /// That value in as few digits as show what a float can tell apart, seen from the mean.
  std::string text_in_file(float value) const {
    const double exact = in_file(static_cast<double>(value));
    const double size = std::max(std::abs(exact - mean), std::min(std::abs(mean), deviation));
    const double unseen = size * std::numeric_limits<float>::epsilon() / 4;
    for (int digits = 6; digits < 17; ++digits) {
      std::array<char, 32> text;
      const auto [end, code] = std::to_chars(text.data(), text.data() + text.size(), exact,
                                             std::chars_format::general, digits);
      const std::string_view decimal(text.data(), static_cast<std::size_t>(end - text.data()));
      const std::optional<double> read = number_in<double>(decimal);
      if (read && std::abs(*read - exact) <= unseen) return std::string(decimal);
    }
    return shortest_text(exact);
  }
  /// A value of the file as it is standardised.
  double standardised(double value) const { return (value - mean) / deviation; }

  bool operator==(const Column&) const = default;
};

/// Standardised rows in the file's units; what has no column is in them already.
///
/// Shapes: rows (n, d) -> (n, d).
inline Tensor<double, 2> in_file(const std::vector<Column>& columns, const Tensor<float, 2>& rows) {
  Tensor<double, 2> values = Tensor<double, 2>(rows);
  for (std::size_t i = 0; i < rows.shape(0); ++i) {
    for (std::size_t c = 0; c < std::min(columns.size(), rows.shape(1)); ++c) {
      values(i, c) = columns[c].in_file(values(i, c));
    }
  }
  return values;
}

/// Errors: DataError unless a column that `file` holds can be used: finite, a deviation above 0.
inline void require_scale(const std::string& file, const Column& column) {
  if (std::isfinite(column.mean) && std::isfinite(column.deviation) && column.deviation > 0) return;
  throw DataError(file, std::string("mean and deviation of ") + in_quotes(column.name),
                  "finite numbers, the second above 0",
                  shortest_text(column.mean) + " and " + shortest_text(column.deviation));
}

/// How the numbers of a file became those of a set. Sets that are compared have the same ones.
struct Units {
  std::vector<Column> columns{};  ///< of a table; without them its numbers are the file's own
  std::optional<int> full{};      ///< of images of bytes: what became 1, as 0 became -1
};

/// Samples in memory, with a label for each if there are any.
///
/// As a source it is endless: epoch after epoch, each in its own shuffled order, every sample once
/// per epoch; a batch may reach over the end of one. There is no state but the position.
class Dataset {
 public:
  using Storage = Tensor<float, 1>::storage_type;

  std::string name;
  std::vector<Column> columns{};           ///< of a table; otherwise empty
  std::optional<int> full{};               ///< of images of bytes: what became 1
  std::vector<std::string> class_names{};  ///< of the labels 0, 1, ...; empty for numbers
  std::vector<std::string> remarks{};      ///< what the reader of its file had to decide

  /// Takes `values` (n, ...) and `labels` (n) or no labels.
  ///
  /// Errors: ConfigError for no samples or another number of labels.
  template <std::size_t N>
  Dataset(std::string called, Tensor<float, N> values, Tensor<int, 1> labels = {})
      : Dataset(std::move(called), {values.shape().begin() + 1, values.shape().end()},
                std::move(values.storage()), std::move(labels)) {
    static_assert(N >= 2, "a Dataset holds samples: its first axis counts them");
  }

  /// Takes the numbers of samples whose `shape` is known at run time, one after the other.
  ///
  /// Errors: ConfigError for no samples, a part of one, or another number of labels.
  Dataset(std::string called, std::vector<std::size_t> shape, Storage&& values,
          Tensor<int, 1> labels = {})
      : name(std::move(called)), shape_(std::move(shape)), labels_(std::move(labels)) {
    for (std::size_t extent : shape_) row_size_ *= extent;
    if (values.size() == 0 || row_size_ == 0) {
      throw ConfigError(name + ": samples", "at least one", "none");
    }
    rows_ = values.size() / row_size_;
    if (values.size() % row_size_ != 0) {
      throw ConfigError(name + ": samples",
                        std::string("a multiple of ") + std::to_string(row_size_) + " values",
                        std::to_string(values.size()));
    }
    if (labels_.size() != 0 && labels_.size() != rows_) {
      throw ConfigError(name + ": labels",
                        std::string("one for each of ") + std::to_string(rows_) + " samples",
                        std::to_string(labels_.size()));
    }
    for (const int label : labels_) {
      if (label >= 0) classes_ = std::max(classes_, static_cast<std::size_t>(label) + 1);
    }
    values_ = std::move(values);
  }

  /// What a set that is to be compared with this one has to be read in.
  Units units() const { return {columns, full}; }

  /// The shape of one sample.
  const std::vector<std::size_t>& shape() const { return shape_; }

  /// The number of samples.
  std::size_t rows() const { return rows_; }

  /// The samples in the order of the file.
  ///
  /// Shapes: returns a view (rows, values per sample).
  auto values() const { return view(values_.data(), std::array{rows_, row_size_}); }

  /// The labels in the order of the file; empty if there are none.
  const Tensor<int, 1>& labels() const { return labels_; }

  /// The number of classes: one more than the largest label; 0 without labels.
  std::size_t classes() const { return classes_; }

  /// The samples of these rows, in this order, with all that is said of the set but the remarks.
  ///
  /// Errors: ConfigError for no rows, or one that is not there.
  Dataset subset(const std::vector<std::size_t>& rows) const {
    Storage values(rows.size() * row_size_);
    Tensor<int, 1> labels = xt::empty<int>({labels_.size() == 0 ? 0 : rows.size()});
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i] >= rows_) {
        throw ConfigError(name + ": row", std::string("below ") + std::to_string(rows_),
                          std::to_string(rows[i]));
      }
      std::copy_n(values_.data() + rows[i] * row_size_, row_size_, values.data() + i * row_size_);
      if (labels.size() > 0) labels(i) = labels_(rows[i]);
    }
    Dataset part(name, shape_, std::move(values), std::move(labels));
    part.columns = columns;
    part.full = full;
    part.class_names = class_names;
    return part;
  }

  /// Which sample stands at `position` of the row that belongs to `seed`.
  std::size_t row_at(std::uint64_t seed, std::uint64_t position) const {
    return static_cast<std::size_t>(Permutation(seed, position / rows_, rows_)(position % rows_));
  }

  /// Shapes: out (n, shape...).
  template <class T>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    for_each_row(n, seed, position, [&](std::size_t i, std::size_t row) {
      std::copy_n(values_.data() + row * row_size_, row_size_, out + i * row_size_);
    });
  }

  /// The labels of the samples that `draw` writes for the same seed and position.
  ///
  /// Shapes: out (n).
  /// Errors: ConfigError if there are no labels.
  void draw_labels(int* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    if (labels_.size() == 0) throw ConfigError(name + ": labels", "one for each sample", "none");
    for_each_row(n, seed, position, [&](std::size_t i, std::size_t row) { out[i] = labels_(row); });
  }

 private:
  template <class Take>
  void for_each_row(std::size_t n, std::uint64_t seed, std::uint64_t position, Take take) const {
    std::optional<Permutation> order;
    for (std::size_t i = 0; i < n; ++i, ++position) {
      const std::uint64_t index = position % rows_;
      if (!order || index == 0) order.emplace(seed, position / rows_, rows_);
      take(i, static_cast<std::size_t>((*order)(index)));
    }
  }

  std::vector<std::size_t> shape_;
  std::size_t rows_ = 0, row_size_ = 1, classes_ = 0;
  Storage values_;         // (rows, row_size)
  Tensor<int, 1> labels_;  // (rows) or (0)
};
static_assert(LabelledSource<Dataset>);

}  // namespace saddle::data
