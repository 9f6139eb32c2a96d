// SPDX-License-Identifier: BSL-1.0
#include "../catch.hpp"
#include "matrices.hpp"

#include <saddle/backend/cpu/standardise.hpp>

#include <cmath>
#include <cstddef>
#include <vector>

using namespace saddle;
using namespace saddle::test;

namespace {

constexpr double eps = 1e-5;
using Vector = std::vector<double>;

/// The definition, in double, on a matrix given by rows or by columns.
template <Group group>
struct Definition {
  std::size_t n, columns;
  Vector xh, r, mean, variance;

  std::size_t group_of(std::size_t i) const {
    return group == Group::rows ? i / columns : i % columns;
  }
  std::size_t groups() const { return group == Group::rows ? n : columns; }

  Vector means(const Vector& w) const {
    Vector sum(groups(), 0.0);
    for (std::size_t i = 0; i < w.size(); ++i) sum[group_of(i)] += w[i];
    for (double& s : sum) s /= static_cast<double>(group == Group::rows ? columns : n);
    return sum;
  }
  static Vector times(Vector a, const Vector& b) {
    for (std::size_t i = 0; i < a.size(); ++i) a[i] *= b[i];
    return a;
  }

  Definition(std::size_t rows, std::size_t width, const Vector& x) : n(rows), columns(width) {
    mean = means(x);
    Vector centred = x;
    for (std::size_t i = 0; i < x.size(); ++i) centred[i] -= mean[group_of(i)];
    variance = means(times(centred, centred));
    for (double v : variance) r.push_back(1 / std::sqrt(v + eps));
    xh = centred;
    for (std::size_t i = 0; i < x.size(); ++i) xh[i] *= r[group_of(i)];
  }

  Vector linear(const Vector& w) const {
    const Vector m = means(w);
    const Vector along = means(times(xh, w));
    Vector result(w.size());
    for (std::size_t i = 0; i < w.size(); ++i) {
      result[i] = r[group_of(i)] * (w[i] - m[group_of(i)] - xh[i] * along[group_of(i)]);
    }
    return result;
  }
};

template <class T>
Vector wide(const std::vector<T>& x) {
  return Vector(x.begin(), x.end());
}

template <class T, Group group>
void check(std::size_t n, std::size_t columns) {
  INFO("n " << n << ", columns " << columns);
  BasicCpu<T> device;
  std::vector<T> x = numbers<T>(n * columns, 1);
  for (T& value : x) value += T(3);
  const Definition<group> exact(n, columns, wide(x));
  std::vector<T> xh(x.size()), r(exact.groups()), mean(r), variance(r), out(x.size());
  standardise<group>(device, at(xh), at(r), at(mean), at(variance), at(x), n, columns, eps);
  const double accepted = 30 * tolerance<T>;
  REQUIRE(error(xh, exact.xh) < accepted);
  REQUIRE(error(r, exact.r) < accepted);
  REQUIRE(error(mean, exact.mean) < accepted);
  REQUIRE(error(variance, exact.variance) < accepted);

  const auto w = numbers<T>(x.size(), 2);
  standardise_linear<group>(device, at(out), at(w), at(xh), at(r), n, columns);
  REQUIRE(error(out, exact.linear(wide(w))) < accepted);
}

/// d/dx of <a, xh(x)> + <b, r Q(t)(x)> by central differences, in double.
template <Group group>
void check_dual(std::size_t n, std::size_t columns) {
  BasicCpu<double> device;
  const Vector x = numbers<double>(n * columns, 1);
  const Vector a = numbers<double>(x.size(), 2);
  const Vector b = numbers<double>(x.size(), 3);
  const Vector t = numbers<double>(x.size(), 4);
  const auto value = [&](const Vector& place) {
    const Definition<group> d(n, columns, place);
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
  const Definition<group> d(n, columns, x);
  Vector xbar(x.size());
  standardise_dual<group>(device, at(xbar), at(a), at(b), at(t), at(d.xh), at(d.r), n, columns);
  CHECK(error(xbar, expected) < 1e-7);
  Vector with_zero(x.size()), without(x.size());
  const Vector zero(x.size(), 0.0);
  standardise_dual<group>(device, at(with_zero), at(zero), at(b), at(t), at(d.xh), at(d.r), n,
                          columns);
  standardise_dual<group>(device, at(without), Ref<double, BasicCpu<double>>(), at(b), at(t),
                          at(d.xh), at(d.r), n, columns);
  CHECK(with_zero == without);
}

}  // namespace

TEMPLATE_TEST_CASE("Standardisation follows its definition", "[standardise]", float, double) {
  // In a group of two r Q is almost zero, and so is what is left of it after rounding.
  for (std::size_t n : {3U, 7U, 33U, 130U}) {
    for (std::size_t columns : {3U, 7U, 16U, 17U, 33U, 130U}) {
      check<TestType, Group::rows>(n, columns);
      check<TestType, Group::columns>(n, columns);
    }
  }
}

TEST_CASE("The dual pass is the derivative of value and tangent", "[standardise]") {
  check_dual<Group::rows>(3, 7);
  check_dual<Group::rows>(2, 19);
  check_dual<Group::columns>(7, 3);
  check_dual<Group::columns>(5, 19);
}

TEST_CASE("Standardisation does not depend on workers", "[standardise]") {
  Cpu device;
  const std::size_t n = 300, columns = 200;
  const auto x = numbers<float>(n * columns, 1);
  const auto run = [&]<Group group>() {
    std::vector<float> xh(x.size()), r(n);
    standardise<group>(device, at(xh), at(r), {}, {}, at(x), n, columns, eps);
    return xh;
  };
  CHECK(same_for_any_workers([&] { return run.template operator()<Group::rows>(); }));
  CHECK(same_for_any_workers([&] { return run.template operator()<Group::columns>(); }));
}
