// SPDX-License-Identifier: BSL-1.0
#include "run/trained.hpp"

#include "data/data_units.hpp"
#include "data/samples.hpp"
#include "models/find_model.hpp"
#include "models/formulations.hpp"
#include "run/pictures.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/text/quoted.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/io/csv.hpp>
#include <saddle/io/file/atomic_file.hpp>
#include <saddle/io/npy.hpp>
#include <saddle/io/png.hpp>
#include <saddle/io/safetensors.hpp>
#include <saddle/learner/file_format.hpp>
#include <saddle/run/run_folder.hpp>
#include <saddle/train/checkpoints.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <utility>
#include <vector>

namespace saddle_program {

namespace {

bool holds_images(const AnySource& data) { return data.shape().size() == 3; }

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

}  // namespace

std::string network_file(const std::string& from, const std::string& network) {
  return std::filesystem::is_directory(from) ? saddle::Checkpoints::network_in(from, network)
                                             : from;
}

std::string main_network_file(const std::string& from) {
  for (const FormulationEntry& formulation : formulations()) {
    const std::string file = network_file(from, formulation.network);
    if (std::filesystem::exists(file)) return file;
  }
  return network_file(from, "generator");
}

Trained open_generator(const std::string& from, std::optional<std::uint64_t> seed) {
  const saddle::Safetensors file(main_network_file(from));
  const auto kept = std::ranges::find_if(formulations(), [&](const FormulationEntry& formulation) {
    return saddle::is_of_kind(file, formulation.network);
  });
  if (kept == formulations().end()) saddle::require_kind(file, "generator");
  const CompiledModel& compiled = model_of(file);
  if (compiled.load == nullptr) {
    throw saddle::Error(from + " makes no samples of codes: it translates, see `saddle translate`");
  }
  AnySource data{.name = file.metadata("data").value_or(compiled.name),
                 .sample_shape = compiled.shape,
                 .columns = units_of(file).columns};
  Trained trained{compiled.load(), std::move(data), compiled.classes};
  trained.model->load(file.path(), seed ? *seed : file.required_number<std::uint64_t>("seed"));
  return trained;
}

Rows Trained::samples_of(const Rows& codes, std::size_t first,
                         std::optional<std::size_t> label) const {
  saddle::Tensor<int, 1> labels = saddle::Tensor<int, 1>::from_shape({codes.shape(0)});
  for (std::size_t i = 0; i < labels.size(); ++i) {
    labels(i) = static_cast<int>(label ? *label : classes == 0 ? 0 : (first + i) % classes);
  }
  Rows samples = model->generate(codes, labels);
  require_finite(samples, samples.shape(1), "the sample of code");
  return samples;
}

std::string file_for(const AnySource& data, const std::string& out) {
  const bool images = holds_images(data);
  const std::string name = !out.empty() ? out : images ? "samples.png" : "samples.csv";
  const std::string kind = std::filesystem::path(name).extension().string();
  if (kind != ".png" && kind != ".npy" && (images || kind != ".csv")) {
    throw saddle::ConfigError("--out", images ? "a .png or .npy file" : "a .csv, .png or .npy file",
                              saddle::in_quotes(name));
  }
  saddle::require_writable(name);
  return name;
}

void write_samples(const AnySource& data, const Rows& rows, const std::string& out,
                   std::size_t across) {
  const std::string kind = std::filesystem::path(out).extension().string();
  if (holds_images(data)) {
    const saddle::Tensor<float, 4> images = images_of(rows, data.shape());
    if (kind == ".png") saddle::write_png(out, saddle::grid(images, across));
    else saddle::write_npy(out, images);
  } else if (kind == ".csv") {
    const std::string text = csv_of(data, rows);
    saddle::write_file(out, text.data(), text.size());
  } else if (kind == ".png") {
    saddle::write_png(out, picture_of_points(rows, data, "samples: " + data.name));
  } else {
    saddle::write_npy(out, saddle::Tensor<float, 2>(saddle::data::in_file(data.columns, rows)));
  }
  std::cout << out << '\n';
}

}  // namespace saddle_program
