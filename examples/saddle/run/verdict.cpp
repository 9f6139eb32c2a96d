// SPDX-License-Identifier: BSL-1.0
#include "run/verdict.hpp"

#include <saddle/train/monitor/reading.hpp>

#include <filesystem>

namespace {

using Json = nlohmann::ordered_json;

/// Where the samples lie: among known modes, else among the data, as the collapse monitor read it.
std::string spread_in(const Json& result) {
  if (!result["modes"].is_null()) {
    return result["modes"].dump() + " of " + result["modes_total"].dump() + " modes reached; " +
           saddle::percent(result["high_quality"].get<double>()) + " of the samples lie near one";
  }
  const Json coverage = result.value("/monitors/collapse/value"_json_pointer, Json());
  if (coverage.is_null()) return "";
  return "the samples reach " + saddle::percent(coverage.get<double>()) + " of the data";
}

std::string alarms_in(const Json& result) {
  std::string alarms;
  if (!result.contains("monitors")) return alarms;
  for (const auto& [monitor, seen] : result["monitors"].items()) {
    if (seen["alarm"].is_null()) continue;
    alarms += (alarms.empty() ? "" : ", ") + monitor + " at step " + seen["alarm"]["step"].dump();
  }
  return alarms;
}

}  // namespace

std::string pictures_in(const RunFolder& folder) {
  std::string pictures;
  for (const char* name : {"samples.png", "curves.png", "grids"}) {
    const std::filesystem::path path = folder.file(name);
    if (!std::filesystem::exists(path)) continue;
    pictures += (pictures.empty() ? "" : " ") + path.string();
    if (std::filesystem::is_directory(path)) pictures += "/";
  }
  return pictures;
}

std::string verdict(const Json& result, std::uint64_t planned) {
  const std::uint64_t made = result["steps"].get<std::uint64_t>();
  std::string sentence = "after " + std::to_string(made);
  if (made < planned) sentence += " of " + std::to_string(planned);
  sentence += " steps";
  const std::string spread = spread_in(result), alarms = alarms_in(result);
  if (!spread.empty()) sentence += ": " + spread;
  if (!alarms.empty()) sentence += "; alarms: " + alarms;
  return sentence + ".";
}
