// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/dual.hpp>
#include <saddle/core/role.hpp>

namespace saddle {

namespace detail {

/// Value and slope of a scalar function at `x`, by one dual number.
template <class B, class F>
SADDLE_HD void value_and_slope(F f, B x, B& value, B& slope) {
  const Dual<B> y = f(Dual<B>{x, B(1)});
  value = y.value;
  slope = y.slope;
}

}  // namespace detail

/// The four scalar functions of an objective as function objects that a device can run: each gives
/// value and slope at a score.
template <class Objective>
struct CriticReal {
  Objective objective;
  template <class B> SADDLE_HD void operator()(B s, B& value, B& slope) const {
    detail::value_and_slope([&](auto x) { return objective.critic_real(x); }, s, value, slope);
  }
};

template <class Objective>
struct CriticFake {
  Objective objective;
  template <class B> SADDLE_HD void operator()(B s, B& value, B& slope) const {
    detail::value_and_slope([&](auto x) { return objective.critic_fake(x); }, s, value, slope);
  }
};

template <class Objective>
struct ModelFake {
  Objective objective;
  template <class B> SADDLE_HD void operator()(B s, B& value, B& slope) const {
    detail::value_and_slope([&](auto x) { return objective.model_fake(x); }, s, value, slope);
  }
};

template <class Objective>
struct ModelReal {
  Objective objective;
  template <class B> SADDLE_HD void operator()(B s, B& value, B& slope) const {
    detail::value_and_slope([&](auto x) { return objective.model_real(x); }, s, value, slope);
  }
};

}  // namespace saddle
