// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/train/monitor/monitors.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// How a sweep runs.
struct SweepConfig {
  std::string out = "sweep";               // folder
  std::uint64_t steps = 0;                 // of every run; 0 = what each pair's recipe says
  std::vector<std::uint64_t> seeds = {1};  // one run of every pair for each
  // Numbers of the trainers' configurations by name, such as {"batch", "128"}.
  std::vector<std::pair<std::string, std::string>> settings{};
  std::size_t held_out = 10'000;  // samples on which results are measured, 10 to 2^20
  MonitorConfig monitors{};
  std::FILE* messages = stderr;  // where finished runs are told; null = nowhere
};

}  // namespace saddle::inline per_set
