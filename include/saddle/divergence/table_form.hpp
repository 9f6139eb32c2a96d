// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/role.hpp>
#include <saddle/divergence/concept.hpp>

namespace saddle {

/// The critic's score is any number v; the divergence's own output activation turns it into
/// T = g_f(v) inside the domain of f*.
///
/// Source: Nowozin et al. 2016, table 6 (increasing activations, corrected domains).
struct TableForm {
  /// T as a function of the score.
  template <HasTableForm D, class T>
  SADDLE_HD static constexpr T activation(const T& v) {
    return D::output_activation(v);
  }

  /// f*(T) as a function of the score: fused where the divergence says how.
  template <HasTableForm D, class T>
  SADDLE_HD static constexpr T conjugate_of_activation(const T& v) {
    if constexpr (requires { D::conjugate_of_activation(v); }) {
      return D::conjugate_of_activation(v);
    } else {
      return D::conjugate(D::output_activation(v));
    }
  }

  /// The density ratio p/q that a score stands for.
  template <HasTableForm D, class T>
  SADDLE_HD static constexpr T density_ratio(const T& v) {
    return D::density_ratio(D::output_activation(v));
  }
};

}  // namespace saddle
