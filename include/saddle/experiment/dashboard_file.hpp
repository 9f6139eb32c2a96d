// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/experiment/json_file.hpp>
#include <saddle/io/json.hpp>
#include <saddle/metric/dashboard.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace saddle::inline per_set {

/// The dashboard as one JSON object: what the critic is and how it was trained, and of every
/// divergence its estimate, standard error, 99 % interval, k-hat and verdict in words.
inline Json json_of(const Dashboard& board) {
  Json divergences = Json::array();
  for (const DivergenceEstimate& row : board.rows) {
    const std::string_view verdict = sentence(row.verdict());
    divergences.push_back({{"name", row.name},
                           {"value", row.value},
                           {"standard_error", row.standard_error},
                           {"low", row.low()},
                           {"high", row.high()},
                           {"k_hat", row.tail_index},
                           {"verdict", verdict.empty() ? "reliable" : verdict}});
  }
  return {{"critic", board.critic},
          {"steps", board.config.steps},
          {"batch", board.config.batch},
          {"n_training", board.training},
          {"n", board.held_out},
          {"seed", board.config.seed},
          {"divergences", std::move(divergences)}};
}

/// Writes `dashboard.json` into a run's folder, where `html_of_run` looks for it; the file is
/// complete or untouched.
///
/// Errors: FileError if the system will not write.
inline void write_dashboard(const Dashboard& board, const std::string& folder) {
  write_text(folder + "/dashboard.json", json_of(board).dump() + "\n");
}

}  // namespace saddle::inline per_set
