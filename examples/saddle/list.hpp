// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ostream>

/// Prints the names of objectives, constraints and models, and the illegal pairs with the reason.
void list_compositions(std::ostream& out);

/// Prints the lecture's table: f, its conjugate with domain, the activation, the erratum.
void list_divergences(std::ostream& out);
