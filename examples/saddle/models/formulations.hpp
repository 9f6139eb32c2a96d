// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

namespace saddle_program {

/// A formulation as the command line speaks of it.
struct FormulationEntry {
  std::string name;
  std::string in_cpp;       // its template in saddle
  std::string header;       // that defines it
  std::string unit_header;  // below units/, which makes units of the formulation
  std::string objective;    // where none is named
  std::string constraint;
  std::string what;
  bool adversarial = true;            // whether one chooses objective and constraint
  bool conditional = false;           // whether it learns from labels
  bool translates = false;            // whether it leads from one set of data to another
  std::string network = "generator";  // the first of those that its runs keep
};

/// All of them; the first is meant where neither formulation nor model is named.
const std::vector<FormulationEntry>& formulations();
std::vector<std::string> formulation_names();

/// The one of that name.
///
/// Errors: ConfigError, which begins with `called`, for another name.
const FormulationEntry& formulation_named(const std::string& name, const std::string& called);

}  // namespace saddle_program
