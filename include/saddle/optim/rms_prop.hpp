// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>
#include <saddle/optim/weight_decay.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace saddle {

/// RMSProp as in PyTorch: v <- a v + (1 - a) g^2; p <- p - rate * g / (sqrt(v) + epsilon).
struct RmsProp {
  static constexpr Role role = Role::optimizer;
  static constexpr std::string_view name = "rmsprop";
  static constexpr std::size_t moments = 1;

  double learning_rate = 5e-5;
  double alpha = 0.99;
  double epsilon = 1e-8;    // outside the root
  double weight_decay = 0;  // of L2, added to the gradient
  double clip_norm = 0;     // of the whole gradient, to which a longer one is cut; 0 = none

  SADDLE_DESCRIBE(RmsProp, learning_rate, alpha, epsilon, weight_decay, clip_norm);
  static constexpr Bounded bounded[] = {{"learning_rate", limits::not_negative},
                                        {"alpha", limits::decay},
                                        {"epsilon", limits::positive},
                                        {"weight_decay", limits::not_negative, "0"},
                                        {"clip_norm", limits::not_negative, "0"}};

  template <class T>
  struct Rule {
    static constexpr std::size_t moments = RmsProp::moments;
    T rate, alpha, rest, epsilon, weight_decay;
    template <class B> SADDLE_HD void operator()(B& p, B g, B& v, B&) const {
      g = detail::with_weight_decay(weight_decay, p, g);
      v = B(alpha) * v + B(rest) * g * g;
      p -= B(rate) * g / (math::sqrt(v) + B(epsilon));
    }
  };

  template <class T>
  Rule<T> rule(std::uint64_t, double factor) const {
    return {static_cast<T>(factor * learning_rate), static_cast<T>(alpha),
            static_cast<T>(1 - alpha), static_cast<T>(epsilon), static_cast<T>(weight_decay)};
  }
};

}  // namespace saddle
