// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/role.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>

namespace saddle {

/// An optimiser: a config struct with a rule for one parameter and the number of moments it keeps.
template <class O>
concept Optimizer = HasRole<O, Role::optimizer> && requires(const O o, std::uint64_t step) {
  { O::moments } -> std::convertible_to<std::size_t>;
  o.template rule<float>(step, 1.0);
};

/// A learning rate schedule: a factor of the rate for every step of a run.
template <class S>
concept Schedule = HasRole<S, Role::schedule> && requires(const S s, std::uint64_t step) {
  { s.factor(step, step) } -> std::same_as<double>;
};

}  // namespace saddle
