// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/io/json.hpp>
#include <saddle/picture/curve_picture.hpp>
#include <saddle/report/confusion_section.hpp>
#include <saddle/report/dashboard_section.hpp>
#include <saddle/report/html.hpp>
#include <saddle/report/json_file.hpp>
#include <saddle/report/report_faults.hpp>
#include <saddle/report/svg_plot.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <string>
#include <system_error>
#include <vector>

namespace saddle::inline per_set {

namespace run_section {

inline bool has(const std::string& folder, const char* name) {
  std::error_code unknown;
  return std::filesystem::exists(folder + "/" + name, unknown);
}

inline Json object_in(const std::string& folder, const char* name) {
  return has(folder, name) ? read_json_file(folder + "/" + name) : Json();
}

/// A JSON value as text in a cell.
inline std::string cell(const Json& value) {
  if (value.is_null()) return "&ndash;";
  if (value.is_number_float()) return html::number(value.get<double>());
  if (value.is_string()) return html::escaped(value.get<std::string>());
  return html::escaped(value.dump());
}

/// The entries of a list: a name and a value each, members of members by dotted names, of which the
/// first letters are shown.
inline std::string rows(const Json& object, const std::string& prefix = "") {
  constexpr std::size_t most = 100;
  std::string out;
  for (const auto& [key, value] : object.items()) {
    const std::string name = (prefix + key).substr(0, most);
    if (value.is_object() && !value.empty()) {
      out += rows(value, name + ".");
    } else if (value.is_string() ? value != "" : !value.empty() || value.is_null()) {
      out += std::string("<div><dt>") + html::escaped(name) + "</dt><dd>" + cell(value) +
             "</dd></div>\n";
    }
  }
  return out;
}

inline std::string numbers(const std::string& title, const Json& object) {
  if (!object.is_object() || object.empty()) return "";
  return std::string("<h3>") + html::escaped(title) + "</h3>\n<dl>\n" + rows(object) + "</dl>\n";
}

/// The names of what was measured, in the order of the first line that names anything.
inline std::vector<std::string> losses_in(const std::vector<Json>& stats) {
  std::vector<std::string> names;
  for (const Json& entry : stats) {
    if (!names.empty()) break;
    for (const auto& [key, value] : entry.items()) {
      if (key != "step") names.push_back(key);
    }
  }
  return names;
}

/// A loss as people read it: "critic_loss" is "critic's loss", "bound_a" "what the objective
/// reports (a)".
inline std::string called(const std::string& name) {
  constexpr std::string_view loss = "_loss", bound = "bound";
  if (name.ends_with(loss)) return name.substr(0, name.size() - loss.size()) + "'s loss";
  if (!name.starts_with(bound)) return name;
  const std::string which = name.substr(std::min(name.size(), bound.size() + 1));
  return which.empty() ? "what the objective reports"
                       : "what the objective reports (" + which + ")";
}

/// The column `name` of measurements over their steps, where any is there.
inline void add_series(const std::vector<Json>& stats, const std::string& name,
                       const std::string& called, std::vector<Series>& series) {
  Series line{called, {}, {}};
  bool any = false;
  for (const Json& entry : stats) {
    const bool there = entry.contains(name) && entry[name].is_number();
    line.xs.push_back(entry["step"].get<double>());
    line.ys.push_back(there ? entry[name].get<double>() : std::numeric_limits<double>::quiet_NaN());
    any = any || (there && line.ys.back() != 0);
  }
  if (any) series.push_back(std::move(line));
}

inline std::string curves(const std::string& folder, ReportFaults& faults) {
  if (!has(folder, "stats.jsonl")) return "";
  const JsonLines lines =
      read_json_lines(folder + "/stats.jsonl", "an object with a step", [](const Json& entry) {
        return entry.is_object() && entry.contains("step") && entry["step"].is_number();
      });
  const std::vector<Json>& stats = lines.values;
  std::vector<Series> value, losses;
  for (const std::string& name : losses_in(stats)) {
    const bool reported = name.starts_with("bound");
    add_series(stats, name, called(name), reported ? value : losses);
  }
  std::string out;
  if (!value.empty()) out += svg_plot(value, {"What the objective reports", "step", ""});
  if (!losses.empty()) out += svg_plot(losses, {"Losses", "step", ""});
  if (!out.empty()) out = "<div class=\"plots\">" + out + "</div>\n";
  return out + faults.tell(lines.fault);
}

/// Up to six of the pictures that were made on the way, evenly spread.
inline std::string grids(const std::string& folder, ReportFaults& faults) {
  std::vector<std::string> names;
  if (has(folder, "grids")) {
    for (const auto& entry : std::filesystem::directory_iterator(folder + "/grids")) {
      const std::string name = entry.path().filename().string();
      if (name.starts_with("step-") && name.ends_with(".png")) names.push_back(name);
    }
  }
  if (names.empty()) return "";
  std::sort(names.begin(), names.end());
  constexpr std::size_t most = 6;
  const std::size_t count = std::min(most, names.size());
  std::string out = "<h3>On the way</h3>\n<div class=\"strip\">\n";
  for (std::size_t i = 0; i < count; ++i) {
    const std::string& name = names[(i + 1) * names.size() / count - 1];
    const std::string step = name.substr(5, name.size() - 9);
    const std::size_t zeros = std::min(step.find_first_not_of('0'), step.size() - 1);
    out += faults.part([&] {
      return html::picture(folder + "/grids/" + name, "step " + step.substr(zeros),
                           html::strip_picture_bytes);
    });
  }
  return out + "</div>\n";
}

/// Of a run whose configuration cannot be read the folder's name; why not is told further below.
inline std::string title(const std::string& folder) {
  Json config;
  try {
    config = object_in(folder, "config.json");
  } catch (const Error&) {
  }
  const auto word = [&](const char* name) {
    return config.is_object() && config.contains(name) && config[name].is_string()
               ? config[name].get<std::string>()
               : std::string("?");
  };
  if (!config.is_object()) return std::filesystem::path(folder).filename().string();
  return word("objective") + " with " + word("constraint") + " on " + word("data");
}

}  // namespace run_section

/// What the page of a report says of one run's folder: samples, curves, the numbers of run.json,
/// the dashboard, codes and labels of formulations that have them, the pictures on the way, and the
/// exact configuration. What cannot be read is told
/// in its place.
inline std::string html_of_run(const std::string& folder, ReportFaults& faults) {
  using namespace run_section;
  const auto picture = [&](const char* name, const char* caption) {
    if (!has(folder, name)) return std::string();
    return faults.part([&] { return html::picture(folder + "/" + name, caption); });
  };
  std::string out = "<div class=\"run\">\n<div>";
  const bool labelled = has(folder, "confusion.json");
  out += picture("samples.png",
                 labelled ? "samples at the end, a column for each label" : "samples at the end") +
         "</div>\n<div>";
  out += faults.part([&] { return curves(folder, faults); }) + "</div>\n</div>\n";
  out += faults.part([&] { return numbers("Result", object_in(folder, "run.json")); });
  if (has(folder, "dashboard.json")) {
    out += faults.part([&] { return html_of_dashboard(folder + "/dashboard.json"); });
  }
  out += picture("density_ratio.png", "log of real over generated density");
  if (has(folder, "reconstructions.png") || has(folder, "codes.png")) {
    out += "<h3>Codes</h3>\n<div class=\"run\">\n<div>";
    out += picture("reconstructions.png", "data, each beside what comes back from its code");
    out +=
        "</div>\n<div>" + picture("codes.png", "codes of the data, by label") + "</div>\n</div>\n";
  }
  if (labelled) {
    out += faults.part([&] { return html_of_confusion(folder + "/confusion.json"); });
  }
  out += faults.part([&] { return grids(folder, faults); });
  if (has(folder, "config.json")) {
    out += faults.part([&] {
      return "<details><summary>Configuration</summary>\n<pre>" +
             html::escaped(object_in(folder, "config.json").dump(2)) + "</pre></details>\n";
    });
  }
  return out;
}

}  // namespace saddle::inline per_set
