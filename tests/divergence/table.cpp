// SPDX-License-Identifier: BSL-1.0
#include "near.hpp"

#include <saddle/divergence/divergence.hpp>

#include <cmath>
#include <limits>
#include <numbers>
#include <string>

namespace table_test {

using namespace saddle;

namespace {

/// f(1/2), f(2), g_f(-1), g_f(1/2), f*(g_f(-1)), f*(g_f(1/2)) to 13 digits, from 25-digit
/// arithmetic.
struct Vectors {
  double f_half, f_two, g_minus_one, g_half, conjugate_minus_one, conjugate_half;
};

template <class D>
void check(const Vectors& expected) {
  CAPTURE(std::string(D::name));
  constexpr double tolerance = 1e-12;
  CHECK(D::f(0.5) == near(expected.f_half, tolerance));
  CHECK(D::f(2.0) == near(expected.f_two, tolerance));
  CHECK(D::output_activation(-1.0) == near(expected.g_minus_one, tolerance));
  CHECK(D::output_activation(0.5) == near(expected.g_half, tolerance));
  CHECK(D::conjugate_of_activation(-1.0) == near(expected.conjugate_minus_one, tolerance));
  CHECK(D::conjugate_of_activation(0.5) == near(expected.conjugate_half, tolerance));
  CHECK(D::conjugate(D::output_activation(-1.0)) == near(expected.conjugate_minus_one, tolerance));
  CHECK(D::conjugate(D::output_activation(0.5)) == near(expected.conjugate_half, tolerance));
}

/// f(0), f'(0) and f'(infinity), the limits that decide what disjoint supports cost.
template <class D>
void check_ends(double f_zero, double slope_zero, double slope_infinity) {
  CAPTURE(std::string(D::name));
  CHECK(D::f(0.0) == near(f_zero, 1e-15));
  CHECK(D::derivative(0.0) == near(slope_zero, 1e-15));
  CHECK(D::derivative(infinity) == near(slope_infinity, 1e-15));
  CHECK(D::conjugate_domain.high == near(slope_infinity, 1e-15));
}

}  // namespace

TEST_CASE("the table's rows reproduce the reference vectors", "[divergence]") {
  check<TotalVariation>(
      {0.25, 0.5, -0.3807970779779, 0.23105857863, -0.3807970779779, 0.23105857863});
  check<KL>({-0.34657359028, 1.38629436112, -1, 0.5, 0.1353352832366, 0.6065306597126});
  check<ReverseKL>(
      {0.6931471805599, -0.6931471805599, -2.718281828459, -0.6065306597126, -2, -0.5});
  check<Pearson>({0.25, 1, -1, 0.5, -0.75, 0.5625});
  check<Neyman>({0.5, 0.5, -1.718281828459, 0.3934693402874, -1.2974425414, 0.4423984338572});
  check<SquaredHellinger>({0.0857864376269, 0.1715728752538, -1.718281828459, 0.3934693402874,
                           -0.6321205588286, 0.6487212707001});
  check<Jeffrey>({0.34657359028, 0.6931471805599, -1, 0.5, -0.8006536969425, 0.5713080749568});
  check<JensenShannon>({0.0849495183977, 0.1698990367954, -0.6201145069583, 0.2190701963798,
                        -0.3798854930417, 0.2809298036202});
  check<WeightedJensenShannon<0.3>>({0.03416901298912, 0.07481476452823, -0.03278666495769,
                                     0.2189687460437, -0.03038927949436, 0.432181428169});
  check<GanDivergence>({-0.9547712524422, -1.909542504884, -1.313261687518, -0.4740769841801,
                        0.3132616875182, 0.9740769841801});
  check<Alpha<3>>({0.1041666666667, 0.6666666666667, -1, 0.5, -0.3333333333333, 0.6094757082487});
  check<Alpha<0.5>>({0.1715728752538, 0.3431457505076, 0.6867383124818, 1.52592301582,
                     1.045851438459, 6.437448206683});
  check<Alpha<-1>>(
      {0.25, 0.25, -0.8132616875182, 0.02592301581989, -0.6206552301574, 0.02626802026419});
}

TEST_CASE("conjugates have the floors that u >= 0 asks for", "[divergence]") {
  CHECK(TotalVariation::conjugate(-2.0) == -0.5);
  CHECK(Pearson::conjugate(-4.0) == -1);
  CHECK(Pearson::conjugate_of_activation(-4.0) == -1);
  CHECK(Alpha<3>::conjugate(-4.0) == near(-1.0 / 3, 1e-15));
  CHECK(Alpha<2.5>::conjugate(-4.0) == near(-1.0 / 2.5, 1e-15));  // a power that is not an integer
  CHECK(Jeffrey::conjugate(-50.0) == near(-4.832054388199, 1e-12));
}

TEST_CASE("slopes on the floors are 0, to second order", "[divergence]") {
  CHECK(TotalVariation::conjugate(variable(-2.0)).slope == 0);
  CHECK(Pearson::conjugate(variable(-4.0)).slope == 0);
  CHECK(Alpha<3>::conjugate(variable(-4.0)).slope == 0);
  CHECK(Pearson::conjugate(variable(variable(-4.0))).slope.slope == 0);
  CHECK(Alpha<3>::conjugate(variable(variable(-4.0))).slope.slope == 0);
}

TEST_CASE("f has its limits at 0 and at infinity", "[divergence]") {
  const double log2 = std::numbers::ln2;
  check_ends<TotalVariation>(0.5, -0.5, 0.5);
  check_ends<KL>(0, -infinity, infinity);
  check_ends<ReverseKL>(infinity, -infinity, 0);
  check_ends<Pearson>(1, -2, infinity);
  check_ends<Neyman>(infinity, -infinity, 1);
  check_ends<SquaredHellinger>(1, -infinity, 1);
  check_ends<Jeffrey>(infinity, -infinity, infinity);
  check_ends<JensenShannon>(log2, -infinity, log2);
  check_ends<WeightedJensenShannon<0.3>>(-0.7 * std::log(0.7), -infinity, -0.3 * std::log(0.3));
  check_ends<GanDivergence>(0, -infinity, 0);
  check_ends<Alpha<3>>(1.0 / 3, -0.5, infinity);
  check_ends<Alpha<0.5>>(2, -infinity, 2);
  check_ends<Alpha<-1>>(infinity, -infinity, 0.5);
}

TEST_CASE("a conjugate is infinite beyond its domain", "[divergence]") {
  for_each(AllDivergences{}, []<class D>(std::type_identity<D>) {
    CAPTURE(std::string(D::name));
    constexpr Interval domain = D::conjugate_domain;
    if constexpr (domain.high < infinity) {
      CHECK(D::conjugate(domain.high + 1e-9) == infinity);
      CHECK(D::conjugate(domain.high + 100) == infinity);
      CHECK(std::isfinite(D::conjugate(domain.high)) == domain.closed);
      CHECK(!domain.contains(domain.high + 1e-9));
    }
    CHECK(std::isfinite(D::conjugate(domain.high < infinity ? domain.high - 1e-9 : 100.0)));
    CHECK(std::isnan(D::conjugate(std::numeric_limits<double>::quiet_NaN())));
  });
}

TEST_CASE("kinks have the documented subgradients", "[divergence]") {
  CHECK(TotalVariation::derivative(1.0) == 0);
  CHECK(TotalVariation::f(variable(1.0)).slope == 0);
  CHECK(TotalVariation::density_ratio(0.0) == 1);
  CHECK(TotalVariation::density_ratio(-0.7) == 0);
}

TEST_CASE("only the GAN row is shifted", "[divergence]") {
  for_each(AllDivergences{}, []<class D>(std::type_identity<D>) {
    CAPTURE(std::string(D::name));
    CHECK(is_shifted<D> == std::is_same_v<D, GanDivergence>);
    CHECK(D::f(1.0) == near(at_one<D>, 1e-15));
  });
  CHECK(at_one<GanDivergence> == near(-std::log(4.0), 1e-15));
}

TEST_CASE("every row says what it is", "[divergence]") {
  for_each(AllDivergences{}, []<class D>(std::type_identity<D>) {
    CHECK(!D::name.empty());
    CHECK(!D::formula.empty());
    CHECK(!D::conjugate_formula.empty());
    CHECK(!D::domain_formula.empty());
    CHECK(!D::activation_formula.empty());
  });
}

}  // namespace table_test
