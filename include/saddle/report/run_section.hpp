// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/io/json.hpp>
#include <saddle/io/json_file.hpp>
#include <saddle/picture/curve_picture.hpp>
#include <saddle/report/confusion_section.hpp>
#include <saddle/report/dashboard_section.hpp>
#include <saddle/report/html.hpp>
#include <saddle/report/report_faults.hpp>
#include <saddle/report/svg_plot.hpp>
#include <saddle/run/run_folder.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace saddle::inline per_set {

namespace run_section {

inline Json object_in(const RunFolder& folder, const char* name) {
  return folder.has(name) ? folder.json(name) : Json();
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

inline std::string curves(const RunFolder& folder, ReportFaults& faults) {
  if (!folder.has(run_file::stats)) return "";
  const JsonLines lines =
      read_json_lines(folder.file(run_file::stats), "an object with a step", [](const Json& entry) {
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
inline std::string grids(const RunFolder& folder, ReportFaults& faults) {
  const std::vector<std::uint64_t> steps = folder.grid_steps();
  if (steps.empty()) return "";
  constexpr std::size_t most = 6;
  const std::size_t count = std::min(most, steps.size());
  std::string out = "<h3>On the way</h3>\n<div class=\"strip\">\n";
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t step = steps[(i + 1) * steps.size() / count - 1];
    out += faults.part([&] {
      return html::picture(folder.grid(step), std::string("step ") + std::to_string(step),
                           html::strip_picture_bytes);
    });
  }
  return out + "</div>\n";
}

/// Of a run whose configuration cannot be read the folder's name; why not is told further below.
inline std::string title(const RunFolder& folder) {
  Json config;
  try {
    config = object_in(folder, run_file::config);
  } catch (const Error&) {
  }
  const auto word = [&](const char* name) {
    return config.is_object() && config.contains(name) && config[name].is_string()
               ? config[name].get<std::string>()
               : std::string("?");
  };
  if (!config.is_object()) return std::filesystem::path(folder.path()).filename().string();
  return word("objective") + " with " + word("constraint") + " on " + word("data") +
         (config.contains("to") ? std::string(" to ") + word("to") : "");
}

}  // namespace run_section

/// What the page of a report says of one run's folder: samples, curves, the numbers of run.json,
/// the dashboard, codes and labels of formulations that have them, the pictures on the way, and the
/// exact configuration. What cannot be read is told
/// in its place.
inline std::string html_of_run(const std::string& path, ReportFaults& faults) {
  using namespace run_section;
  const RunFolder folder(path);
  const auto picture = [&](const char* name, const char* caption) {
    if (!folder.has(name)) return std::string();
    return faults.part([&] { return html::picture(folder.file(name), caption); });
  };
  std::string out = "<div class=\"run\">\n<div>";
  const bool labelled = folder.has(run_file::confusion);
  out += picture(run_file::samples,
                 labelled ? "samples at the end, a column for each label" : "samples at the end") +
         "</div>\n<div>";
  out += faults.part([&] { return curves(folder, faults); }) + "</div>\n</div>\n";
  out += faults.part([&] { return numbers("Result", object_in(folder, run_file::result)); });
  if (folder.has(run_file::dashboard)) {
    out += faults.part([&] { return html_of_dashboard(folder.file(run_file::dashboard)); });
  }
  out += picture(run_file::density_ratio, "log of real over generated density");
  if (folder.has(run_file::reconstructions) || folder.has(run_file::codes)) {
    out += "<h3>Codes</h3>\n<div class=\"run\">\n<div>";
    out += picture(run_file::reconstructions, "data, each beside what comes back from its code");
    out += "</div>\n<div>";
    out += picture(run_file::codes, "codes of the data, by label") + "</div>\n</div>\n";
  }
  if (labelled) {
    out += faults.part([&] { return html_of_confusion(folder.file(run_file::confusion)); });
  }
  out += faults.part([&] { return grids(folder, faults); });
  if (folder.has(run_file::config)) {
    out += faults.part([&] {
      return "<details><summary>Configuration</summary>\n<pre>" +
             html::escaped(object_in(folder, run_file::config).dump(2)) + "</pre></details>\n";
    });
  }
  return out;
}

}  // namespace saddle::inline per_set
