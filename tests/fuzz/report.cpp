// SPDX-License-Identifier: BSL-1.0
// The folder of a run or a sweep that somebody sent: its files, separated by the byte 1e. One that
// is told to be unreadable counts as refused.
#include "memory_path.hpp"
#include "temporary_folder.hpp"

#include <saddle/core/error.hpp>
#include <saddle/report/report.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string>

namespace {

constexpr const char* names[] = {"config.json",    "run.json",      "stats.jsonl",
                                 "dashboard.json", "results.jsonl", "samples.png",
                                 "f/config.json",  "f/run.json",    "f/stats.jsonl"};

/// How often a page opens an element.
std::size_t count(const std::string& page, const std::string& tag) {
  std::size_t found = 0;
  for (std::size_t at = page.find(tag); at != page.npos; at = page.find(tag, at + 1)) ++found;
  return found;
}

}  // namespace

void saddle::fuzz::report(Bytes bytes) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "f");
  auto begin = bytes.begin();
  for (const char* name : names) {
    const auto end = std::find(begin, bytes.end(), '\x1e');
    if (begin != end) folder.write(name, std::string(begin, end));
    if (end == bytes.end()) break;
    begin = end + 1;
  }
  const bool shows = std::filesystem::exists(folder / names[0]) ||
                     std::filesystem::exists(folder / "results.jsonl");
  if (!shows) folder.write(names[0], "{}");  // any other folder is no run and no sweep
  ReportFaults faults;
  const std::string page = report_of({folder / "."}, faults);
  require(count(page, "<script") == 1, "no script comes from a folder");
  require(count(page, "</script") == 1, "the page's script ends where it should");
  require(count(page, "<img") == count(page, "src=\"data:image/png;base64,"),
          "pictures are part of the page");
  require(page.find('\0') == page.npos, "a page is text");
  require(page.size() < 60'000 + 60 * bytes.size(), "a page is not much longer than its folder");
  for (const std::string& sentence : faults.sentences()) {
    require(
        std::none_of(sentence.begin(), sentence.end(), [](char c) { return c >= 0 && c < ' '; }),
        "a terminal may show what is told");
  }
  if (!faults.sentences().empty()) {
    throw DataError("folder", "some of it", "what can be read", faults.sentences().front());
  }
}
