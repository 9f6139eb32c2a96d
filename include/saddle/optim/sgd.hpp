// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/role.hpp>
#include <saddle/optim/weight_decay.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace saddle {

/// Plain stochastic gradient steps, p <- p - rate * g: the lecture's update. Losses are minimised,
/// so the critic's ascent on V is descent on -V.
struct Sgd {
  static constexpr Role role = Role::optimizer;
  static constexpr std::string_view name = "sgd";
  static constexpr std::size_t moments = 0;

  double learning_rate = 1e-2;
  double weight_decay = 0;  // of L2, added to the gradient
  double clip_norm = 0;     // of the whole gradient, to which a longer one is cut; 0 = none

  SADDLE_DESCRIBE(Sgd, learning_rate, weight_decay, clip_norm);
  static constexpr Bounded bounded[] = {{"learning_rate", limits::not_negative},
                                        {"weight_decay", limits::not_negative, "0"},
                                        {"clip_norm", limits::not_negative, "0"}};

  /// One parameter's update.
  template <class T>
  struct Rule {
    static constexpr std::size_t moments = Sgd::moments;
    T rate, weight_decay;
    template <class B> SADDLE_HD void operator()(B& p, B g, B&, B&) const {
      p -= B(rate) * detail::with_weight_decay(weight_decay, p, g);
    }
  };

  /// The rule of update number `step` (from 1), with the rate multiplied by `factor`.
  template <class T>
  Rule<T> rule(std::uint64_t, double factor) const {
    return {static_cast<T>(factor * learning_rate), static_cast<T>(weight_decay)};
  }
};

}  // namespace saddle
