// SPDX-License-Identifier: BSL-1.0
#include "sample.hpp"

#include "any_model.hpp"
#include "any_source.hpp"
#include "data_units.hpp"
#include "on_demand/families.hpp"
#include "pictures.hpp"
#include "units/units.hpp"

#include <saddle/core/count.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/core/text/nearest_name.hpp>
#include <saddle/core/text/printable.hpp>
#include <saddle/core/text/quoted.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/io/csv.hpp>
#include <saddle/io/file/atomic_file.hpp>
#include <saddle/io/npy.hpp>
#include <saddle/io/png.hpp>
#include <saddle/io/safetensors.hpp>
#include <saddle/train/checkpoints.hpp>
#include <saddle/train/fit.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <utility>
#include <vector>

namespace {

/// A generator and what its file says of the data: name, shape and units.
struct Trained {
  std::unique_ptr<AnyModel> model;
  AnySource data;

  bool makes_images() const { return data.shape().size() == 3; }
};

std::string generator_file(const std::string& from) {
  return std::filesystem::is_directory(from) ? saddle::Checkpoints::network_in(from, "generator")
                                             : from;
}

Trained open(const SampleOptions& options) {
  const saddle::Safetensors file(generator_file(options.from));
  saddle::require_kind(file, "generator");
  const CompiledModel& compiled = model_of(file);
  AnySource data{.name = file.metadata("data").value_or(compiled.name),
                 .sample_shape = compiled.shape,
                 .columns = units_of(file).columns};
  Trained trained{compiled.load(), std::move(data)};
  trained.model->load(file.path(),
                      options.seed.value_or(file.required_number<std::uint64_t>("seed")));
  return trained;
}

std::string csv_of(const AnySource& data, const Rows& rows) {
  std::string text;
  std::vector<saddle::data::Column> columns;
  for (std::size_t c = 0; c < rows.shape(1); ++c) {
    columns.push_back(data.column(c, "x" + std::to_string(c)));
  }
  const auto separator = [&](std::size_t c) { return c + 1 < columns.size() ? ',' : '\n'; };
  for (std::size_t c = 0; c < columns.size(); ++c) {
    (text += saddle::csv_cell(columns[c].name)) += separator(c);
  }
  for (std::size_t i = 0; i < rows.shape(0); ++i) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      (text += columns[c].text_in_file(rows(i, c))) += separator(c);
    }
  }
  return text;
}

/// The file to write, checked before there are samples to lose: its name says the kind.
std::string file_for(const Trained& trained, const std::string& out) {
  const bool images = trained.makes_images();
  const std::string name = !out.empty() ? out : images ? "samples.png" : "samples.csv";
  const std::string kind = std::filesystem::path(name).extension().string();
  if (kind != ".png" && kind != ".npy" && (images || kind != ".csv")) {
    throw saddle::ConfigError("--out", images ? "a .png or .npy file" : "a .csv, .png or .npy file",
                              saddle::in_quotes(name));
  }
  saddle::require_writable(name);
  return name;
}

/// Writes the rows as the kind of file that `out` names; images stand `across` in a row.
void write(const Trained& trained, const Rows& rows, const std::string& out, std::size_t across) {
  const std::string kind = std::filesystem::path(out).extension().string();
  if (trained.makes_images()) {
    const saddle::Tensor<float, 4> images = images_of(rows, trained.data.shape());
    if (kind == ".png") saddle::write_png(out, saddle::grid(images, across));
    else saddle::write_npy(out, images);
  } else if (kind == ".csv") {
    const std::string text = csv_of(trained.data, rows);
    saddle::write_file(out, text.data(), text.size());
  } else if (kind == ".png") {
    saddle::write_png(out, picture_of_points(rows, trained.data, "samples: " + trained.data.name));
  } else {
    saddle::write_npy(out,
                      saddle::Tensor<float, 2>(saddle::data::in_file(trained.data.columns, rows)));
  }
  std::cout << out << '\n';
}

/// Where a file is or will be, whatever its name looks like.
std::filesystem::path place_of(const std::string& name) {
  return std::filesystem::weakly_canonical(std::filesystem::absolute(name));
}

/// Errors: ConfigError, which names the option, for more codes from `first` on than there are.
void require_codes(const char* option, std::uint64_t n, std::uint64_t first) {
  const std::uint64_t left = (std::uint64_t{1} << 32) - first;
  if (n <= left) return;
  throw saddle::ConfigError(
      option,
      "at most " + std::to_string(left) + ", the codes from " + std::to_string(first) + " on",
      std::to_string(n));
}

/// The codes in a file, one a row: numbers of any type that NumPy writes.
///
/// Errors: DataError for codes of another size or that are not finite, what `read_npy_array`
/// throws.
Rows read_codes(const std::string& path, std::size_t size) {
  const saddle::NpyArray array = saddle::read_npy_array(path);
  if (array.shape.size() != 2 || array.shape[1] != size) {
    throw saddle::DataError(
        path, "shape",
        "codes of " + std::to_string(size) + " numbers, (n, " + std::to_string(size) + ")",
        saddle::shape_text(array.shape));
  }
  Rows codes = Rows::from_shape({array.shape[0], size});
  array.for_each_value([&](std::size_t i, auto value) {
    codes.data()[i] = static_cast<float>(value);
    if (std::isfinite(codes.data()[i])) return;
    throw saddle::DataError(path, "code " + std::to_string(i / size), "finite numbers",
                            std::to_string(value));
  });
  return codes;
}

}  // namespace

void sample(const SampleOptions& options) {
  Trained trained = open(options);
  const std::string out = file_for(trained, options.out);
  if (options.save_codes) {
    if (!options.save_codes->ends_with(".npy")) {
      throw saddle::ConfigError("--save-codes", "an .npy file",
                                saddle::in_quotes(*options.save_codes));
    }
    saddle::require_writable(*options.save_codes);
    if (place_of(*options.save_codes) == place_of(out)) {
      throw saddle::ConfigError("--save-codes", "another file than --out", saddle::in_quotes(out));
    }
  }
  if (!options.codes) require_codes("--n", options.n, options.first);
  const Rows codes = options.codes ? read_codes(*options.codes, trained.model->codes(1, 0).shape(1))
                                   : trained.model->codes(options.n, options.first);
  write(trained, trained.model->generate(codes), out, 0);
  if (options.save_codes) {
    saddle::write_npy(*options.save_codes, codes);
    std::cout << *options.save_codes << '\n';
  }
}

void interpolate(const SampleOptions& options) {
  Trained trained = open(options);
  const std::string out = file_for(trained, options.out);
  std::size_t size = 1;
  for (std::size_t extent : trained.data.shape()) size *= extent;
  saddle::product_of("--rows x --n x the numbers of a sample", {options.rows, options.n, size});
  require_codes("--rows", options.rows, std::max(options.first, options.last));
  Rows all = Rows::from_shape({options.rows * options.n, size});
  for (std::size_t row = 0; row < options.rows; ++row) {
    const Rows line =
        trained.model->interpolate(options.first + row, options.last + row, options.n);
    std::copy_n(line.data(), line.size(), &all(row * options.n, 0));
  }
  write(trained, all, out, options.n);
}

void summary(const std::string& of) {
  if (!std::filesystem::exists(of)) {
    const std::size_t space = of.find(' ');
    if (space != of.npos) {
      return find_model(of.substr(0, space), of.substr(space + 1)).summary(std::cout);
    }
    throw saddle::ConfigError("summary",
                              "a run's folder, a generator's file, or a model and its shape, such "
                              "as 'mlp 28x28x1'",
                              saddle::in_quotes(of));
  }
  const saddle::Safetensors file(generator_file(of));
  model_of(file).summary(std::cout);
  const saddle::Description units = readable(units_of(file));
  for (const auto& note : file.metadata()) {
    const auto same = [&](const auto& unit) { return unit.first == note.first; };
    const auto unit = std::find_if(units.begin(), units.end(), same);
    std::cout << saddle::printable(note.first) << ": "
              << saddle::printable(unit == units.end() ? note.second : unit->second) << '\n';
  }
}
