// SPDX-License-Identifier: BSL-1.0
#include "commands/translate.hpp"

#include "data/data_units.hpp"
#include "run/trained.hpp"
#include "units/units.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/rows.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/from_file.hpp>
#include <saddle/io/csv.hpp>
#include <saddle/io/png.hpp>
#include <saddle/io/safetensors.hpp>

#include <algorithm>
#include <iostream>

namespace {

/// Each sample, and behind it what `translations` holds of it.
Rows side_by_side(const Rows& samples, const Rows& translations) {
  const std::size_t each = translations.shape(0) / samples.shape(0), size = samples.shape(1);
  Rows rows = Rows::from_shape({samples.shape(0) * (each + 1), size});
  float* place = rows.data();
  for (std::size_t i = 0; i < samples.shape(0); ++i) {
    place = std::copy_n(&samples(i, 0), size, place);
    place = std::copy_n(&translations(i * each, 0), each * size, place);
  }
  return rows;
}

}  // namespace

void translate(const TranslateOptions& options) {
  const saddle::Safetensors file(network_file(options.run, "generator"));
  const CompiledModel& model = model_of(file);
  if (model.translator == nullptr) {
    throw saddle::Error(options.run + " translates nothing: train with --formulation stargan or " +
                        "icgan");
  }
  const AnySource data{.name = file.metadata("data").value_or(model.name),
                       .sample_shape = model.shape,
                       .columns = units_of(file).columns};
  const std::string out = file_for(data, options.out);
  if (options.to && *options.to >= model.classes) {
    throw saddle::ConfigError("--to", "a domain from 0 to " + std::to_string(model.classes - 1),
                              std::to_string(*options.to));
  }
  saddle::CsvColumns wanted{.label = options.label};
  if (options.columns) wanted.names = saddle::csv_names(*options.columns, "--columns");
  const saddle::data::Dataset set = saddle::data::from_file(options.data, units_of(file), wanted);
  print_remarks(options.data, set);
  if (set.shape() != model.shape) {
    throw saddle::ConfigError("--data: shape of a sample",
                              saddle::shape_text(model.shape) + ", as the generator takes",
                              saddle::shape_text(set.shape()));
  }
  const Rows all = saddle::as_rows(set.values());
  const Rows samples = options.n == 0 ? all : saddle::rows_of(all, 0, options.n);
  const std::size_t each = options.to ? 1 : model.classes;
  Rows repeated = Rows::from_shape({samples.shape(0) * each, samples.shape(1)});
  auto labels = saddle::Tensor<int, 1>::from_shape({repeated.shape(0)});
  for (std::size_t i = 0; i < labels.size(); ++i) {
    labels(i) = static_cast<int>(options.to ? *options.to : i % each);
    std::copy_n(&samples(i / each, 0), samples.shape(1), &repeated(i, 0));
  }
  const Rows translated = model.translator(options.run)(repeated, labels);
  const bool picture = data.shape().size() == 3 && out.ends_with(".png");
  if (!picture) return write_samples(data, translated, out, 0);
  write_samples(data, side_by_side(samples, translated), out, options.to ? 12 : each + 1);
}
