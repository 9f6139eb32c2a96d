// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/text/printable.hpp>
#include <saddle/report/html.hpp>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// What a report could not read: told in the page where it would stand, and to the caller.
class ReportFaults {
 public:
  /// The HTML that `part()` makes, or why there is none.
  template <class Part>
  std::string part(Part&& part) {
    try {
      return part();
    } catch (const Error& error) {
      return tell(error.what());
    } catch (const std::filesystem::filesystem_error& error) {
      return tell(error.what());
    }
  }

  /// The sentence as HTML; nothing for an empty one.
  std::string tell(const std::string& sentence) {
    if (sentence.empty()) return "";
    sentences_.push_back(printable(sentence));
    return std::string("<p class=\"fault\">") + html::escaped(sentence) + "</p>\n";
  }

  const std::vector<std::string>& sentences() const { return sentences_; }

 private:
  std::vector<std::string> sentences_;
};

}  // namespace saddle::inline per_set
