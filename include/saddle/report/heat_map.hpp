// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/io/colour.hpp>
#include <saddle/report/html.hpp>
#include <saddle/report/sweep_row.hpp>
#include <saddle/train/monitor/reading.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

namespace heat_map {

/// The names in the order in which they first appear.
template <class Name>
std::vector<std::string> names_of(const std::vector<SweepRow>& rows, Name name) {
  std::vector<std::string> names;
  std::set<std::string> known;
  for (const SweepRow& row : rows) {
    if (known.insert(name(row)).second) names.push_back(name(row));
  }
  return names;
}

/// How well a run did, from 0 to 1: the share of good samples, times that of the modes where they
/// are known, else the coverage.
inline double quality(const SweepRow& row) {
  if (!row.failure.empty()) return 0;
  if (!row.modes || !row.modes_total) return row.coverage;
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

/// A share or a count as people read it; a dash where there is none.
inline std::string share(double part) { return std::isfinite(part) ? percent(part) : "&ndash;"; }
inline std::string count(const std::optional<std::size_t>& number) {
  return number ? std::to_string(*number) : "&ndash;";
}

/// What a run came to, in a few words.
inline std::string words(const SweepRow& row) {
  if (!row.failure.empty()) return "not finite";
  if (!row.modes) return share(row.coverage) + " covered";
  return count(row.modes) + "/" + count(row.modes_total) + " &middot; " + share(row.high_quality);
}

/// The same of several runs: means, where a run that failed counts as 0.
inline std::string mean_words(const std::vector<const SweepRow*>& runs) {
  double modes = 0, sum = 0;
  for (const SweepRow* row : runs) {
    if (!row->failure.empty()) continue;
    modes += static_cast<double>(row->modes.value_or(0));
    sum += row->modes ? row->high_quality : row->coverage;
  }
  const auto n = static_cast<double>(runs.size());
  const auto total = runs.front()->modes_total;
  if (!total) return share(sum / n) + " covered";
  return html::number(modes / n, 2) + "/" + count(total) + " &middot; " + share(sum / n);
}

/// A link to a run; its title tells the monitors' alarms.
inline std::string link(const SweepRow& row, const std::string& anchor, const std::string& words) {
  std::string alarms;
  for (const std::string& alarm : row.alarms()) alarms += (alarms.empty() ? "" : "; ") + alarm;
  return std::string("<a href=\"#") + html::escaped(anchor) + "\" title=\"" +
         html::escaped(alarms) + "\">" + words + (alarms.empty() ? "" : " &#9888;") + "</a>";
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

/// A sweep as a table, objectives down and constraints across, coloured by how well each run did,
/// or pair by pair where most of its cells would be empty; `anchor(row)` is the place in the page
/// that its cell leads to. Below it stand the sentences of the illegal pairs.
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
  std::map<std::pair<std::string, std::string>, std::vector<const SweepRow*>> pairs;
  for (const SweepRow& row : rows) pairs[{row.objective, row.constraint}].push_back(&row);
  const auto head = [](const std::string& name) {
    return std::string("<th>") + html::escaped(name) + "</th>";
  };
  out += "<div class=\"scroll\"><table class=\"heat\">\n";
  if (objectives.size() * constraints.size() > 4 * pairs.size()) {
    for (const auto& [names, runs] : pairs) {
      out += std::string("<tr>") + head(names.first) + head(names.second) + cell(runs, anchor) +
             "</tr>\n";
    }
  } else {
    out += "<tr><th></th>";
    for (const std::string& constraint : constraints) out += head(constraint);
    out += "</tr>\n";
    for (const std::string& objective : objectives) {
      out += std::string("<tr>") + head(objective);
      for (const std::string& constraint : constraints) {
        const auto found = pairs.find({objective, constraint});
        out += found == pairs.end() ? cell({}, anchor) : cell(found->second, anchor);
      }
      out += "</tr>\n";
    }
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
