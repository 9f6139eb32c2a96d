// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/data/content_hash.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/data/domains/read_images.hpp>
#include <saddle/data/domains/split_table.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace saddle::data {

/// Where the images of a domain are.
struct DomainFile {
  std::string path;      ///< a folder of PNG and JPEG pictures, or an NPY file (n, h, w, c)
  std::string column{};  ///< of a `SplitTable`: which rows it has; "" = all
};

/// How two domains are read.
struct TranslationFiles {
  std::string table{};   ///< a `SplitTable`; "" = all images are for unpaired training
  std::size_t side = 0;  ///< images become squares of so many pixels; 0 = as they are
};

/// Two domains for unpaired translation, and what of them belongs together, if a table tells.
struct TranslationData {
  Domains<Dataset, Dataset> unpaired;  ///< trainA of the first, trainB of the second
  /// Both splits for training, row by row: an upper bound for what can be learnt without pairs.
  std::optional<Paired<Dataset, Dataset>> paired{};
  std::optional<Paired<Dataset, Dataset>> test{};
  std::vector<std::string> remarks{};  ///< what the readers decided, and every image left out
};

/// Reads two domains.
///
///     const auto data = data::read_domains({"lines.npy", "lines"}, {"colours.npy", "colours"},
///                                          {.table = "index.tsv"});
///     fit(gan, data.unpaired);
///
/// Errors: DataError, before anything is trained: two domains that are the same images, fewer than
///         two images in one or in one of its splits, images of several sizes, a folder of folders,
///         a table of another number of rows; as `picture_folder`, `npy` and `SplitTable`.
inline TranslationData read_domains(const DomainFile& first, const DomainFile& second,
                                    const TranslationFiles& files = {}) {
  std::vector<std::string> remarks;
  std::vector<Dataset> sets = read_images(std::array{first.path, second.path}, files.side);
  Dataset a = std::move(sets[0]), b = std::move(sets[1]);
  for (const Dataset* set : {&a, &b}) {
    for (const std::string& remark : set->remarks) remarks.push_back(set->name + ": " + remark);
  }
  for (const auto& [file, set] : {std::pair{&first, &a}, std::pair{&second, &b}}) {
    if (set->rows() < 2) {
      throw DataError(file->path, "images", "at least two", std::to_string(set->rows()));
    }
  }
  if (content_hash(a) == content_hash(b)) {
    throw DataError(second.path, std::string("it holds the same images as ") + first.path +
                                     ": expected another domain");
  }
  if (files.table.empty()) return {{std::move(a), std::move(b)}, {}, {}, std::move(remarks)};

  const SplitTable table(files.table);
  for (const auto& [file, set] : {std::pair{&first, &a}, std::pair{&second, &b}}) {
    if (set->rows() == table.rows()) continue;
    throw DataError(files.table, "rows",
                    std::to_string(set->rows()) + ", as " + file->path + " has images",
                    std::to_string(table.rows()));
  }
  using Columns = std::vector<std::string>;
  const auto columns = [](const DomainFile& file) {
    return file.column.empty() ? Columns{} : Columns{file.column};
  };
  const Columns of_first = columns(first), of_second = columns(second);
  Columns of_both = of_first;
  of_both.insert(of_both.end(), of_second.begin(), of_second.end());
  for (const std::string& column : of_both) {
    const std::vector<std::string> names = table.lacking(column);
    if (names.empty()) continue;
    remarks.push_back(column + ": left out, for " + base_name(table.path()) +
                      " says that it lacks them: " + detail::list_text(names));
  }
  constexpr std::array train_a{Split::train_a}, train_b{Split::train_b}, test{Split::test};
  constexpr std::array train{Split::train_a, Split::train_b};
  const auto pairs = [&](std::span<const Split> splits, const char* what) {
    return Paired{detail::part_of(a, table, splits, of_both, what),
                  detail::part_of(b, table, splits, of_both, what)};
  };
  return {{detail::part_of(a, table, train_a, of_first, "training (trainA)"),
           detail::part_of(b, table, train_b, of_second, "training (trainB)")},
          pairs(train, "training in pairs"),
          pairs(test, "tests"),
          std::move(remarks)};
}

}  // namespace saddle::data
