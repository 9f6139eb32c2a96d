// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/json_file.hpp>
#include <saddle/report/heat_map.hpp>
#include <saddle/report/html.hpp>
#include <saddle/report/report_faults.hpp>
#include <saddle/report/run_section.hpp>
#include <saddle/report/sweep_row.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace saddle::inline per_set {

namespace report {

/// The style and the one script of the page; neither asks for anything from elsewhere.
inline constexpr std::string_view head = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>saddle: report</title>
<style>
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem 1.25rem 4rem; background: #fff; color: #22262d;
       font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
       overflow-wrap: break-word; }
h1 { font-size: 1.6rem; margin: .5rem 0 0; }
h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid #dde1e6; }
h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
p, ul { max-width: 46rem; }
.key { color: #5a626e; }
.fault { color: #8c2f1d; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.heat { width: 100%; max-width: 46rem; margin-bottom: 1.5rem; }
.heat th { padding: .3rem .6rem; text-align: left; font-weight: 600; white-space: nowrap; }
.heat td { border: 2px solid #fff; border-radius: 4px; padding: 0; min-width: 6.2rem; text-align: center; }
.heat a, .heat span { display: block; padding: .45rem .4rem; color: inherit; text-decoration: none;
                      white-space: nowrap; font-size: .9rem; }
.heat .seeds { margin: 0; padding: 0 .4rem .4rem; }
.heat .seeds a { display: inline; padding: 0 .2rem; text-decoration: underline; }
.heat a:hover, .heat a:focus { outline: 2px solid #22262d; }
.heat .none { background: #eceff2; color: #6b7480; }
.board th { padding: .3rem .6rem .3rem 0; text-align: left; font-weight: 600; }
.board td { padding: .3rem .6rem .3rem 0; border-top: 1px solid #eceff2; }
.board tr + tr th { border-top: 1px solid #eceff2; font-weight: 400; }
.confusion th, .confusion td { padding: .2rem .5rem; text-align: right; }
dl { columns: 19rem; column-gap: 2.5rem; margin: 0; font-variant-numeric: tabular-nums; }
dl div { display: flex; justify-content: space-between; gap: 1rem; break-inside: avoid;
         border-bottom: 1px solid #eceff2; }
dt { color: #5a626e; flex: none; max-width: 55%; }
dd { margin: 0; text-align: right; overflow-wrap: anywhere; }
.run { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1rem; }
.strip { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(45%, 11rem), 1fr)); gap: .6rem; }
figure { margin: 0; }
figcaption { color: #5a626e; font-size: .85rem; }
img { max-width: 100%; height: auto; display: block; }
.plot { width: 100%; height: auto; display: block; font-size: 12px; }
.plot text { fill: #22262d; }
.plot .rule { stroke: #e2e5e9; }
.plot .axis { stroke: #22262d; }
@media (max-width: 40rem) {
  .heat td { min-width: 0; }
  .heat th { padding: .3rem .25rem; font-size: .85rem; }
  .heat a, .heat span { white-space: normal; font-size: .8rem; padding: .35rem .15rem; }
  .board th, .board td { font-size: .74rem; line-height: 1.3; padding: .3rem .25rem .3rem 0; }
}
details { border-top: 1px solid #dde1e6; }
summary { cursor: pointer; padding: .6rem 0; font-weight: 600; }
summary small { font-weight: 400; color: #5a626e; }
pre { background: #f5f6f8; padding: .8rem; overflow-x: auto; font-size: .85rem; }
a { color: #0b5cad; }
</style>
</head>
<body>
)";
inline constexpr std::string_view foot = R"(<script>
function reveal() {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (place && place.tagName === "DETAILS") { place.open = true; place.scrollIntoView(); }
}
addEventListener("hashchange", reveal);
reveal();
</script>
</body>
</html>
)";

/// Whether a run's folder is there; a name in a results file that nobody vouches for must not lead
/// elsewhere.
inline bool is_below(const std::string& folder, const SweepRow& row) {
  const std::string& name = row.folder;
  const auto strange = [](char c) { return c == '/' || (c >= 0 && c < ' ') || c == '\x7f'; };
  const bool plain = !name.empty() && name != "." && name != ".." &&
                     std::none_of(name.begin(), name.end(), strange);
  return plain && RunFolder(folder).has(name);
}

/// What all runs of a sweep have in common.
inline std::string about(const std::string& folder, const std::vector<SweepRow>& rows,
                         ReportFaults& faults) {
  std::size_t complete = 0, all = 0;
  std::string data = "?", unread;
  std::uint64_t steps = 0;
  for (const SweepRow& row : rows) {
    if (!row.illegal.empty()) continue;
    ++all;
    if (!row.complete) continue;
    ++complete;
    steps = std::max(steps, row.steps);
    if (!is_below(folder, row)) continue;
    unread += faults.part([&] {
      const Json config =
          run_section::object_in(RunFolder(folder + "/" + row.folder), run_file::config);
      if (config.is_object()) data = run_result::text_in(config, "data");
      return std::string();
    });
  }
  return std::string("<p>") + std::to_string(complete) + " of " + std::to_string(all) +
         " runs on " + html::escaped(data) + ", " + std::to_string(steps) + " steps each.</p>\n" +
         unread;
}

inline std::string html_of_sweep(const std::string& folder, const std::string& prefix,
                                 ReportFaults& faults) {
  const JsonLines lines = read_json_lines(folder + "/results.jsonl", "an object",
                                          [](const Json& line) { return line.is_object(); });
  std::vector<SweepRow> rows;
  for (const Json& line : lines.values) rows.push_back(row_from(line));
  const auto anchor = [&](const SweepRow& row) { return prefix + row.folder; };
  std::string out = faults.tell(lines.fault) + about(folder, rows, faults) +
                    heat_map_of(rows, anchor) + "<h3>Runs</h3>\n";
  std::set<std::string> shown;  // folders: each once, however many rows name it
  for (const SweepRow& row : rows) {
    if (!row.illegal.empty() || !row.complete || !shown.insert(row.folder).second) continue;
    std::string notes;
    for (const std::string& alarm : row.alarms())
      notes += std::string(" &#9888; ") + html::escaped(alarm);
    std::string name = row.objective + " with " + row.constraint;
    if (!row.folder.ends_with("+" + row.constraint))
      name += std::string(", seed ") + std::to_string(row.seed);
    out += std::string("<details id=\"") + html::escaped(anchor(row)) + "\"><summary>" +
           html::escaped(name) + " <small>" + heat_map::words(row) + notes + "</small></summary>\n";
    if (is_below(folder, row)) out += html_of_run(folder + "/" + row.folder, faults);
    out += "</details>\n";
  }
  return out;
}

}  // namespace report

/// One page that shows runs and sweeps, for people: it needs no other file and no network. A folder
/// with results.jsonl is a sweep, any other a run (see `html_of_run`). A file or line that cannot
/// be read is told in its place and in `faults`; the rest is shown.
///
/// Errors: Error for a folder that holds neither.
/// Cost:   grows with the size of what the folders hold.
inline std::string report_of(const std::vector<std::string>& folders, ReportFaults& faults) {
  std::string page(report::head);
  page += std::string("<h1>") + std::string(folders.size() == 1 ? "Report" : "Reports") + "</h1>\n";
  for (std::size_t i = 0; i < folders.size(); ++i) {
    const std::string& folder = folders[i];
    const bool is_sweep = RunFolder(folder).has("results.jsonl");
    if (!is_sweep && !RunFolder(folder).has(run_file::config)) {
      throw Error(folder + ": expected results.jsonl of a sweep or config.json of a run, found " +
                  "neither");
    }
    const std::string id = std::string("part-") + std::to_string(i + 1) + "-";
    page += "<section>\n<h2>";
    page += html::escaped(is_sweep ? "Sweep" : run_section::title(RunFolder(folder))) + "</h2>\n";
    page += faults.part([&] {
      return is_sweep ? report::html_of_sweep(folder, id, faults) : html_of_run(folder, faults);
    });
    page += "</section>\n";
  }
  return page.append(report::foot);
}
inline std::string report_of(const std::vector<std::string>& folders) {
  ReportFaults faults;
  return report_of(folders, faults);
}

/// Writes that page and tells its faults; the file appears complete or not at all.
///
/// Errors: as `report_of`; FileError if the system will not write.
inline void write_report(const std::vector<std::string>& folders, const std::string& path,
                         std::FILE* messages = stderr) {
  ReportFaults faults;
  write_text(path, report_of(folders, faults));
  if (messages == nullptr) return;
  for (const std::string& sentence : faults.sentences()) {
    std::fprintf(messages, "%s\n", sentence.c_str());
  }
}

}  // namespace saddle::inline per_set
