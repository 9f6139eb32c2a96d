// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/rows.hpp"

#include <saddle/core/tensor.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace saddle_program {

/// A generator that was specialised at compile time, without the game that trained it.
class AnyModel {
 public:
  virtual ~AnyModel() = default;
  /// The generator of a file; the codes are those of the training run with this seed.
  virtual void load(const std::string& path, std::uint64_t seed) = 0;
  /// Codes number `first` and following, one a row.
  virtual Rows codes(std::size_t n, std::size_t first) = 0;
  /// The samples of these codes. Of a generator that is asked for classes: with these labels.
  virtual Rows generate(const Rows& codes, const saddle::Tensor<int, 1>& labels) = 0;
  /// On the straight line between two codes; of a generator that is asked for classes an Error.
  virtual Rows interpolate(std::size_t from, std::size_t to, std::size_t n) = 0;
};

}  // namespace saddle_program
