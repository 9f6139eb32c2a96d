// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/experiment/html.hpp>
#include <saddle/experiment/sweep_row.hpp>
#include <saddle/io/colour.hpp>
#include <saddle/train/reading.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

namespace saddle::inline per_set {

namespace heat_map {

/// The names in the order in which they first appear.
template <class Name>
std::vector<std::string> names_of(const std::vector<SweepRow>& rows, Name name) {
  std::vector<std::string> names;
  for (const SweepRow& row : rows) {
    if (std::find(names.begin(), names.end(), name(row)) == names.end()) {
      names.push_back(name(row));
    }
  }
  return names;
}

/// How well a run did, from 0 to 1: the share of good samples, times that of the modes where they
/// are known, else the coverage.
inline double quality(const SweepRow& row) {
  if (!row.failure.empty()) return 0;
  if (!row.modes) return row.coverage;
  return row.high_quality * static_cast<double>(*row.modes) /
         static_cast<double>(std::max<std::size_t>(*row.modes_total, 1));
}

/// White over pale yellow to green: dark text stays readable on all of it.
inline std::string shade(double value) {
  const Colour low{250, 232, 222}, middle{253, 246, 202}, high{132, 206, 148};
  const double part = std::isfinite(value) ? std::clamp(value, 0.0, 1.0) : 0;
  const Colour c = part < 0.5 ? mix(low, middle, 2 * part) : mix(middle, high, 2 * part - 1);
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "#%02x%02x%02x", c[0], c[1], c[2]);
  return text.data();
}

/// What a run came to, in a few words.
inline std::string words(const SweepRow& row) {
  if (!row.failure.empty()) return "not finite";
  const std::string share = percent(row.modes ? row.high_quality : row.coverage);
  if (!row.modes) return share + " covered";
  return std::to_string(*row.modes) + "/" + std::to_string(*row.modes_total) + " &middot; " + share;
}

/// The same of several runs: means, where a run that failed counts as 0.
inline std::string mean_words(const std::vector<const SweepRow*>& runs) {
  double modes = 0, share = 0;
  for (const SweepRow* row : runs) {
    if (!row->failure.empty()) continue;
    modes += static_cast<double>(row->modes.value_or(0));
    share += row->modes ? row->high_quality : row->coverage;
  }
  const auto n = static_cast<double>(runs.size());
  const auto total = runs.front()->modes_total;
  if (!total) return percent(share / n) + " covered";
  return html::number(modes / n, 2) + "/" + std::to_string(*total) + " &middot; " +
         percent(share / n);
}

/// A link to a run; its title tells the monitors' alarms.
inline std::string link(const SweepRow& row, const std::string& anchor, const std::string& words) {
  std::string alarms;
  for (const std::string& alarm : row.alarms) alarms += (alarms.empty() ? "" : "; ") + alarm;
  return std::string("<a href=\"#") + html::escaped(anchor) + "\" title=\"" +
         html::escaped(alarms) + "\">" + words + (row.alarms.empty() ? "" : " &#9888;") + "</a>";
}

/// The cell of a pair, given its rows: one run, or one for each seed with their mean above.
inline std::string cell(const std::vector<const SweepRow*>& rows,
                        const std::function<std::string(const SweepRow&)>& anchor) {
  std::vector<const SweepRow*> runs;
  double sum = 0;
  for (const SweepRow* row : rows) {
    if (!row->complete) continue;
    runs.push_back(row);
    sum += quality(*row);
  }
  if (runs.empty()) {
    const std::string why = rows.empty() ? "" : rows.front()->illegal;
    return std::string("<td class=\"none\"><span title=\"") + html::escaped(why) + "\">" +
           (why.empty() ? "not yet" : "illegal") + "</span></td>";
  }
  std::string out = std::string("<td style=\"background:") +
                    shade(sum / static_cast<double>(runs.size())) + "\">";
  if (rows.size() == 1) return out + link(*runs[0], anchor(*runs[0]), words(*runs[0])) + "</td>";
  out += std::string("<span>") + mean_words(runs) + "</span><p class=\"seeds\">";
  for (const SweepRow* row : runs) out += link(*row, anchor(*row), std::to_string(row->seed)) + " ";
  return out + "</p></td>";
}

}  // namespace heat_map

/// A sweep as a table, objectives down and constraints across, coloured by how well each run did;
/// `anchor(row)` is the place in the page that its cell leads to. Below it stand the sentences of
/// the illegal pairs.
inline std::string heat_map_of(const std::vector<SweepRow>& rows,
                               const std::function<std::string(const SweepRow&)>& anchor) {
  using namespace heat_map;
  const auto objectives = names_of(rows, [](const SweepRow& row) { return row.objective; });
  const auto constraints = names_of(rows, [](const SweepRow& row) { return row.constraint; });
  const bool modes =
      std::any_of(rows.begin(), rows.end(), [](const auto& row) { return row.modes.has_value(); });
  std::string out = "<p class=\"key\">Each cell: ";
  out += modes ? "modes found &middot; share of the samples near one"
               : "share of the data that the samples cover";
  out +=
      ". &#9888; marks a monitor's alarm. A cell leads to its run, "
      "where there are several seeds by their numbers.</p>\n";
  out += "<div class=\"scroll\"><table class=\"heat\">\n<tr><th></th>";
  for (const std::string& constraint : constraints) {
    out += std::string("<th>") + html::escaped(constraint) + "</th>";
  }
  out += "</tr>\n";
  for (const std::string& objective : objectives) {
    out += std::string("<tr><th>") + html::escaped(objective) + "</th>";
    for (const std::string& constraint : constraints) {
      std::vector<const SweepRow*> pair;
      for (const SweepRow& row : rows) {
        if (row.objective == objective && row.constraint == constraint) pair.push_back(&row);
      }
      out += cell(pair, anchor);
    }
    out += "</tr>\n";
  }
  out += "</table></div>\n";
  std::string illegal;
  for (const SweepRow& row : rows) {
    if (row.illegal.empty()) continue;
    illegal += std::string("<li>") +
               html::escaped(row.objective + " with " + row.constraint + " is illegal, because " +
                             row.illegal) +
               "</li>\n";
  }
  return illegal.empty() ? out : out + "<ul>\n" + illegal + "</ul>\n";
}

}  // namespace saddle::inline per_set
