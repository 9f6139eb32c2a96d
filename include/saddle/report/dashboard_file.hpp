// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/io/json.hpp>
#include <saddle/io/json_file.hpp>
#include <saddle/metric/estimate/dashboard.hpp>
#include <saddle/report/dashboard_origin.hpp>
#include <saddle/run/run_folder.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace saddle::inline per_set {

/// The dashboard as one JSON object: the verdict in one sentence, what the critic is and how it was
/// trained, of every divergence its estimate, standard error, 99 % interval of that, k-hat and
/// verdict in words (null where there is no estimate), and what the witness proves.
inline Json json_of(const Dashboard& board) {
  Json divergences = Json::array();
  for (const DivergenceEstimate& row : board.rows) {
    const auto number = [&](double x) { return row.is_known() ? Json(x) : Json(); };
    divergences.push_back({{"name", row.name},
                           {"value", number(row.value)},
                           {"standard_error", number(row.standard_error)},
                           {"low", number(row.low())},
                           {"high", number(row.high())},
                           {"k_hat", row.tail_index},
                           {"verdict", sentence(row.verdict())}});
  }
  Json object = {{"summary", board.sentence()}};
  const DashboardOrigin origin{.critic = board.critic,
                               .steps = board.steps,
                               .batch = board.config.batch,
                               .n_training = board.training,
                               .n = board.held_out,
                               .seed = board.config.seed};
  for_each_field(
      origin, [&](std::string_view name, const Json& value) { object[std::string(name)] = value; });
  object["witness"] = {{"neighbours", board.witness.neighbours},
                       {"in", board.witness.of_distances ? "distances" : "samples"},
                       {"accuracy", board.witness.accuracy()},
                       {"tv_at_least", board.witness.tv_at_least()}};
  object["divergences"] = std::move(divergences);
  return object;
}

/// Writes `dashboard.json` into a run's folder, where `html_of_run` looks for it; the file is
/// complete or untouched.
///
/// Errors: FileError if the system will not write.
inline void write_dashboard(const Dashboard& board, const std::string& folder) {
  write_text(RunFolder(folder).file(run_file::dashboard), json_of(board).dump() + "\n");
}

}  // namespace saddle::inline per_set
