// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/experiment/dashboard_section.hpp>
#include <saddle/experiment/html.hpp>
#include <saddle/experiment/json_file.hpp>
#include <saddle/experiment/svg_plot.hpp>
#include <saddle/io/curve_picture.hpp>
#include <saddle/io/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace saddle::inline per_set {

namespace run_section {

inline bool has(const std::string& folder, const char* name) {
  return std::filesystem::exists(folder + "/" + name);
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

/// The entries of a list: a name and a value each, members of members by dotted names.
inline std::string rows(const Json& object, const std::string& prefix = "") {
  std::string out;
  for (const auto& [name, value] : object.items()) {
    if (value.is_object() && !value.empty()) {
      out += rows(value, prefix + name + ".");
    } else if (value.is_string() ? value != "" : !value.empty() || value.is_null()) {
      out +=
          "<div><dt>" + html::escaped(prefix + name) + "</dt><dd>" + cell(value) + "</dd></div>\n";
    }
  }
  return out;
}

inline std::string numbers(const std::string& title, const Json& object) {
  if (!object.is_object() || object.empty()) return "";
  return "<h3>" + html::escaped(title) + "</h3>\n<dl>\n" + rows(object) + "</dl>\n";
}

/// The column `name` of measurements over their steps, where any is there.
inline void add_series(const std::vector<Json>& stats, const char* name, const char* called,
                       std::vector<Series>& series) {
  Series line{called, {}, {}};
  bool any = false;
  for (const Json& entry : stats) {
    if (!entry.is_object() || !entry.contains("step") || !entry["step"].is_number()) continue;
    const bool there = entry.contains(name) && entry[name].is_number();
    line.xs.push_back(entry["step"].get<double>());
    line.ys.push_back(there ? entry[name].get<double>() : std::numeric_limits<double>::quiet_NaN());
    any = any || (there && line.ys.back() != 0);
  }
  if (any) series.push_back(std::move(line));
}

inline std::string curves(const std::string& folder) {
  if (!has(folder, "stats.jsonl")) return "";
  const std::vector<Json> stats = read_json_lines(folder + "/stats.jsonl");
  std::vector<Series> value, losses;
  add_series(stats, "bound", "what the objective reports", value);
  add_series(stats, "critic_loss", "critic's loss", losses);
  add_series(stats, "generator_loss", "generator's loss", losses);
  add_series(stats, "penalty", "penalty", losses);
  std::string out;
  if (!value.empty()) out += svg_plot(value, {"What the objective reports", "step", ""});
  if (!losses.empty()) out += svg_plot(losses, {"Losses", "step", ""});
  return out.empty() ? out : "<div class=\"plots\">" + out + "</div>\n";
}

/// Up to six of the pictures that were made on the way, evenly spread.
inline std::string grids(const std::string& folder) {
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
    out += html::picture(folder + "/grids/" + name, "step " + step.substr(zeros),
                         html::strip_picture_bytes);
  }
  return out + "</div>\n";
}

inline std::string title(const std::string& folder) {
  const Json config = object_in(folder, "config.json");
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
/// the dashboard, the pictures on the way, and the exact configuration.
///
/// Errors: FileError, DataError for a file that cannot be read.
inline std::string html_of_run(const std::string& folder) {
  using namespace run_section;
  std::string out = "<div class=\"run\">\n<div>";
  if (has(folder, "samples.png")) {
    out += html::picture(folder + "/samples.png", "samples at the end");
  }
  out += "</div>\n<div>" + curves(folder) + "</div>\n</div>\n";
  out += numbers("Result", object_in(folder, "run.json"));
  if (has(folder, "dashboard.json")) out += html_of_dashboard(folder + "/dashboard.json");
  if (has(folder, "density_ratio.png")) {
    out += html::picture(folder + "/density_ratio.png", "log of real over generated density");
  }
  out += grids(folder);
  if (has(folder, "config.json")) {
    out += "<details><summary>Configuration</summary>\n<pre>" +
           html::escaped(object_in(folder, "config.json").dump(2)) + "</pre></details>\n";
  }
  return out;
}

}  // namespace saddle::inline per_set
