// SPDX-License-Identifier: BSL-1.0
#include "commands/sample.hpp"

#include "data/data_units.hpp"
#include "data/samples.hpp"
#include "models/find_model.hpp"
#include "run/trained.hpp"

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

namespace saddle_program {

namespace {

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
                            saddle::shortest_text(static_cast<double>(value)));
  });
  return codes;
}

}  // namespace

void sample(const SampleOptions& options) {
  Trained trained = open_generator(options.from, options.seed);
  const std::string out = file_for(trained.data, options.out);
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
  if (options.codes) {
    const std::vector<NamedFile> read{{"--codes", *options.codes}};
    require_apart({"--out", out}, read);
    if (options.save_codes) require_apart({"--save-codes", *options.save_codes}, read);
  }
  if (options.label && *options.label >= trained.classes) {
    throw saddle::ConfigError("--label",
                              trained.classes == 0
                                  ? "none, for the generator is asked for no class"
                                  : "a class from 0 to " + std::to_string(trained.classes - 1),
                              std::to_string(*options.label));
  }
  if (!options.codes) require_codes("--n", options.n, options.first);
  const Rows codes = options.codes ? read_codes(*options.codes, trained.model->codes(1, 0).shape(1))
                                   : trained.model->codes(options.n, options.first);
  const std::size_t across = options.label ? 0 : trained.classes;  // a column a class
  write_samples(trained.data, trained.samples_of(codes, options.first, options.label), out, across);
  if (options.save_codes) {
    saddle::write_npy(*options.save_codes, codes);
    std::cout << *options.save_codes << '\n';
  }
}

void interpolate(const SampleOptions& options) {
  Trained trained = open_generator(options.from, options.seed);
  const std::string out = file_for(trained.data, options.out);
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
  write_samples(trained.data, all, out, options.n);
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
  const saddle::Safetensors file(main_network_file(of));
  model_of(file).summary(std::cout);
  const saddle::Description units = readable(units_of(file));
  for (const auto& note : file.metadata()) {
    const auto same = [&](const auto& unit) { return unit.first == note.first; };
    const auto unit = std::find_if(units.begin(), units.end(), same);
    std::cout << saddle::printable(note.first) << ": "
              << saddle::printable(unit == units.end() ? note.second : unit->second) << '\n';
  }
}

}  // namespace saddle_program
