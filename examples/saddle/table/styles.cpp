// SPDX-License-Identifier: BSL-1.0
#include "table/styles.hpp"

#include "data/data_units.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/core/text/quoted.hpp>
#include <saddle/data/content_hash.hpp>
#include <saddle/data/domains/picture_folder.hpp>
#include <saddle/data/domains/split_table.hpp>
#include <saddle/data/npy.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <span>

namespace {

namespace fs = std::filesystem;
using saddle::ConfigError;
using saddle::DataError;
using saddle::data::Dataset;
using saddle::data::Split;

/// The style that a file or folder of that name is of: noto of noto_32.npy.
std::string style_of(const fs::path& path, bool folder) {
  if (folder) return path.filename().string();
  std::string stem = path.stem().string();
  const std::size_t end = stem.find_last_of('_');
  const auto digit = [](unsigned char c) { return std::isdigit(c) != 0; };
  if (end != stem.npos &&
      std::all_of(stem.begin() + static_cast<std::ptrdiff_t>(end) + 1, stem.end(), digit)) {
    stem.resize(end);
  }
  return stem;
}

/// Where the images of a style are; empty for a style that has none.
///
/// Errors: ConfigError for two places.
std::string place_of(const std::string& folder, const std::string& style) {
  std::string found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const bool is_folder = entry.is_directory();
    if (!is_folder && entry.path().extension() != ".npy") continue;
    if (style_of(entry.path(), is_folder) != style) continue;
    if (!found.empty()) {
      throw ConfigError("--domains: images of " + style, "one file or folder",
                        found + " and " + entry.path().string());
    }
    found = entry.path().string();
  }
  return found;
}

Dataset read_style(const std::string& place, const std::string& style) {
  Dataset set =
      fs::is_directory(place) ? saddle::data::picture_folder(place) : saddle::data::npy(place);
  set.name = style;
  print_remarks(place, set);
  return set;
}

void require_alike(const std::vector<Dataset>& all, const std::vector<std::string>& places,
                   const saddle::data::SplitTable& table) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].shape() != all[0].shape() || all[i].shape().size() != 3) {
      throw DataError(places[i], "shape of an image",
                      saddle::shape_text(all[0].shape()) + ", as " + places[0] + " has",
                      saddle::shape_text(all[i].shape()));
    }
    if (all[i].rows() != table.rows()) {
      throw DataError(places[i], "images",
                      std::to_string(table.rows()) + ", as " + table.path() + " has rows",
                      std::to_string(all[i].rows()));
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (saddle::data::content_hash(all[i]) != saddle::data::content_hash(all[j])) continue;
      throw DataError(places[i],
                      "it holds the same images as " + places[j] + ": expected another style");
    }
  }
}

/// Errors: DataError for fewer than two rows.
Dataset part_of(const Dataset& set, const saddle::data::SplitTable& table, Split split,
                std::span<const std::string> styles) {
  const std::array splits{split};
  const std::vector<std::size_t> rows = table.rows_of(splits, styles);
  if (rows.size() < 2) {
    throw DataError(table.path(),
                    "rows of " + set.name + (split == Split::test ? " for tests" : " for training"),
                    "at least two", std::to_string(rows.size()));
  }
  Dataset part = set.subset(rows);
  part.name = set.name;
  return part;
}

}  // namespace

Styles read_styles(const std::string& folder) {
  const saddle::data::SplitTable table(folder + "/index.tsv");
  Styles styles;
  std::vector<std::string> places;
  for (const std::string& column : table.columns()) {
    const std::string place = place_of(folder, column);
    if (place.empty()) continue;
    styles.names.push_back(column);
    places.push_back(place);
  }
  if (styles.count() < 2) {
    throw ConfigError("--domains " + folder,
                      "images of two styles or more, folders or NPY files named as columns of "
                      "index.tsv",
                      styles.names.empty() ? "none" : "those of " + styles.names[0] + " alone");
  }
  std::vector<Dataset> all;
  for (std::size_t i = 0; i < styles.count(); ++i) {
    all.push_back(read_style(places[i], styles.names[i]));
  }
  require_alike(all, places, table);
  styles.shape = all[0].shape();
  for (std::size_t i = 0; i < styles.count(); ++i) {
    const std::span<const std::string> own(&styles.names[i], 1);
    styles.train.push_back(part_of(all[i], table, i == 0 ? Split::train_a : Split::train_b, own));
    styles.test.push_back(part_of(all[i], table, Split::test, styles.names));
  }
  return styles;
}
