// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/data/dataset.hpp>

#include <cstddef>
#include <string>
#include <vector>

/// Images of one thing in several styles, the first of which is the neutral one: what a table of
/// translations is made of. The same row is the same thing in all of them.
struct Styles {
  std::vector<std::string> names;
  std::vector<std::size_t> shape;              // of an image
  std::vector<saddle::data::Dataset> train{};  // trainA of the neutral style, trainB of the others
  std::vector<saddle::data::Dataset> test{};   // the test rows that all styles have

  std::size_t count() const { return names.size(); }
};

/// The styles of a folder: its `index.tsv` says which rows are for training and for tests and which
/// style has them, and names the styles by its columns, in their order; a style's images are a
/// folder of pictures of its name, or an NPY file NAME.npy or NAME_32.npy, say. What the readers
/// had to decide is printed.
///
/// Errors: ConfigError for fewer than two styles, DataError for styles of different shapes, of
///         another number of rows than the table, of the same images, or with fewer than two images
///         for training or tests; DataError and FileError for what cannot be read.
Styles read_styles(const std::string& folder);
