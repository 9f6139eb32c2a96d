// SPDX-License-Identifier: BSL-1.0
#include "../catch.hpp"
#include "matrices.hpp"

#include <saddle/backend/cpu/standardise.hpp>

#include <cmath>
#include <cstddef>
#include <vector>

namespace standardise_test {

using namespace saddle;
using namespace saddle::test;

namespace {

constexpr double eps = 1e-5;
using Vector = std::vector<double>;

struct Identity {
  static constexpr bool is_identity = true;
};
struct Tanh {  // given by its output
  static constexpr bool is_identity = false;
  template <class B> static B slope(B y) { return B(1) - y * y; }
};
Vector slopes(Vector y) {
  for (double& value : y) value = Tanh::slope(value);
  return y;
}

/// The definition, in double.
struct Definition {
  std::size_t n, columns;
  Vector xh, r;

  Vector means(const Vector& w) const {
    Vector sum(n, 0.0);
    for (std::size_t i = 0; i < w.size(); ++i) sum[i / columns] += w[i];
    for (double& s : sum) s /= static_cast<double>(columns);
    return sum;
  }
  static Vector times(Vector a, const Vector& b) {
    for (std::size_t i = 0; i < a.size(); ++i) a[i] *= b[i];
    return a;
  }

  Definition(std::size_t rows, std::size_t width, const Vector& x) : n(rows), columns(width) {
    const Vector mean = means(x);
    xh = x;
    for (std::size_t i = 0; i < x.size(); ++i) xh[i] -= mean[i / columns];
    for (double v : means(times(xh, xh))) r.push_back(1 / std::sqrt(v + eps));
    for (std::size_t i = 0; i < x.size(); ++i) xh[i] *= r[i / columns];
  }

  Vector linear(const Vector& w) const {
    const Vector m = means(w);
    const Vector along = means(times(xh, w));
    Vector result(w.size());
    for (std::size_t i = 0; i < w.size(); ++i) {
      result[i] = r[i / columns] * (w[i] - m[i / columns] - xh[i] * along[i / columns]);
    }
    return result;
  }
};

template <class T>
Vector wide(const std::vector<T>& x) {
  return Vector(x.begin(), x.end());
}

template <class T>
void check(std::size_t n, std::size_t columns) {
  INFO("n " << n << ", columns " << columns);
  BasicCpu<T> device;
  std::vector<T> x = numbers<T>(n * columns, 1);
  for (T& value : x) value += T(3);
  const Definition exact(n, columns, wide(x));
  std::vector<T> xh(x.size()), r(n), out(x.size());
  standardise(device, at(xh), at(r), at(x), n, columns, eps);
  const double accepted = 30 * tolerance<T>;
  REQUIRE(error(xh, exact.xh) < accepted);
  REQUIRE(error(r, exact.r) < accepted);

  const auto w = numbers<T>(x.size(), 2);
  const Vector expected = exact.linear(wide(w));
  standardise_linear<Identity>(device, at(out), at(w), at(xh), at(r), {}, n, columns);
  REQUIRE(error(out, expected) < accepted);
  out = w;
  standardise_linear<Tanh>(device, at(out), at(out), at(xh), at(r), at(w), n, columns);
  REQUIRE(error(out, Definition::times(expected, slopes(wide(w)))) < accepted);
}

/// d/dx of <a, xh(x)> + <b, r Q(t)(x)> by central differences, in double.
void check_dual(std::size_t n, std::size_t columns) {
  BasicCpu<double> device;
  const Vector x = numbers<double>(n * columns, 1);
  const Vector a = numbers<double>(x.size(), 2);
  const Vector b = numbers<double>(x.size(), 3);
  const Vector t = numbers<double>(x.size(), 4);
  const auto value = [&](const Vector& place) {
    const Definition d(n, columns, place);
    const Vector u = d.linear(t);
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += a[i] * d.xh[i] + b[i] * u[i];
    return sum;
  };
  Vector expected(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    Vector up = x, down = x;
    up[i] += 1e-5;
    down[i] -= 1e-5;
    expected[i] = (value(up) - value(down)) / 2e-5;
  }
  const Definition d(n, columns, x);
  Vector xbar(x.size());
  standardise_dual(device, at(xbar), at(a), at(b), at(t), at(d.xh), at(d.r), n, columns);
  CHECK(error(xbar, expected) < 1e-7);
  Vector with_zero(x.size()), without(x.size());
  const Vector zero(x.size(), 0.0);
  standardise_dual(device, at(with_zero), at(zero), at(b), at(t), at(d.xh), at(d.r), n, columns);
  standardise_dual(device, at(without), Ref<double, BasicCpu<double>>(), at(b), at(t), at(d.xh),
                   at(d.r), n, columns);
  CHECK(with_zero == without);
}

}  // namespace

TEMPLATE_TEST_CASE("Standardisation of rows follows its definition", "[standardise]", float,
                   double) {
  // In a row of two r Q is almost zero, and so is what is left of it after rounding.
  for (std::size_t n : {3U, 7U, 33U, 130U}) {
    for (std::size_t columns : {3U, 7U, 16U, 17U, 33U, 130U}) check<TestType>(n, columns);
  }
}

TEST_CASE("The dual pass is the derivative of value and tangent", "[standardise]") {
  check_dual(3, 7);
  check_dual(2, 19);
}

TEST_CASE("Standardisation does not depend on workers", "[standardise]") {
  Cpu device;
  const std::size_t n = 300, columns = 200;
  const auto x = numbers<float>(n * columns, 1);
  CHECK(same_for_any_workers([&] {
    std::vector<float> xh(x.size()), r(n);
    standardise(device, at(xh), at(r), at(x), n, columns, eps);
    return xh;
  }));
}

}  // namespace standardise_test
