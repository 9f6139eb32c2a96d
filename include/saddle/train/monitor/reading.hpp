// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/instruction_set.hpp>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>

namespace saddle::inline per_set {

/// When a monitor looks at a run, and how often in a row it must dislike what it sees.
struct Watch {
  std::uint64_t interval = 100;  // steps between two looks; 0 = never
  std::uint64_t warm_up = 500;   // steps whose looks count for nothing
  std::uint64_t patience = 5;    // looks in a row that raise the alarm

  SADDLE_DESCRIBE(Watch, interval, warm_up, patience);
  static constexpr Bounded bounded[] = {
      {"interval", limits::whole}, {"warm_up", limits::whole}, {"patience", limits::count}};
};

/// What one look of a monitor found.
struct Reading {
  double value = 0;
  bool alarming = false;
  std::string sentence{};  // what it means; empty unless alarming
};

/// A monitor's alarm: the first step at which its patience was spent.
struct Alarm {
  std::uint64_t step = 0;
  double value = 0;
  std::string sentence;
};

/// A share as people read it: "12 %", "0.3 %".
inline std::string percent(double share) {
  char text[40];
  std::snprintf(text, sizeof text, std::abs(share) < 0.1 ? "%.2g %%" : "%.0f %%", 100 * share);
  return text;
}

}  // namespace saddle::inline per_set
