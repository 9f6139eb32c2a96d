// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/json.hpp>
#include <saddle/io/json_file.hpp>
#include <saddle/metric/quality/confusion.hpp>
#include <saddle/report/html.hpp>
#include <saddle/run/run_folder.hpp>

#include <cstddef>
#include <string>

namespace saddle::inline per_set {

/// Writes `confusion.json` into a run's folder, where `html_of_run` looks for it: how often samples
/// of one label are taken for another by a judge, and how often the judge is right on data.
///
/// Errors: FileError if the system will not write.
inline void write_confusion(const Confusion& of_samples, const Confusion& of_data,
                            const std::string& judge, const std::string& folder) {
  Json counts = Json::array();
  for (std::size_t label = 0; label < of_samples.classes(); ++label) {
    Json row = Json::array();
    for (std::size_t verdict = 0; verdict < of_samples.classes(); ++verdict) {
      row.push_back(of_samples.count(label, verdict));
    }
    counts.push_back(row);
  }
  const Json object{{"judge", judge},
                    {"right_on_samples", of_samples.accuracy()},
                    {"right_on_data", of_data.accuracy()},
                    {"counts", counts}};
  write_text(RunFolder(folder).file(run_file::confusion), object.dump() + "\n");
}

/// The table of a `confusion.json`: a row for each label that was asked for, a column for each that
/// the judge saw, shaded by its share of the row.
///
/// Errors: DataError where the file has no square of counts, or no shares.
inline std::string html_of_confusion(const std::string& path) {
  const Json file = read_json_file(path);
  const auto require = [&](bool holds, const char* field, const char* expected) {
    if (!holds) throw DataError(path, field, expected, "something else");
  };
  require(file.is_object() && file.contains("counts") && file["counts"].is_array(), "counts",
          "a list of rows");
  for (const char* share : {"right_on_samples", "right_on_data"}) {
    require(file.contains(share) && file[share].is_number(), share, "a number");
  }
  const Json& counts = file["counts"];
  const std::size_t classes = counts.size();
  const auto percent = [&](const char* share) {
    return html::number(100 * file[share].get<double>(), 3) + "&nbsp;%";
  };
  std::string out = "<h3>Labels</h3>\n<p>Samples are of the class that was asked for in " +
                    percent("right_on_samples") + " of all cases, as the judge sees it";
  if (file.contains("judge") && file["judge"].is_string()) {
    out += std::string(" (") + html::escaped(file["judge"].get<std::string>()) + ")";
  }
  out += std::string("; of the data it sees ") + percent("right_on_data") +
         " right. A row for each label that was asked for, a column for each that was seen.</p>\n"
         "<div class=\"scroll\"><table class=\"confusion\">\n<tr><th></th>";
  for (std::size_t c = 0; c < classes; ++c)
    out += std::string("<th>") + std::to_string(c) + "</th>";
  out += "</tr>\n";
  for (std::size_t label = 0; label < classes; ++label) {
    const Json& row = counts[label];
    require(row.is_array() && row.size() == classes, "counts", "a square of whole numbers");
    double all = 0;
    for (const Json& count : row) {
      require(count.is_number_unsigned(), "counts", "a square of whole numbers");
      all += count.get<double>();
    }
    out += std::string("<tr><th>") + std::to_string(label) + "</th>";
    for (const Json& count : row) {
      const double share = all > 0 ? count.get<double>() / all : 0;
      out += "<td style=\"background: rgba(11, 92, 173, " + html::number(0.6 * share, 2) + ")\">" +
             count.dump() + "</td>";
    }
    out += "</tr>\n";
  }
  return out + "</table></div>\n";
}

}  // namespace saddle::inline per_set
