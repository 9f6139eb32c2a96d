// SPDX-License-Identifier: BSL-1.0
#include "table/table_files.hpp"

#include "run/pictures.hpp"

#include <saddle/core/rows.hpp>
#include <saddle/io/file/folder.hpp>
#include <saddle/io/npy.hpp>

#include <span>

namespace saddle_program {

using namespace saddle;

namespace {

void write_images(const std::string& path, const data::Dataset& set) {
  write_npy(path, images_of(as_rows(set.values()), set.shape()));
}

/// The images of all sets, and their numbers.
void write_all(std::span<const data::Dataset> sets, const std::string& images,
               const std::string& labels) {
  const data::Dataset all = data::labelled_by_set("styles", sets);
  write_images(images, all);
  write_npy(labels, all.labels());
}

}  // namespace

void TableFiles::write(const data::Styles& styles) const {
  make_folder(file("data"));
  make_folder(file("data/of"));
  for (const data::Dataset& set : styles.train) write_images(style(set.name), set);
  write_all(styles.train, data("styles"), data("styles-labels"));
  write_all(styles.test, data("test"), data("test-labels"));
}

}  // namespace saddle_program
