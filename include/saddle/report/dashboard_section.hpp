// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/json.hpp>
#include <saddle/io/json_file.hpp>
#include <saddle/report/dashboard_origin.hpp>
#include <saddle/report/html.hpp>

#include <limits>
#include <string>
#include <string_view>

namespace saddle::inline per_set {

namespace dashboard_section {

/// A number of an object as text, so short that the table fits a phone; a dash for none.
inline std::string number(const Json& object, const char* name, int digits = 3) {
  const bool there = object.contains(name) && object[name].is_number();
  return html::number(there ? object[name].get<double>() : std::numeric_limits<double>::quiet_NaN(),
                      digits);
}

/// The same of words or whole numbers.
inline std::string words(const Json& value) {
  if (value.is_string()) return html::escaped(value.get<std::string>());
  return value.is_number_unsigned() ? value.dump() : "&ndash;";
}
inline std::string words(const Json& object, std::string_view name) {
  const auto found = object.find(std::string(name));
  return words(found == object.end() ? Json() : *found);
}

}  // namespace dashboard_section

/// The verdict and the table of a `dashboard.json`: every divergence with its interval and verdict,
/// what the witness proves, and how the critic was trained that they all come from. Files of
/// earlier versions have neither sentence nor witness.
///
/// Errors: DataError where the file has no list of divergences.
inline std::string html_of_dashboard(const std::string& path) {
  using namespace dashboard_section;
  const Json board = read_json_file(path);
  if (!board.is_object() || !board.contains("divergences") || !board["divergences"].is_array()) {
    throw DataError(path, "divergences", "a list", "none");
  }
  DashboardOrigin origin;
  for_each_field(origin, [&](std::string_view name, Json& value) {
    if (board.contains(std::string(name))) value = board[std::string(name)];
  });
  std::string out = "<h3>Dashboard</h3>\n";
  if (board.contains("summary"))
    out += std::string("<p><b>") + words(board, "summary") + ".</b></p>\n";
  out +=
      "<p>Divergences of the model's samples from real ones, all of critics that learned to tell "
      "others apart: " +
      words(origin.steps) + " steps on " + words(origin.n_training) + " samples a side, read on " +
      words(origin.n) + ", seed " + words(origin.seed) +
      ". <span class=\"key\">Critic: " + words(origin.critic) +
      ". Each is a lower bound but for chance; the interval is the sampling error of the "
      "critics' bound, k-hat says how heavy the tails behind it are.</span></p>\n";
  if (board.contains("witness") && board["witness"].is_object()) {
    const Json& witness = board["witness"];
    out += std::string("<p>Witness without a critic: the vote of ") + words(witness, "neighbours") +
           " nearest neighbours proves a total variation of at least " +
           number(witness, "tv_at_least") + ".</p>\n";
  }
  out +=
      "<div class=\"scroll\"><table class=\"board\">\n<tr><th>divergence</th><th>estimate</th>"
      "<th>99&nbsp;% of sampling error</th><th>k-hat</th><th>verdict</th></tr>\n";
  for (const Json& row : board["divergences"]) {
    if (!row.is_object()) continue;
    out += std::string("<tr><th>") + words(row, "name") + "</th><td>" + number(row, "value") +
           "</td><td>" + number(row, "low") + " to " + number(row, "high") + "</td><td>" +
           number(row, "k_hat", 2) + "</td><td>" + words(row, "verdict") + "</td></tr>\n";
  }
  return out + "</table></div>\n";
}

}  // namespace saddle::inline per_set
