// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/tensor.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/scale_bytes.hpp>
#include <saddle/io/file/input_file.hpp>
#include <saddle/io/gzip.hpp>
#include <saddle/io/parse.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace saddle::data {

/// Images of CIFAR-10 with their labels.
struct CifarBytes {
  static constexpr std::size_t side = 32, channels = 3, area = side * side, image = area * channels,
                               record = 1 + image, classes = 10;

  std::vector<unsigned char> pixels;  ///< (n, 32, 32, 3)
  std::vector<unsigned char> labels;  ///< (n)
};

/// Reads one binary file of CIFAR-10 and appends its images: records of a label, then all red, all
/// green and all blue values.
///
/// Errors: DataError for a label above 9, a part of a record, or none.
/// Source: Krizhevsky 2009, "Binary version" of the data set.
template <class File>
void parse_cifar(File& file, CifarBytes& images) {
  using C = CifarBytes;
  std::array<unsigned char, C::record> record;
  for (std::size_t n = 0;; ++n) {
    const std::uint64_t offset = file.position();
    const std::size_t count = file.read(record.data(), record.size());
    if (count == 0 && n > 0) return;
    if (count < record.size()) {
      throw parse::error(file, offset, std::string("record ") + std::to_string(n),
                         std::to_string(C::record) + " bytes",
                         std::to_string(count) + " before the end of the file");
    }
    if (record[0] >= C::classes) {
      throw parse::error(file, offset, std::string("label of record ") + std::to_string(n),
                         "0 to 9", std::to_string(record[0]));
    }
    images.labels.push_back(record[0]);
    for (std::size_t i = 0; i < C::image; ++i) {
      images.pixels.push_back(record[1 + i % C::channels * C::area + i / C::channels]);
    }
  }
}

/// The labelled set of these images.
///
/// Shapes: (32, 32, 3).
/// Units:  0 becomes -1, 255 becomes 1.
inline Dataset cifar(const std::string& name, const CifarBytes& images) {
  Dataset::Storage values(images.pixels.size());
  scale_bytes("cifar", images.pixels, 255, values.data());
  Tensor<int, 1> labels = xt::empty<int>({images.labels.size()});  // (n)
  std::copy(images.labels.begin(), images.labels.end(), labels.data());
  constexpr std::size_t side = CifarBytes::side;
  return Dataset(name, {side, side, CifarBytes::channels}, std::move(values), std::move(labels));
}

/// A labelled set of the images of one or several binary files of CIFAR-10, plain or gzip.
///
/// Shapes, Units: as above.
/// Errors: as `parse_cifar`; FileError if a file cannot be read.
inline Dataset cifar(InputFile& file) {
  CifarBytes images;
  with_content(file, [&](auto& content) { parse_cifar(content, images); });
  return cifar(base_name(file.path()), images);
}
inline Dataset cifar(const std::vector<std::string>& paths) {
  CifarBytes images;
  for (const std::string& path : paths) {
    InputFile file(path);
    with_content(file, [&](auto& content) { parse_cifar(content, images); });
  }
  return cifar(paths.size() == 1 ? base_name(paths[0]) : "cifar", images);
}

}  // namespace saddle::data
