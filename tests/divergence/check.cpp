// SPDX-License-Identifier: BSL-1.0
#include "near.hpp"

#include <saddle/core/error.hpp>
#include <saddle/divergence/check.hpp>
#include <saddle/divergence/divergence.hpp>

#include <cmath>
#include <string>
#include <string_view>

namespace check_test {

using namespace saddle;

namespace {

struct Chi {
  template <class T>
  static constexpr T f(T u) {
    return (u - 1) * (u - 1);
  }
};

struct Concave {
  template <class T>
  static constexpr T f(T u) {
    return -Chi::f(u);
  }
};

/// Convex but for a dent between 4 and 8.
struct Dented {
  template <class T>
  static constexpr T f(T u) {
    return math::select(u > T(4) && u < T(8), math::abs(u - 1) + T(1), math::abs(u - 1));
  }
};

struct OnlyDouble {
  static constexpr double f(double u) { return u * u; }
};

struct AtRunTime {
  static constexpr std::string_view name = "at run time";
  static inline double scale = 1;
  template <class T>
  static T f(T u) {
    return scale * (u - 1) * (u - 1);
  }
};

struct WrongAtOne : Chi {
  static constexpr double at_one = 0.1;
};

struct WrongDerivative : Chi {
  template <class T>
  static constexpr T derivative(T u) {
    return u - 1;
  }
};

struct WrongConjugate : Pearson {
  template <class T>
  static constexpr T conjugate(T t) {
    return t * t / 4 - t;
  }
};

struct OtherRole : Chi {
  static constexpr Role role = Role::objective;
};

static_assert(divergence_fault<Chi>() == DivergenceFault::none);
static_assert(divergence_fault<Concave>() == DivergenceFault::not_convex);
static_assert(divergence_fault<Dented>() == DivergenceFault::not_convex);
static_assert(divergence_fault<OnlyDouble>() == DivergenceFault::not_generic);
static_assert(divergence_fault<AtRunTime>() == DivergenceFault::not_constant);
static_assert(divergence_fault<WrongAtOne>() == DivergenceFault::wrong_at_one);
static_assert(divergence_fault<WrongDerivative>() == DivergenceFault::wrong_derivative);
static_assert(divergence_fault<WrongConjugate>() == DivergenceFault::wrong_conjugate);
static_assert(divergence_fault<RuntimeChecked<AtRunTime>>() == DivergenceFault::none);
static_assert(!Divergence<OtherRole> && !Divergence<int>);

// Extreme members of the families, where powers leave the range of double.
static_assert(CheckedDivergence<Alpha<300>>::value && CheckedDivergence<Alpha<-300>>::value);
static_assert(CheckedDivergence<Alpha<1.00001>>::value && CheckedDivergence<Alpha<1e-5>>::value);
static_assert(CheckedDivergence<WeightedJensenShannon<0.001>>::value);
static_assert(CheckedDivergence<WeightedJensenShannon<0.999>>::value);
static_assert(std::is_same_v<Alpha<2>, Alpha<2.0>>);

}  // namespace

TEST_CASE("every row passes at compile time and at run time", "[divergence]") {
  for_each(AllDivergences{}, []<class D>(std::type_identity<D>) {
    static_assert(CheckedDivergence<D>::value);
    CAPTURE(std::string(D::name));
    CHECK(sentence(fault_on_grid<D, double>()) == sentence(DivergenceFault::none));
  });
}

TEST_CASE("an f known at run time only is checked then", "[divergence]") {
  using D = RuntimeChecked<AtRunTime>;
  static_assert(Divergence<D> && D::name == "at run time");
  AtRunTime::scale = 2;
  CHECK_NOTHROW(D::check());
  CHECK(D::f(3.0) == 8);
  CHECK(derivative_of<D>(3.0) == 8);
  AtRunTime::scale = -1;
  std::string message;
  try {
    D::check();
  } catch (const Error& error) {
    message = error.what();
  }
  CHECK(message ==
        "divergence \"at run time\": expected a convex f whose stated parts belong to it, "
        "found f is not convex");
}

}  // namespace check_test
