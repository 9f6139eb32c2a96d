// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/field.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/data/source.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace saddle::data {

/// A running hash of numbers and texts.
///
/// Source: FNV-1a of 64 bits (Fowler, Noll, Vo), in words of 32 bits for numbers.
class Fnv {
 public:
  void add(std::uint32_t word) { hash_ = (hash_ ^ word) * 0x100000001b3; }
  void add(float number) { add(std::bit_cast<std::uint32_t>(number)); }
  void add(std::string_view text) {
    for (const char c : text) add(std::uint32_t{static_cast<unsigned char>(c)});
    add(std::uint32_t{0x100});  // no byte: where a text ends counts
  }

  /// Sixteen hexadecimal digits.
  std::string text() const {
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash_));
    return digits;
  }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325;
};

/// What tells the samples of a source from those of another, whatever they are called: of a data
/// set its shape, all its numbers, and how its columns lead back to the file; of a source that
/// draws from a law its name and parameters, or, where it does not describe them, what it draws.
///
/// Cost: one pass over the numbers.
template <Source S>
std::string content_hash(const S& source) {
  Fnv hash;
  hash.add(shape_text(source.shape()));
  if constexpr (requires { source.values(); }) {
    for (const float number : source.values()) hash.add(number);
  } else {
    hash.add(std::string_view(source.name));
    if constexpr (!Described<S> && !std::is_empty_v<S>) {
      constexpr std::size_t n = 16;
      std::size_t size = n;
      for (const std::size_t extent : source.shape()) size *= extent;
      std::vector<float> drawn(size);
      source.draw(drawn.data(), n, 0, 0);
      for (const float number : drawn) hash.add(number);
    }
  }
  if constexpr (requires { source.columns; }) {
    for (const auto& column : source.columns) {
      hash.add(std::string_view(column.name));
      char scale[64];  // as many digits as are the same with any compiler
      std::snprintf(scale, sizeof scale, "%.9g %.9g", column.mean, column.deviation);
      hash.add(std::string_view(scale));
    }
  }
  if constexpr (Described<S>) {
    S described = source;
    for (const auto& [path, text] : describe_fields(described)) {
      hash.add(std::string_view(path));
      hash.add(std::string_view(text));
    }
  }
  return hash.text();
}

/// What tells the labels of a data set from others; empty for a source that keeps none.
template <Source S>
std::string labels_hash(const S& source) {
  if constexpr (requires { source.labels(); }) {
    if (source.labels().size() == 0) return {};
    Fnv hash;
    for (const int label : source.labels()) hash.add(static_cast<std::uint32_t>(label));
    return hash.text();
  } else {
    return {};
  }
}

}  // namespace saddle::data
