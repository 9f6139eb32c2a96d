// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/data/source.hpp>

#include <algorithm>
#include <cstddef>
#include <string>

namespace saddle::data {

/// Errors: ConfigError, naming the source, if its samples have another shape than `expected`.
template <Source S, class Extents>
void require_shape(const S& source, const Extents& expected) {
  const auto& found = source.shape();
  if (std::ranges::equal(found, expected)) return;
  throw ConfigError(std::string("shape of a sample of ") + std::string(source.name),
                    shape_text(expected), shape_text(found));
}

/// Errors: ConfigError, naming the source, if its samples are not of `expected` numbers each.
template <Source S>
void require_size(const S& source, std::size_t expected) {
  const auto& found = source.shape();
  std::size_t size = 1;
  for (const std::size_t extent : found) size *= extent;
  if (size == expected) return;
  throw ConfigError(std::string("shape of a sample of ") + std::string(source.name),
                    std::to_string(expected) + " numbers", shape_text(found));
}

}  // namespace saddle::data
