// SPDX-License-Identifier: BSL-1.0
#include "data/samples.hpp"

#include "data/any_source.hpp"
#include "data/data_units.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/rows.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/core/text/quoted.hpp>
#include <saddle/data/from_file.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/io/csv.hpp>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace saddle_program {

namespace {

/// Samples in memory.
struct ShapedRows {
  std::vector<std::size_t> shape;  // of one
  Rows rows;
};

saddle::CsvColumns wanted_of(const SamplesOptions& options) {
  saddle::CsvColumns wanted{.label = options.label};
  if (options.columns) wanted.names = saddle::csv_names(*options.columns, "--columns");
  return wanted;
}

ShapedRows generated(const SamplesOptions& options, const std::string& called) {
  const AnySource source = open_source(options.data, wanted_of(options), "", called);
  constexpr std::size_t usual = 1'000;
  return {source.shape(),
          saddle::data::held_out(source, options.n == 0 ? usual : options.n, /*seed=*/1)};
}

ShapedRows of_file(const SamplesOptions& options, const saddle::data::Units& units,
                   const std::string& called) {
  const saddle::data::Dataset set =
      saddle::data::from_file(options.data, units, wanted_of(options));
  print_remarks(options.data, set);
  const Rows all = saddle::as_rows(set.values());
  if (options.n > set.rows()) {
    throw saddle::ConfigError(called + ": samples", std::to_string(options.n) + ", as --n says",
                              std::to_string(set.rows()));
  }
  return {set.shape(), options.n == 0 ? all : saddle::rows_of(all, 0, options.n)};
}

}  // namespace

Rows read_samples(const SamplesOptions& options, const saddle::data::Units& units,
                  const std::vector<std::size_t>& shape, const std::string& taker,
                  const std::string& called) {
  ShapedRows samples =
      is_generated(options.data) ? generated(options, called) : of_file(options, units, called);
  if (samples.shape == shape) return std::move(samples.rows);
  throw saddle::ConfigError(called + ": shape of a sample",
                            saddle::shape_text(shape) + ", as " + taker + " takes",
                            saddle::shape_text(samples.shape));
}

void require_apart(const NamedFile& out, const std::vector<NamedFile>& read) {
  for (const auto& [option, path] : read) {
    std::error_code absent;
    if (!std::filesystem::equivalent(path, out.path, absent)) continue;
    throw saddle::ConfigError(out.option, "another file than that of " + option,
                              saddle::in_quotes(out.path));
  }
}

}  // namespace saddle_program
