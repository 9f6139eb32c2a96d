// SPDX-License-Identifier: BSL-1.0
#include "commands/report.hpp"

#include <saddle/report/report.hpp>

#include <iostream>

namespace saddle_program {

void report(const ReportOptions& options) {
  const std::string out =
      options.out.empty() ? options.folders.front() + "/report.html" : options.out;
  saddle::write_report(options.folders, out);
  std::cout << out << '\n';
}

}  // namespace saddle_program
