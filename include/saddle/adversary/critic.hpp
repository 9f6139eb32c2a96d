// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/batch.hpp>

#include <cstddef>

namespace saddle {

/// How a critic's output splits into the score and what an auxiliary head says.
template <Value Output>
struct CriticHead {
  using Score = Output;
  static constexpr bool has_auxiliary = false;
  static constexpr bool score_per_sample_or_patch = [] {
    if constexpr (SingleValue<Output>) return Output::last == 1;
    return false;
  }();
  static constexpr std::size_t scores = Output::size;  // per sample
  static constexpr std::size_t classes = 0;

  template <class B>
  static B score(B output) {
    return output;
  }
  template <class B>
  static B score_only(B output) {
    return output;
  }
};

template <SingleValue First, SingleValue Second>
struct CriticHead<Joint<First, Second>> {
  using Score = First;
  static constexpr bool has_auxiliary = true;
  static constexpr bool score_per_sample_or_patch = First::last == 1;
  static constexpr std::size_t scores = First::size;
  static constexpr std::size_t classes = Second::size;

  template <class B>
  static auto score(B output) {
    return output.template part<0>();
  }
  template <class B>
  static auto auxiliary(B output) {
    return output.template part<1>();
  }
  /// The output with the auxiliary head absent, so that nothing flows back through it.
  template <class B>
  static B score_only(B output) {
    return B({output[0], {}});
  }
};

}  // namespace saddle
