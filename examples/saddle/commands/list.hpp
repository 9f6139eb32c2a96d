// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ostream>

namespace saddle_program {

/// Prints the names of objectives, constraints and models, and the illegal pairs with the reason.
void list_compositions(std::ostream& out);

/// Prints the lecture's table: f, its conjugate with domain, the activation, the erratum.
void list_divergences(std::ostream& out);

/// Prints the parameter column of the lecture's StarGAN table and the published networks, or one
/// JSON object per line for every network and unit.
void list_zoo(std::ostream& out, bool json);

}  // namespace saddle_program
