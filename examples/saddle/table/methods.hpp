// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "commands/options.hpp"
#include "data/rows.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace saddle_program {

/// A way to translate between k styles, as the lecture compares them.
struct Method {
  std::string name, formulation, objective, constraint;
  bool per_style;                  // one unit for each style but the neutral one
  bool judged;                     // it learns from features of the first judge
  std::size_t ways;                // between k styles: k (k - 1) for 1, k (k - 1) / 2 pairs for 2
  std::size_t published;           // parameters of a unit at the published size
  const char* of_published;        // what that counts
  double lecture_error;            // per cent, on faces
  const char* lecture_parameters;  // as the lecture prints them
};

/// DIAT, CycleGAN, IcGAN and StarGAN, in the lecture's order.
const std::vector<Method>& methods();

/// How many units of a method lead from one style to `k` - 1 others, as the lecture counts, and how
/// many from each of `k` styles to each other.
std::size_t units_from_one(const Method& method, std::size_t k);
std::size_t units_among_all(const Method& method, std::size_t k);

/// The samples of a run's unit in style `label`; of a method with a unit for each style that is the
/// unit's own.
Rows translated(const Method& method, const std::string& run, const Rows& samples,
                std::size_t label);

}  // namespace saddle_program
