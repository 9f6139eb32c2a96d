// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/content_hash.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/domains/read_images.hpp>
#include <saddle/data/domains/split_table.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace saddle::data {

/// Images of the same things in several styles, the first of which is the neutral one.
struct Styles {
  std::vector<std::string> names{};
  std::vector<Dataset> train{};        ///< the rows for training that the style has, of both splits
  std::vector<Dataset> test{};         ///< the rows for tests that all styles have
  std::vector<std::string> remarks{};  ///< what the readers decided, and every image left out

  std::size_t count() const { return names.size(); }
  /// The shape (h, w, c) of an image.
  const std::vector<std::size_t>& shape() const { return train.at(0).shape(); }
};

/// The samples of some sets, one set after the other, labelled with the set's number.
///
/// Errors: ConfigError for no sets, or samples of several shapes.
inline Dataset labelled_by_set(const std::string& name, std::span<const Dataset> sets) {
  if (sets.empty()) throw ConfigError(name + ": sets", "one or more", "none");
  std::size_t rows = 0, size = 0;
  for (const Dataset& set : sets) {
    if (set.shape() != sets[0].shape()) {
      throw ConfigError(name + ": shape of a sample of " + set.name, shape_text(sets[0].shape()),
                        shape_text(set.shape()));
    }
    rows += set.rows();
    size += set.values().size();
  }
  Dataset::Storage values(size);
  Tensor<int, 1> labels = Tensor<int, 1>::from_shape({rows});
  float* value = values.data();
  int* label = labels.data();
  for (std::size_t i = 0; i < sets.size(); ++i) {
    value = std::ranges::copy(sets[i].values(), value).out;
    label = std::fill_n(label, sets[i].rows(), static_cast<int>(i));
  }
  Dataset all(name, sets[0].shape(), std::move(values), std::move(labels));
  const auto same_full = [&](const Dataset& set) { return set.full == sets[0].full; };
  if (std::ranges::all_of(sets, same_full)) all.full = sets[0].full;
  return all;
}

namespace detail {

/// The style that a file or folder of that name is of: noto of noto_32.npy, unless noto_32 is one.
inline std::string style_of(const std::filesystem::path& path, bool folder,
                            std::span<const std::string> styles) {
  std::string stem = folder ? path.filename().string() : path.stem().string();
  if (folder || std::ranges::find(styles, stem) != styles.end()) return stem;
  const std::size_t end = stem.find_last_of('_');
  const auto digit = [](unsigned char c) { return std::isdigit(c) != 0; };
  if (end != stem.npos && std::ranges::all_of(std::string_view(stem).substr(end + 1), digit)) {
    stem.resize(end);
  }
  return stem;
}

/// Where the images of a style are; empty for a style that has none.
inline std::string place_of(const std::string& folder, const std::string& style,
                            std::span<const std::string> styles) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::string found;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code none;
    const bool is_folder = entry->is_directory(none);
    if (!is_folder && entry->path().extension() != ".npy") continue;
    if (style_of(entry->path(), is_folder, styles) != style) continue;
    if (!found.empty()) {
      throw DataError(folder, std::string("images of ") + style, "one file or folder",
                      found + " and " + entry->path().string());
    }
    found = entry->path().string();
  }
  if (error) throw FileError(folder, "list", error.message());
  return found;
}

inline void require_alike(const std::vector<Dataset>& all, const std::vector<std::string>& places,
                          const SplitTable& table) {
  std::vector<std::string> hashes;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].shape() != all[0].shape()) {
      throw DataError(places[i], "shape of an image",
                      shape_text(all[0].shape()) + ", as " + places[0] + " has",
                      shape_text(all[i].shape()));
    }
    if (all[i].rows() != table.rows()) {
      throw DataError(places[i], "images",
                      std::to_string(table.rows()) + ", as " + table.path() + " has rows",
                      std::to_string(all[i].rows()));
    }
    hashes.push_back(content_hash(all[i]));
    const auto same = std::ranges::find(hashes, hashes.back());
    const auto first = static_cast<std::size_t>(same - hashes.begin());
    if (first == i) continue;
    throw DataError(places[i], std::string("it holds the same images as ") + places[first] +
                                   ": expected another style");
  }
}

}  // namespace detail

/// Reads the styles of a folder: its `index.tsv` is a `SplitTable` whose columns name the styles,
/// in their order; a style's images are a folder of pictures of its name, or an NPY file NAME.npy
/// or NAME_32.npy, say. Columns without images are no styles.
///
///     const auto styles = data::read_styles("emoji");
///     fit(gan, data::Balanced{data::labelled_by_set("styles", styles.train)});
///
/// Errors: DataError for fewer than two styles, two places of one, styles of different shapes, of
///         another number of rows than the table, of the same images, or with fewer than two images
///         for training or tests; FileError for a folder that cannot be listed; as `read_images`
///         and `SplitTable`.
inline Styles read_styles(const std::string& folder) {
  const SplitTable table(folder + "/index.tsv");
  Styles styles;
  std::vector<std::string> places;
  for (const std::string& column : table.columns()) {
    const std::string place = detail::place_of(folder, column, table.columns());
    if (place.empty()) continue;
    styles.names.push_back(column);
    places.push_back(place);
  }
  if (styles.count() < 2) {
    throw DataError(
        folder, "styles",
        "images of two or more, folders or NPY files named as columns of index.tsv",
        styles.names.empty() ? "none" : std::string("those of ") + styles.names[0] + " alone");
  }
  std::vector<Dataset> all = read_images(places);
  for (std::size_t i = 0; i < styles.count(); ++i) {
    all[i].name = styles.names[i];
    for (const std::string& remark : all[i].remarks) {
      styles.remarks.push_back(places[i] + ": " + remark);
    }
  }
  detail::require_alike(all, places, table);
  constexpr std::array train{Split::train_a, Split::train_b};
  constexpr std::array test{Split::test};
  for (std::size_t i = 0; i < styles.count(); ++i) {
    styles.train.push_back(detail::part_of(all[i], table, train, {styles.names[i]}, "training"));
    styles.test.push_back(detail::part_of(all[i], table, test, styles.names, "tests"));
  }
  return styles;
}

}  // namespace saddle::data
