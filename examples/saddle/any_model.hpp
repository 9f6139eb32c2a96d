// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "rows.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

/// A generator that was specialised at compile time, without the game that trained it.
class AnyModel {
 public:
  virtual ~AnyModel() = default;
  /// The generator of a file; the codes are those of the training run with this seed.
  virtual void load(const std::string& path, std::uint64_t seed) = 0;
  virtual Rows sample(std::size_t n, std::size_t first) = 0;
  /// The codes from which `sample` makes its samples, one a row.
  virtual Rows codes(std::size_t n, std::size_t first) = 0;
  /// The samples of these codes.
  virtual Rows generate(const Rows& codes) = 0;
  virtual Rows interpolate(std::size_t from, std::size_t to, std::size_t n) = 0;
};
