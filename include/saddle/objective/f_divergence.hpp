// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/role.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/divergence/check.hpp>
#include <saddle/divergence/concept.hpp>
#include <saddle/divergence/log_ratio.hpp>
#include <saddle/divergence/table_form.hpp>
#include <saddle/objective/concept.hpp>
#include <saddle/objective/non_saturating.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

namespace saddle {

/// The model plays the critic's own game: it minimises -E f*(T).
struct Saturating {};

/// How a critic's score becomes T and f*(T) when nothing else is said: as the table has it, or
/// through f alone.
template <class D>
using DefaultCriticForm = std::conditional_t<HasTableForm<D>, TableForm, LogRatio>;

/// The variational game of an f-divergence: max over T of E_p T(x) - E_q f*(T(x)), min over q.
///
/// `Variant` says what the model minimises: `Saturating` the same value, `NonSaturating` the
/// alternative -E_q T, whose slope does not vanish where the critic is sure of a fake. The number
/// reported never exceeds D_f in expectation.
///
/// Accuracy: fused forms of f* after the activation, finite wherever f* is.
/// Source: Nowozin et al. 2016, equations 4 and 6 and section 3.2.
template <class D, class Variant = Saturating, class CriticForm = DefaultCriticForm<D>>
struct FDivergence {
  static constexpr bool is_broken = !Divergence<D>;
  static_assert(!is_broken,
                "FDivergence<D> needs a divergence: a type with "
                "template <class T> static constexpr T f(T u)");
  static_assert([] {
    if constexpr (!is_broken) return CheckedDivergence<D>::value;
    return true;
  }());
  static_assert(std::same_as<Variant, Saturating> || std::same_as<Variant, NonSaturating>,
                "the second argument of FDivergence is Saturating or NonSaturating");
  static_assert(std::same_as<CriticForm, TableForm> || std::same_as<CriticForm, LogRatio>,
                "the third argument of FDivergence is TableForm or LogRatio");

  static constexpr Role role = Role::objective;
  static constexpr std::string_view name = name_of<D>;
  static constexpr bool needs_lipschitz = false;

  template <class T>
  SADDLE_HD static constexpr T critic_real(T s) {
    return -CriticForm::template activation<D>(s);
  }
  template <class T>
  SADDLE_HD static constexpr T critic_fake(T s) {
    return CriticForm::template conjugate_of_activation<D>(s);
  }
  template <class T>
  SADDLE_HD static constexpr T model_fake(T s) {
    if constexpr (std::same_as<Variant, Saturating>) {
      return -critic_fake(s);
    } else {
      return critic_real(s);
    }
  }
  template <class T>
  SADDLE_HD static constexpr T model_real(T s) {
    if constexpr (std::same_as<Variant, Saturating>) {
      return -critic_real(s);
    } else {
      return critic_fake(s);
    }
  }

  /// A lower bound of D_f(p||q).
  SADDLE_HD static constexpr double estimate(double critic_loss) { return -critic_loss; }

  /// The density ratio p/q that a trained critic's score stands for.
  template <class T>
  SADDLE_HD static constexpr T density_ratio(T s) {
    return CriticForm::template density_ratio<D>(s);
  }

  /// The divergence's name; a variant or form that is not the default follows it.
  static std::string full_name() {
    std::string text = [] {
      if constexpr (requires { D::name; }) return saddle::full_name<D>();
      else return std::string(name);
    }();
    if constexpr (!std::same_as<Variant, Saturating>) text += ":non-saturating";
    if constexpr (!std::same_as<CriticForm, DefaultCriticForm<D>>) text += ":log-ratio";
    return text;
  }

  /// Checks a divergence that the compiler could not; a trainer calls it before its first step.
  static void check()
    requires IsRuntimeChecked<D>
  {
    D::check();
  }
};

}  // namespace saddle
