// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/data/source.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>

namespace saddle::data {

/// A source that knows to which of its classes 0 ... classes() - 1 a sample belongs.
///
/// `draw_labels(out, n, seed, position)` writes the labels of the samples that `draw` writes for
/// the same seed and position. A set that turned out to have no labels has no classes.
template <class S>
concept LabelledSource = Source<S> && requires(const S& source, int* out, std::size_t n,
                                               std::uint64_t seed, std::uint64_t position) {
  { source.classes() } -> std::convertible_to<std::size_t>;
  source.draw_labels(out, n, seed, position);
};

/// Errors: ConfigError, naming the source, if it has not as many classes as `expected`.
template <LabelledSource S>
void require_classes(const S& source, std::size_t expected) {
  const std::size_t found = source.classes();
  if (found == expected) return;
  const char* const few = found == 0 ? "no labels" : "1, which tells no samples apart";
  throw ConfigError(std::string("classes of ") + std::string(source.name), std::to_string(expected),
                    found > 1 ? std::to_string(found) : few);
}

}  // namespace saddle::data
