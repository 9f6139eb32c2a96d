// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace saddle::inline per_set {

/// A name without what people write differently: capitals, and - or _ between words, so that
/// "WganGp" is "wgan-gp". A sign before a digit stays: "alpha:-1".
inline std::string folded_name(std::string_view name) {
  std::string folded;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool joins = (c == '-' || c == '_') && i > 0 && is_letter(name[i - 1]);
    if (!joins) folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return folded;
}

/// How many letters were left out, added, replaced or swapped with their neighbour.
///
/// Source: Damerau 1964, the restricted distance: no letter is changed twice.
inline std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> two_before, before(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) before[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t other = a[i - 1] == b[j - 1] ? 0 : 1;
      now[j] = std::min({before[j] + 1, now[j - 1] + 1, before[j - 1] + other});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        now[j] = std::min(now[j], two_before[j - 2] + 1);
      }
    }
    two_before = before;
    before = now;
  }
  return before[b.size()];
}

/// The first letters of a name's words: "lr" of "learning_rate".
inline std::string initials(std::string_view name) {
  std::string letters;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (i == 0 || name[i - 1] == '_' || name[i - 1] == '-') letters += name[i];
  }
  return letters;
}

/// The known name that was meant: the nearest of those that differ in at most a third of their
/// letters, else the first that one of three letters or more begins, else the first that has these
/// initials; empty where there is none.
inline std::string nearest_name(std::string_view name, const std::vector<std::string>& known) {
  constexpr std::size_t longest = 200;  // no name is: the distance's cost is a product
  if (name.size() > longest) return "";
  const std::string wanted = folded_name(name);
  std::string nearest;
  std::size_t least = std::numeric_limits<std::size_t>::max();
  for (const std::string& one : known) {
    const std::string folded = folded_name(one);
    const std::size_t distance = edit_distance(wanted, folded);
    const std::size_t most = std::max(wanted.size(), folded.size()) / 3;
    if (distance > std::max<std::size_t>(most, 1) || distance >= folded.size()) continue;
    if (distance < least) nearest = one;
    least = std::min(least, distance);
  }
  if (!nearest.empty()) return nearest;
  const auto begun = std::ranges::find_if(known, [&](const std::string& one) {
    const std::string folded = folded_name(one);
    return std::min(wanted.size(), folded.size()) >= 3 &&
           (wanted.starts_with(folded) || folded.starts_with(wanted));
  });
  if (begun != known.end()) return *begun;
  const auto meant = std::ranges::find_if(known, [&](const std::string& one) {
    return wanted.size() >= 2 && folded_name(initials(one)) == wanted;
  });
  return meant != known.end() ? *meant : "";
}

/// The texts with ", " between them.
inline std::string listed(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) (list += list.empty() ? "" : ", ") += text;
  return list;
}

/// What an error about the name says more: "; did you mean 'pearson'?", or nothing.
inline std::string or_nearest(std::string_view name, const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(name, known);
  return nearest.empty() ? "" : std::string("; did you mean ") + in_quotes(nearest) + "?";
}

/// The error for a name that is none of the known ones: it lists them, and offers the nearest of
/// them and of `others` that are known too.
inline ConfigError unknown_name(const std::string& field, std::string_view name,
                                const std::vector<std::string>& known,
                                const std::vector<std::string>& others = {}) {
  std::vector<std::string> all = known;
  all.insert(all.end(), others.begin(), others.end());
  return ConfigError(field, std::string("one of ") + listed(known),
                     in_quotes(name) + or_nearest(name, all));
}

}  // namespace saddle::inline per_set
