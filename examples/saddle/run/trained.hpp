// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/any_source.hpp"
#include "data/rows.hpp"
#include "models/any_model.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace saddle_program {

/// A generator, and what its file says of the data: name, shape and units.
struct Trained {
  std::unique_ptr<AnyModel> model;
  AnySource data;
  std::size_t classes = 0;  // that the generator may be asked for

  /// Samples of codes number `first` and following, of one class or of all in turn.
  Rows samples_of(const Rows& codes, std::size_t first = 0,
                  std::optional<std::size_t> label = {}) const;
};

/// The file of a network of a run, where its folder is named; else the file itself.
std::string network_file(const std::string& from, const std::string& network);

/// The file of the network that makes a run's samples, where its folder is named; else the file
/// itself.
std::string main_network_file(const std::string& from);

/// The generator of a run's folder or of a file; its codes are those of the run, or of that seed.
///
/// Errors: DataError for a file that holds no generator, FileError, and as `model_of`.
Trained open_generator(const std::string& from, std::optional<std::uint64_t> seed = {});

/// The name of a file for samples, checked before there are samples to lose: its ending says the
/// kind. Empty: samples.png for images, else samples.csv.
///
/// Errors: ConfigError for another ending, FileError if nothing can be written there.
std::string file_for(const AnySource& data, const std::string& out);

/// Writes samples as the kind of file that `out` names, those of a table in its own units, and
/// names the file on standard output; images of a picture stand `across` in a row.
void write_samples(const AnySource& data, const Rows& rows, const std::string& out,
                   std::size_t across);

}  // namespace saddle_program
