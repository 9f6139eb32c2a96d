// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/field.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/io/safetensors.hpp>

#include <string>

namespace saddle_program {

/// Prints on standard error what the reader of a data file had to decide.
void print_remarks(const std::string& path, const saddle::data::Dataset& set);

/// Adds the units of a run's data to what its files say of it; of further data behind a prefix.
void add_units(saddle::Description& notes, const saddle::data::Units& units,
               const std::string& prefix = "");

/// The same for people: in as few digits as tell values apart.
saddle::Description readable(const saddle::data::Units& units);

/// The units that a file's metadata name.
///
/// Errors: DataError for what are no numbers, or no deviations.
saddle::data::Units units_of(const saddle::Safetensors& file, const std::string& prefix = "");

}  // namespace saddle_program
