// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/scale_bytes.hpp>
#include <saddle/io/npy.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace saddle::data {

/// Reads labels of an NPY file of whole numbers, plain or gzip.
///
/// Shapes: returns (n).
/// Errors: as `parse_npy`; DataError for another shape, a fraction or a number beyond int.
inline Tensor<int, 1> read_npy_labels(const std::string& path) {
  const NpyArray array = read_npy_array(path);
  if (array.shape.size() != 1) {
    throw DataError(path, "shape", "1 axis of labels", std::to_string(array.shape.size()));
  }
  Tensor<int, 1> labels = xt::empty<int>({array.shape[0]});  // (n)
  array.for_each_value([&](std::size_t i, auto value) {
    const double number = static_cast<double>(value);
    constexpr double most = std::numeric_limits<int>::max();
    if (!(std::abs(number) <= most) || number != std::floor(number)) {
      throw DataError(path, std::string("label ") + std::to_string(i), "a whole number of 31 bits",
                      shortest_text(number));
    }
    labels(i) = static_cast<int>(number);
  });
  return labels;
}

/// A set from an NPY file, plain or gzip, with the labels of a second one if it is named.
///
/// Shapes: (n) are points of one column, (n, columns) points, (n, h, w) grey images, which become
///         (n, h, w, 1), (n, h, w, c) images.
/// Units:  bytes of images (three axes or more): 0 becomes -1, `full` becomes 1; where it is not
///         given, the largest byte decides, see `full_byte`, and the set's remarks say so. All
///         other numbers are taken as they are, points in the units of a table's `columns` if there
///         are any; remarks name the range of images that are not -1 to 1.
/// Errors: as `parse_npy`; DataError for a number that is not finite as a float, a byte above
///         `full` or another number of columns; ConfigError where the labels do not match.
inline Dataset npy(InputFile& file, const std::string& labels = {}, std::optional<int> full = {},
                   const std::vector<Column>& columns = {}) {
  const std::string& path = file.path();
  const NpyArray array = read_npy_array(file);
  std::vector<std::size_t> shape(array.shape.begin() + 1, array.shape.end());
  const bool images = shape.size() >= 2;
  if (shape.empty() || shape.size() == 2) shape.push_back(1);
  if (!images && !columns.empty() && columns.size() != shape[0]) {
    throw DataError(path, "shape", std::to_string(columns.size()) + " columns",
                    std::to_string(shape[0]));
  }
  std::size_t size = 1;
  for (std::size_t extent : array.shape) size *= extent;
  Dataset::Storage values(size);
  std::vector<std::string> remarks;
  if (images && array.code == npy_code<std::uint8_t>) {
    if (!full) remarks.push_back(full_remark(*(full = full_byte(array.bytes))));
    scale_bytes(path, array.bytes, *full, values.data());
  } else {
    full.reset();
    array.for_each_value([&](std::size_t i, auto value) {
      double number = static_cast<double>(value);
      if (!images && !columns.empty()) number = columns[i % columns.size()].standardised(number);
      if (!(std::abs(number) <= std::numeric_limits<float>::max())) {
        throw DataError(path, std::string("value ") + std::to_string(i),
                        "a number that is finite as a float",
                        shortest_text(static_cast<double>(value)));
      }
      values[i] = static_cast<float>(number);
    });
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    if (images && (*least < -1 || *least >= 0 || *most > 1)) {
      remarks.push_back(std::string("numbers from ") + shortest_text(*least) + " to " +
                        shortest_text(*most) +
                        " are taken as they are; the pictures of a model are -1 to 1");
    }
  }
  Dataset set(base_name(path), std::move(shape), std::move(values),
              labels.empty() ? Tensor<int, 1>::from_shape({0}) : read_npy_labels(labels));
  if (!images) set.columns = columns;
  set.full = full;
  set.remarks = std::move(remarks);
  return set;
}
inline Dataset npy(const std::string& path, const std::string& labels = {},
                   std::optional<int> full = {}, const std::vector<Column>& columns = {}) {
  InputFile file(path);
  return npy(file, labels, full, columns);
}

}  // namespace saddle::data
