// SPDX-License-Identifier: BSL-1.0
#include "sample.hpp"

#include "any_model.hpp"
#include "compiled_model.hpp"
#include "pictures.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/name.hpp>
#include <saddle/core/nearest_name.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/io/atomic_file.hpp>
#include <saddle/io/npy.hpp>
#include <saddle/io/png.hpp>
#include <saddle/io/safetensors.hpp>
#include <saddle/train/checkpoints.hpp>
#include <saddle/train/fit.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <memory>
#include <vector>

namespace {

/// One column of a table, in its own units: number * deviation + mean.
struct Unit {
  std::string name;
  double mean = 0, deviation = 1;
};

/// A generator and what its file says of it.
struct Trained {
  std::unique_ptr<AnyModel> model;
  std::vector<std::size_t> shape;  // of a sample
  std::vector<Unit> columns;

  bool makes_images() const { return shape.size() == 3; }
};

std::string generator_file(const std::string& from) {
  return std::filesystem::is_directory(from) ? saddle::Checkpoints::generator_in(from) : from;
}

Trained open(const SampleOptions& options) {
  const saddle::Safetensors file(generator_file(options.from));
  file.require("format", saddle::generator_format);
  const CompiledModel& compiled = find_model(file.required("model"), file.required("shape"));
  Trained trained{compiled.load(), compiled.shape, {}};
  trained.model->load(file.path(),
                      options.seed.value_or(file.required_number<std::uint64_t>("seed")));
  for (std::size_t c = 0;; ++c) {
    const std::string column = "column " + std::to_string(c);
    const auto name = file.metadata(column);
    if (!name) break;
    trained.columns.push_back({*name, file.required_number<double>(column + " mean"),
                               file.required_number<double>(column + " deviation")});
  }
  return trained;
}

std::string csv_of(const Trained& trained, const Rows& rows) {
  std::string text;
  const std::size_t columns = rows.shape(1);
  const auto unit = [&](std::size_t c) {
    return c < trained.columns.size() ? trained.columns[c] : Unit{"x" + std::to_string(c)};
  };
  for (std::size_t c = 0; c < columns; ++c) text += (c == 0 ? "" : ",") + unit(c).name;
  text += '\n';
  for (std::size_t i = 0; i < rows.shape(0); ++i) {
    for (std::size_t c = 0; c < columns; ++c) {
      const double value = rows(i, c) * unit(c).deviation + unit(c).mean;
      text += (c == 0 ? "" : ",") + saddle::shortest_text(value);
    }
    text += '\n';
  }
  return text;
}

/// Writes the rows as the kind of file that `out` names; images stand `across` in a row.
void write(const Trained& trained, const Rows& rows, std::string out, std::size_t across) {
  if (out.empty()) out = trained.makes_images() ? "samples.png" : "samples.csv";
  const std::string kind = std::filesystem::path(out).extension().string();
  const auto images = [&] { return images_of(rows, trained.shape); };
  if (kind == ".png" && trained.makes_images()) {
    saddle::write_png(out, saddle::grid(images(), across));
  } else if (kind == ".npy" && trained.makes_images()) {
    saddle::write_npy(out, images());
  } else if (kind == ".npy") {
    saddle::write_npy(out, rows);
  } else if (kind == ".csv" && !trained.makes_images()) {
    const std::string text = csv_of(trained, rows);
    saddle::write_file(out, text.data(), text.size());
  } else {
    throw saddle::ConfigError(
        "--out", trained.makes_images() ? "a .png or .npy file" : "a .csv or .npy file",
        "'" + out + "'");
  }
  std::cout << out << '\n';
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
  const Rows codes = options.codes ? read_codes(*options.codes, trained.model->codes(1, 0).shape(1))
                                   : trained.model->codes(options.n, options.first);
  const Rows samples = trained.model->generate(codes);
  write(trained, samples, options.out, 0);
  if (options.save_codes) {
    saddle::write_npy(*options.save_codes, codes);
    std::cout << *options.save_codes << '\n';
  }
}

void interpolate(const SampleOptions& options) {
  Trained trained = open(options);
  std::size_t size = 1;
  for (std::size_t extent : trained.shape) size *= extent;
  Rows all = Rows::from_shape({options.rows * options.n, size});
  for (std::size_t row = 0; row < options.rows; ++row) {
    const Rows line =
        trained.model->interpolate(options.first + row, options.last + row, options.n);
    std::copy_n(line.data(), line.size(), &all(row * options.n, 0));
  }
  write(trained, all, options.out, options.n);
}

void summary(const std::string& of) {
  const std::size_t space = of.find(' ');
  if (space != of.npos) {
    find_model(of.substr(0, space), of.substr(space + 1)).summary(std::cout);
    return;
  }
  if (!std::filesystem::exists(of)) {
    std::vector<std::string> known;
    for (const CompiledModel& model : compiled_models()) {
      known.push_back("'" + model.name + " " + saddle::shape_text(model.shape) + "'");
    }
    throw saddle::ConfigError(
        "summary", "a run's folder, a generator's file, " + saddle::listed(known), "'" + of + "'");
  }
  const saddle::Safetensors file(generator_file(of));
  find_model(file.required("model"), file.required("shape")).summary(std::cout);
  for (const auto& [field, text] : file.metadata()) std::cout << field << ": " << text << '\n';
}
