// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/train/undo.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace saddle_program {

/// What `saddle train` is asked to do; what is absent takes the run's value where one is resumed,
/// else the composition's default.
struct TrainOptions {
  std::optional<std::string> formulation{};
  std::optional<std::string> objective{};
  std::optional<std::string> constraint{};
  std::optional<std::string> data{};
  std::optional<std::string> to{};        // the data to which a translation leads
  std::optional<std::string> label{};     // column of a table
  std::optional<std::string> labels{};    // file of an IDX or NPY file's labels
  std::optional<std::string> features{};  // file of the network whose features are kept
  std::optional<std::string> columns{};   // of a table, as a line of it: "a,b"
  std::optional<std::string> model{};
  std::string experiment{};  // a model of the user's own, "mine.hpp:Digits"; empty for none
  std::optional<std::uint64_t> steps{};
  std::optional<std::uint64_t> batch{};
  std::optional<std::uint64_t> seed{};
  std::optional<std::string> config_file{};
  std::vector<std::string> settings{};  // "constraint.bound=0.05"

  std::size_t threads = 0;  // 0 = one per core
  std::string out = "run";
  bool overwrite = false;
  bool resume = false;
  bool reschedule = false;
  bool dry_run = false;
  bool print_program = false;
  std::uint64_t stop_after = 0;                     // 0 = never
  std::optional<std::uint64_t> checkpoint_every{};  // 0 = only at the end
  std::optional<std::uint64_t> grid_every{};        // 0 = never
  std::optional<saddle::NotFinite> not_finite{};
  bool no_monitors = false;
  std::vector<std::string> monitor_settings{};  // "collapse.least_coverage=0.3"
  std::vector<std::string> fail_on{};           // monitors whose alarm ends the run
  std::optional<std::string> keep_best{};       // a metric
  std::optional<std::uint64_t> keep_best_every{};
  bool no_dashboard = false;
};

}  // namespace saddle_program
