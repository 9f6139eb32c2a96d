// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/tensor.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/data/label/labelled_source.hpp>
#include <saddle/io/csv_columns.hpp>
#include <saddle/picture/landscape_picture.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace saddle_program {

/// A data source chosen at run time.
struct AnySource {
  std::string name;
  std::vector<std::size_t> sample_shape;
  std::function<void(float*, std::size_t, std::uint64_t, std::uint64_t)> fill{};

  // The expression that makes it in C++.
  std::string in_cpp{};
  // What tells its samples from those of another source, whatever it is called.
  std::string hash{};
  // The same of its labels, where it has a file's.
  std::string labels_hash{};
  // Classes and the labels of the samples, where it knows them.
  std::size_t class_count = 0;
  std::function<void(int*, std::size_t, std::uint64_t, std::uint64_t)> fill_labels{};
  // How many samples there are, where they are not endless.
  std::optional<std::size_t> rows{};
  // Known modes, where the data is a mixture of points around centres.
  std::optional<saddle::Tensor<double, 2>> modes{};
  double sigma = 0;
  // How many times the model's usual number of steps this data takes.
  std::uint64_t difficulty = 1;
  // Where points of two columns lie.
  std::optional<saddle::Bounds> frame{};
  // Of a table: names, and the way back to the file's units.
  std::vector<saddle::data::Column> columns{};
  // Of images of bytes: what became 1.
  std::optional<int> full{};
  // Of the data to which a translation leads: that from which it does.
  std::shared_ptr<const AnySource> origin{};

  /// A column of the data: of a table it has a name and the file's units.
  saddle::data::Column column(std::size_t index, const std::string& unnamed) const {
    return index < columns.size() ? columns[index] : saddle::data::Column{.name = unnamed};
  }

  const std::vector<std::size_t>& shape() const { return sample_shape; }
  template <class T>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    fill(out, n, seed, position);
  }
  std::size_t classes() const { return class_count; }
  void draw_labels(int* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    fill_labels(out, n, seed, position);
  }
};
static_assert(saddle::data::LabelledSource<AnySource>);

/// Both domains of a translation, of the source of that to which it leads.
inline saddle::data::Domains<const AnySource&, const AnySource&> domains_of(
    const AnySource& source) {
  return {*source.origin, source};
}

/// The names of the data that need no file: ring, grid, ...
std::vector<std::string> generated_names();

/// Whether that is the name of one of them, as saddle or C++ has it, and no path.
bool is_generated(const std::string& data);

/// How the data of that name calls itself, two_moons of moons; a name that needs a file stays.
std::string own_name_of(const std::string& data);

/// One of them, or the path of a data file or folder, of which it prints what its reader had to
/// decide. Of a table the columns `wanted` are taken, `labels` is the file of an IDX or NPY file's
/// labels, or empty. Messages call the data as `called` says.
///
/// Errors: ConfigError for another word, or columns or labels of what is no file; DataError and
///         FileError for a file that is none.
AnySource open_source(const std::string& data, const saddle::CsvColumns& wanted,
                      const std::string& labels, const std::string& called);

/// The source of a translation to `target`. Messages call the data --data and --to.
///
/// Errors: ConfigError unless both have two samples or more, of one shape, and are not the same.
AnySource translation(AnySource origin, AnySource target);

}  // namespace saddle_program
