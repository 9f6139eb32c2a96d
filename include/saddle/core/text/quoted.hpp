// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace saddle::inline per_set {

/// The text, of a long one its beginning and its end, which tells what kind of file a path names.
/// No character of UTF-8 is cut.
inline std::string shortened(std::string_view text) {
  constexpr std::size_t head = 40, tail = 20;  // bytes
  if (text.size() <= head + tail) return std::string(text);
  const auto begins = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xc0U) != 0x80;
  };
  constexpr std::size_t most = 3;  // bytes that go on with a character
  std::size_t end = head, begin = text.size() - tail;
  while (!begins(end) && head - end < most) --end;
  while (begin < text.size() && !begins(begin)) ++begin;
  return std::string(text.substr(0, end)) + "..." + std::string(text.substr(begin));
}

/// A text of a user or a file as messages quote it, so that no sentence is lost in it.
inline std::string in_quotes(std::string_view text) {
  return std::string("'") + shortened(text) + "'";
}

/// What `text(one)` says of each, with ", " between them, the end of a long list left out.
template <class List, class Text>
std::string some_of(const List& list, const Text& text) {
  constexpr std::size_t most = 60;  // bytes
  std::string all;
  for (const auto& one : list) {
    if (all.size() > most) return all + ", ...";
    (all += all.empty() ? "" : ", ") += text(one);
  }
  return all;
}

}  // namespace saddle::inline per_set
