// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ostream>

/// Prints the parameter column of the lecture's StarGAN table and the networks of the zoo.
void list_zoo(std::ostream& out);

/// One JSON object per line for every network and unit of the zoo.
void list_zoo_as_json(std::ostream& out);
