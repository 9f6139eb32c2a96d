// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/json.hpp>
#include <saddle/report/html.hpp>
#include <saddle/report/json_file.hpp>

#include <limits>
#include <string>

namespace saddle::inline per_set {

namespace dashboard_section {

/// A number of an object as text, so short that the table fits a phone; a dash for none.
inline std::string number(const Json& object, const char* name, int digits = 3) {
  const bool there = object.contains(name) && object[name].is_number();
  return html::number(there ? object[name].get<double>() : std::numeric_limits<double>::quiet_NaN(),
                      digits);
}

inline std::string words(const Json& object, const char* name) {
  const bool there = object.contains(name) && object[name].is_string();
  return there ? html::escaped(object[name].get<std::string>()) : std::string("&ndash;");
}

inline std::string whole(const Json& object, const char* name) {
  const bool there = object.contains(name) && object[name].is_number_unsigned();
  return there ? object[name].dump() : std::string("&ndash;");
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
  std::string out = "<h3>Dashboard</h3>\n";
  if (board.contains("summary"))
    out += std::string("<p><b>") + words(board, "summary") + ".</b></p>\n";
  out +=
      "<p>Divergences of the model's samples from real ones, all of critics that learned to tell "
      "others apart: " +
      whole(board, "steps") + " steps on " + whole(board, "n_training") +
      " samples a side, read on " + whole(board, "n") + ", seed " + whole(board, "seed") +
      ". <span class=\"key\">Critic: " + words(board, "critic") +
      ". Each is a lower bound but for chance; the interval is the sampling error of the "
      "critics' bound, k-hat says how heavy the tails behind it are.</span></p>\n";
  if (board.contains("witness") && board["witness"].is_object()) {
    const Json& witness = board["witness"];
    out += std::string("<p>Witness without a critic: the vote of ") + whole(witness, "neighbours") +
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
