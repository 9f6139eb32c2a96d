// SPDX-License-Identifier: BSL-1.0
#include "near.hpp"

#include <saddle/core/simd.hpp>
#include <saddle/divergence/divergence.hpp>
#include <saddle/divergence/log_ratio.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace log_ratio_test {

using namespace saddle;

namespace {

/// T(v) and f*(T(v)) against formulas in which nothing cancels, at every v the critic may take.
template <class D, class T, class C>
void check(T activation, C conjugate) {
  for (double v = -20; v <= 20; v += 0.5) {
    CAPTURE(std::string(D::name), v);
    const double u = std::exp(v);
    const double t = LogRatio::activation<D>(v);
    CHECK(t == near(activation(v), 5e-8));
    const double scale = std::max(1.0, std::abs(D::f(u)));  // the larger term of the difference
    CHECK(std::abs(LogRatio::conjugate_of_activation<D>(v) - conjugate(v)) <= 5e-8 * scale);
  }
}

struct OnlyF {
  template <class T>
  static constexpr T f(T u) {
    return u * math::log(u) - math::log(u);
  }
};

}  // namespace

TEST_CASE("the log-ratio form of every row", "[divergence]") {
  using std::exp;
  const double log_two = std::log(2.0);
  const auto softplus = [](double x) { return math::softplus(x); };
  check<KL>([](double v) { return v + 1; }, [](double v) { return exp(v); });
  check<ReverseKL>([](double v) { return -exp(-v); }, [](double v) { return v - 1; });
  check<Pearson>([](double v) { return 2 * exp(v) - 2; }, [](double v) { return exp(2 * v) - 1; });
  check<Neyman>([](double v) { return 1 - exp(-2 * v); }, [](double v) { return 2 - 2 * exp(-v); });
  check<SquaredHellinger>([](double v) { return 1 - exp(-v / 2); },
                          [](double v) { return exp(v / 2) - 1; });
  check<Jeffrey>([](double v) { return v + 1 - exp(-v); }, [](double v) { return exp(v) + v - 1; });
  check<JensenShannon>([&](double v) { return log_two - softplus(-v); },
                       [&](double v) { return softplus(v) - log_two; });
  check<WeightedJensenShannon<0.3>>([](double v) { return -0.3 * std::log(0.3 + 0.7 * exp(-v)); },
                                    [](double v) { return 0.7 * std::log(0.7 + 0.3 * exp(v)); });
  check<GanDivergence>([&](double v) { return -softplus(-v); },
                       [&](double v) { return softplus(v); });
  check<Alpha<3>>([](double v) { return (exp(2 * v) - 1) / 2; },
                  [](double v) { return (exp(3 * v) - 1) / 3; });
  check<Alpha<-1>>([](double v) { return (exp(-2 * v) - 1) / -2; },
                   [](double v) { return (exp(-v) - 1) / -1; });
}

TEST_CASE("log-ratio and table form agree where both are defined", "[divergence]") {
  for_each(AllDivergences{}, []<class D>(std::type_identity<D>) {
    for (double v = -6; v <= 6; v += 0.5) {
      CAPTURE(std::string(D::name), v);
      const double t = LogRatio::activation<D>(v);
      CHECK(D::conjugate(t) == near(LogRatio::conjugate_of_activation<D>(v), 1e-8));
      if constexpr (!std::is_same_v<D, TotalVariation>) {
        CHECK(D::density_ratio(t) == near(LogRatio::density_ratio<D>(v), 1e-8));
      }
    }
  });
}

TEST_CASE("f alone is enough, in double and in batches", "[divergence]") {
  static_assert(Divergence<OnlyF> && !HasDerivative<OnlyF> && !HasTableForm<OnlyF>);
  static_assert(CheckedDivergence<OnlyF>::value);
  CHECK(name_of<OnlyF>.ends_with("::OnlyF"));
  CHECK(at_one<OnlyF> == 0);
  for (const double v : {-19.0, -2.0, 0.0, 3.0, 19.0}) {
    CAPTURE(v);
    CHECK(LogRatio::activation<OnlyF>(v) == near(v + 1 - std::exp(-v), 1e-8));
    const double scale = std::max(1.0, std::exp(v) * std::abs(v));
    const double conjugate = LogRatio::conjugate_of_activation<OnlyF>(v);
    CHECK(std::abs(conjugate - (std::exp(v) + v - 1)) <= 1e-8 * scale);
    double lanes[simd::width<double>];
    using Batch = simd::Batch<double>;
    LogRatio::activation<OnlyF>(variable(Batch(v))).slope.store_unaligned(lanes);
    for (const double lane : lanes) CHECK(lane == near(1 + std::exp(-v), 1e-8));
  }
}

TEST_CASE("beyond 20 the value is held and the slope passed through", "[divergence]") {
  const auto t = [](auto v) { return LogRatio::activation<KL>(v); };
  const auto c = [](auto v) { return LogRatio::conjugate_of_activation<KL>(v); };
  CHECK(t(25.0) == t(20.0));
  CHECK(t(-25.0) == t(-20.0));
  CHECK(c(500.0) == c(20.0));
  CHECK(t(variable(25.0)).slope == t(variable(20.0)).slope);
  CHECK(c(variable(25.0)).slope == c(variable(20.0)).slope);
  CHECK(c(variable(25.0)).slope == near(std::exp(20.0), 1e-7));
  CHECK(c(variable(variable(25.0))).slope.slope == near(std::exp(20.0), 1e-7));
}

}  // namespace log_ratio_test
