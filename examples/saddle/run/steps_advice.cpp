// SPDX-License-Identifier: BSL-1.0
#include "run/steps_advice.hpp"

#include <cmath>
#include <cstdio>

namespace saddle_program {

namespace {

/// A duration as people say it: "40 s", "12 min", "3.5 h".
std::string spoken(double seconds) {
  const bool hours = seconds >= 2 * 3600, minutes = seconds >= 120;
  const double number = hours ? seconds / 3600 : minutes ? seconds / 60 : seconds;
  char text[40];
  std::snprintf(text, sizeof text,
                hours     ? "%.1f h"
                : minutes ? "%.0f min"
                          : "%.0f s",
                hours ? number : std::ceil(number));
  return text;
}

}  // namespace

void StepsAdvice::print(std::uint64_t steps, double seconds_per_step) const {
  std::fprintf(
      stderr,
      "\n%s want about %llu steps, some %s here; this run has %llu (--steps %llu for all)\n",
      subject_.c_str(), static_cast<unsigned long long>(recipe_),
      spoken(seconds_per_step * static_cast<double>(recipe_)).c_str(),
      static_cast<unsigned long long>(steps), static_cast<unsigned long long>(recipe_));
}

}  // namespace saddle_program
