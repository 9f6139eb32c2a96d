// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/clock.hpp>
#include <saddle/learner/not_finite.hpp>
#include <saddle/learner/tape.hpp>

#include <cstddef>
#include <string>
#include <utility>

namespace saddle {

/// A forward of a network whose pullback is still to come: its tape, what it read, and when, so
/// that a pullback cannot take another input or draw other random numbers.
///
/// Whoever writes an algorithm holds as many of them as are to be alive at a time.
template <NetworkType Net, class D>
class Forward {
 public:
  Forward(std::string name, std::size_t capacity) : tape(capacity), name_(std::move(name)) {}

  Tape<Net, D> tape;
  ConstBatch<typename Net::Input, D> x{};
  Clock clock{};
  std::size_t n = 0;

  Batch<typename Net::Output, D> y() { return tape.output(n); }

  /// Where it met a number that is not finite; see `first_not_finite`.
  std::string not_finite(D& device) {
    return first_not_finite<Net>(device, x, Read<D>(tape.cache()), y(), n);
  }

  /// The network's.
  const std::string& name() const { return name_; }

 private:
  std::string name_;
};

}  // namespace saddle
