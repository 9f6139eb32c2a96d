// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/rows.hpp"

#include <saddle/core/tensor.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/from_file.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace saddle_program {

/// Labelled images in memory.
struct Labelled {
  std::string name;
  std::vector<std::size_t> shape;  // of an image
  std::size_t classes = 0;
  Rows images;                    // (n, numbers)
  saddle::Tensor<int, 1> labels;  // (n)

  std::size_t n() const { return labels.size(); }
};

/// Images and their labels in files, of which it prints what the reader had to decide; bytes become
/// 1 at `full` if it is known. `found` becomes the images' format.
///
/// Errors: ConfigError for no labels, DataError and FileError for files that are none.
saddle::data::Dataset open_labelled(const std::string& images, const std::string& labels,
                                    std::optional<int> full = {},
                                    saddle::data::FileFormat* found = nullptr);

/// All of a set.
Labelled all_of(const saddle::data::Dataset& set);

/// Glyphs that no training run of a seed below 2^63 sees.
Labelled other_glyphs(std::size_t n);

}  // namespace saddle_program
