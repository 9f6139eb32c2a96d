// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

namespace saddle_program {

/// What `saddle report` is asked to do.
struct ReportOptions {
  std::vector<std::string> folders{};  // of runs and sweeps
  std::string out{};                   // empty: report.html in the first folder
};

/// Writes the page and prints its name.
///
/// Errors: Error for a folder that holds neither run nor sweep, FileError, DataError.
void report(const ReportOptions& options);

}  // namespace saddle_program
