// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "on_demand/families.hpp"
#include "units/units.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace saddle_program {

/// Compiles a unit, or takes it from the cache, and adds what it brings. Says on standard error
/// what it compiles and how long it took.
///
/// Errors: Error that begins with what was wanted if there is no compiler, no place for the unit,
///         or a text that does not compile.
void add_on_demand(Units& units, const std::string& wanted, const std::string& source);

/// The source of the unit of a model at a shape that its family takes.
std::string model_source(const Family& family, const std::vector<std::size_t>& shape,
                         std::size_t classes);

/// The source of the unit of a user's experiment, in a header at that path; `experiment` says what
/// is in it, and stays with the model.
std::string own_source(const std::string& path, const std::string& type,
                       const std::string& experiment);

/// The source of the unit of a classifier.
std::string classifier_source(const std::vector<std::size_t>& shape);

/// The source of the unit of the published networks' counts.
std::string zoo_source();

/// Adds the unit that the cache knows by that word; returns whether there is one and all that it
/// was made of is as it was.
///
/// Errors: Error if it is not of this program.
bool add_from_cache(Units& units, const std::string& unit);

}  // namespace saddle_program
