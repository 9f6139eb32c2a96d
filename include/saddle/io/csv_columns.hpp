// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <optional>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// Which columns of a table are taken.
struct CsvColumns {
  std::optional<std::string> label{};  ///< of labels: its name, "last" for the last, "" for none
  std::vector<std::string> names{};    ///< of numbers, in this order; all but the labels' if empty
};

}  // namespace saddle::inline per_set
