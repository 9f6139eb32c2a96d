// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "models/classifiers.hpp"
#include "models/compiled_model.hpp"

#include <deque>
#include <ostream>

namespace saddle_program {

/// What units bring: networks for some shapes, compiled. Who has found one may keep it, for units
/// only come.
struct Units {
  std::deque<CompiledModel> models;
  std::deque<CompiledClassifier> classifiers;
  void (*list_zoo)(std::ostream& out, bool json) = nullptr;
};

/// The units that are linked in, and all that were compiled on demand since the program began.
Units& units();

}  // namespace saddle_program
