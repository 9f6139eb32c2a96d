// SPDX-License-Identifier: BSL-1.0
#include "run/verdict.hpp"

#include <saddle/train/monitor/reading.hpp>

#include <cmath>
#include <filesystem>

namespace saddle_program {

namespace {

/// Where the samples lie: among known modes, else among the data.
std::string spread_in(const saddle::RunResult& result) {
  if (result.modes && result.modes_total) {
    return std::to_string(*result.modes) + " of " + std::to_string(*result.modes_total) +
           " modes reached; " + saddle::percent(result.high_quality) +
           " of the samples lie near one";
  }
  if (!std::isfinite(result.coverage)) return "";
  return "the samples reach " + saddle::percent(result.coverage) + " of the data";
}

std::string alarms_in(const saddle::RunResult& result) {
  std::string alarms;
  for (const std::string& one : result.alarms()) alarms += (alarms.empty() ? "" : ", ") + one;
  return alarms;
}

}  // namespace

std::string pictures_in(const saddle::RunFolder& folder) {
  std::string pictures;
  for (const char* name :
       {saddle::run_file::samples, saddle::run_file::curves, saddle::run_file::grids}) {
    const std::filesystem::path path = folder.file(name);
    if (!std::filesystem::exists(path)) continue;
    pictures += (pictures.empty() ? "" : " ") + path.string();
    if (std::filesystem::is_directory(path)) pictures += "/";
  }
  return pictures;
}

std::string verdict(const saddle::RunResult& result, std::uint64_t planned) {
  std::string sentence = "after " + std::to_string(result.steps);
  if (result.steps < planned) sentence += " of " + std::to_string(planned);
  sentence += " steps";
  const std::string spread = spread_in(result), alarms = alarms_in(result);
  if (!spread.empty()) sentence += ": " + spread;
  if (!alarms.empty()) sentence += "; alarms: " + alarms;
  return sentence + ".";
}

}  // namespace saddle_program
