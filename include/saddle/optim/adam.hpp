// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>
#include <saddle/optim/weight_decay.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace saddle {

/// Adam with bias correction. Source: Kingma and Ba 2015; the defaults are WGAN-GP's.
struct Adam {
  static constexpr Role role = Role::optimizer;
  static constexpr std::string_view name = "adam";
  static constexpr std::size_t moments = 2;

  double learning_rate = 1e-4;
  double beta1 = 0.5;
  double beta2 = 0.9;
  double epsilon = 1e-8;
  double weight_decay = 0;  // of L2, added to the gradient
  double clip_norm = 0;     // of the whole gradient, to which a longer one is cut; 0 = none

  SADDLE_DESCRIBE(Adam, learning_rate, beta1, beta2, epsilon, weight_decay, clip_norm);
  static constexpr Bounded bounded[] = {{"learning_rate", limits::not_negative},
                                        {"beta1", limits::decay},
                                        {"beta2", limits::decay},
                                        {"epsilon", limits::positive},
                                        {"weight_decay", limits::not_negative, "0"},
                                        {"clip_norm", limits::not_negative, "0"}};

  template <class T>
  struct Rule {
    static constexpr std::size_t moments = Adam::moments;
    T beta1, rest1, beta2, rest2, rate, root_correction, epsilon, weight_decay;
    template <class B> SADDLE_HD void operator()(B& p, B g, B& m, B& v) const {
      g = detail::with_weight_decay(weight_decay, p, g);
      m = B(beta1) * m + B(rest1) * g;
      v = B(beta2) * v + B(rest2) * g * g;
      p -= B(rate) * m / (math::sqrt(v) * B(root_correction) + B(epsilon));
    }
  };

  template <class T>
  Rule<T> rule(std::uint64_t step, double factor) const {
    const auto t = static_cast<double>(step);
    return {static_cast<T>(beta1),
            static_cast<T>(1 - beta1),
            static_cast<T>(beta2),
            static_cast<T>(1 - beta2),
            static_cast<T>(factor * learning_rate / (1 - std::pow(beta1, t))),
            static_cast<T>(1 / std::sqrt(1 - std::pow(beta2, t))),
            static_cast<T>(epsilon),
            static_cast<T>(weight_decay)};
  }
};

}  // namespace saddle
