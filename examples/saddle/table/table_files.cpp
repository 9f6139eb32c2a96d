// SPDX-License-Identifier: BSL-1.0
#include "table/table_files.hpp"

#include <saddle/core/tensor.hpp>
#include <saddle/io/file/folder.hpp>
#include <saddle/io/npy.hpp>

#include <algorithm>
#include <vector>

using namespace saddle;

namespace {

using Images = Tensor<float, 4>;

/// The images of some sets, one set after the other, with their numbers as labels.
void write_all(const std::vector<data::Dataset>& sets, const std::string& images_path,
               const std::string& labels_path) {
  const std::vector<std::size_t>& shape = sets[0].shape();
  std::size_t n = 0;
  for (const data::Dataset& set : sets) n += set.rows();
  Images images = Images::from_shape({n, shape[0], shape[1], shape[2]});
  Tensor<int, 1> labels = Tensor<int, 1>::from_shape({n});
  float* image = images.data();
  int* label = labels.data();
  for (std::size_t i = 0; i < sets.size(); ++i) {
    image = std::ranges::copy(sets[i].values(), image).out;
    label = std::fill_n(label, sets[i].rows(), static_cast<int>(i));
  }
  write_npy(images_path, images);
  if (!labels_path.empty()) write_npy(labels_path, labels);
}

}  // namespace

void TableFiles::write(const Styles& styles) const {
  make_folder(file("data"));
  for (const data::Dataset& set : styles.train) write_all({set}, data(set.name), "");
  write_all(styles.train, data("styles"), data("styles-labels"));
  write_all(styles.test, data("test"), data("test-labels"));
}
