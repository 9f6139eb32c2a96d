// SPDX-License-Identifier: BSL-1.0
#include "../catch.hpp"
#include "matrices.hpp"

#include <saddle/backend/cpu/planes.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace planes_test {

using namespace saddle;
using namespace saddle::test;

namespace {

using Vector = std::vector<double>;

/// One pixel, tiles and blocks with and without a rest, one strip of registers and parts of it.
constexpr Planes shapes[] = {{1, 1, 1},  {1, 3, 17},    {2, 16, 3},    {3, 17, 40},  {2, 50, 130},
                             {5, 1, 64}, {1, 5000, 19}, {2, 40000, 1}, {2, 900, 70}, {1, 700, 129}};

struct ValueAndProduct {
  template <class B> std::array<B, 2> operator()(B c, B x, B y) const { return {x, (x - c) * y}; }
};
struct Linear {
  template <class B> B operator()(B a, B b, B x, B y) const { return a * x + b * y; }
};

struct Definition {
  Planes p;

  std::size_t size() const { return p.count() * p.pixels; }
  std::size_t plane(std::size_t i) const {
    return i / (p.pixels * p.channels) * p.channels + i % p.channels;
  }
  template <class F>
  Vector sums(F&& f) const {
    Vector sum(p.count(), 0.0);
    for (std::size_t i = 0; i < size(); ++i) sum[plane(i)] += f(i);
    return sum;
  }
};

template <class T>
double wide(T x) {
  return static_cast<double>(x);
}

template <class T>
void check(const Planes& p) {
  INFO(p.samples << " x " << p.pixels << " x " << p.channels);
  const Definition exact{p};
  BasicCpu<T> device;
  device.reserve_scratch(plane_scratch_size(p, 2));
  const auto x = numbers<T>(exact.size(), 1), y = numbers<T>(exact.size(), 2);
  const auto a = numbers<T>(p.count(), 3), b = numbers<T>(p.count(), 4);
  const double accepted = 20 * tolerance<T>;

  std::vector<T> plain(p.count()), product(p.count()), out(exact.size());
  plane_sums<1>(device, ValueAndProduct{}, p, std::array{at(plain), at(product)}, at(a), at(x),
                at(y));
  const auto error_of_sum = [&](const std::vector<T>& found, auto&& f) {
    const Vector expected = exact.sums(f);
    const Vector sizes = exact.sums([&](std::size_t i) { return std::abs(f(i)); });
    double largest = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      largest = std::max(largest, std::abs(wide(found[i]) - expected[i]) / sizes[i]);
    }
    return largest;
  };
  CHECK(error_of_sum(plain, [&](std::size_t i) { return wide(x[i]); }) < tolerance<T>);
  CHECK(error_of_sum(product, [&](std::size_t i) {
          return (wide(x[i]) - wide(a[exact.plane(i)])) * wide(y[i]);
        }) < accepted);

  map_planes<2>(device, Linear{}, p, at(out), at(a), at(b), at(x), at(y));
  Vector expected;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    const std::size_t plane = exact.plane(i);
    expected.push_back(wide(a[plane]) * wide(x[i]) + wide(b[plane]) * wide(y[i]));
  }
  CHECK(error(out, expected) < tolerance<T>);
}

/// The largest error of the variance, relative to itself.
template <class T>
double moments_error(const Planes& p, const std::vector<T>& x) {
  const Definition exact{p};
  BasicCpu<T> device;
  device.reserve_scratch(plane_scratch_size(p, 2));
  std::vector<T> mean(p.count()), variance(p.count());
  plane_moments(device, p, at(mean), at(variance), at(x));
  const auto pixels = static_cast<double>(p.pixels);
  const Vector means = exact.sums([&](std::size_t i) { return wide(x[i]) / pixels; });
  const Vector squares = exact.sums([&](std::size_t i) {
    const double d = wide(x[i]) - means[exact.plane(i)];
    return d * d / pixels;
  });
  double largest = 0;
  for (std::size_t i = 0; i < p.count(); ++i) {
    const double spread = std::sqrt(squares[i]);
    largest = std::max(largest, std::abs(wide(variance[i]) - squares[i]) / squares[i]);
    largest = std::max(
        largest,
        (std::abs(wide(mean[i]) - means[i]) - 2 * tolerance<T> * std::abs(means[i])) / spread);
  }
  return largest;
}

}  // namespace

TEMPLATE_TEST_CASE("Planes: sums and maps follow their definition", "[planes]", float, double) {
  for (const Planes& p : shapes) check<TestType>(p);
}

TEMPLATE_TEST_CASE("Planes: moments do not cancel", "[planes]", float, double) {
  using T = TestType;
  for (const Planes& p : shapes) {
    if (p.pixels == 1) continue;
    INFO(p.samples << " x " << p.pixels << " x " << p.channels);
    auto x = numbers<T>(p.count() * p.pixels, 1);
    CHECK(moments_error(p, x) < 2 * tolerance<T>);
    for (T& value : x) value += T(1000);  // what is rounded away here is no longer there to lose
    CHECK(moments_error(p, x) < 2 * tolerance<T>);
    for (std::size_t c = 0; c < p.channels; ++c) x[c] = T(-3000);  // the first pixel is far away
    CHECK(moments_error(p, x) < 10 * tolerance<T>);
  }
}

TEST_CASE("Planes: the moments of one pixel are itself and 0", "[planes]") {
  Cpu device;
  const Planes p{3, 1, 20};
  device.reserve_scratch(plane_scratch_size(p, 2));
  const auto x = numbers<float>(60, 1);
  std::vector<float> mean(60), variance(60, 1.0F);
  plane_moments(device, p, at(mean), at(variance), at(x));
  CHECK(mean == x);
  CHECK(variance == std::vector<float>(60, 0.0F));
}

TEST_CASE("Planes: nothing depends on workers", "[planes]") {
  Cpu device;
  const Planes p{3, 5000, 33};
  device.reserve_scratch(plane_scratch_size(p, 2));
  const auto x = numbers<float>(p.count() * p.pixels, 1);
  CHECK(same_for_any_workers([&] {
    std::vector<float> mean(p.count()), variance(p.count()), plain(p.count()), product(p.count()),
        out(x.size());
    plane_moments(device, p, at(mean), at(variance), at(x));
    plane_sums<1>(device, ValueAndProduct{}, p, std::array{at(plain), at(product)}, at(mean), at(x),
                  at(x));
    map_planes<2>(device, Linear{}, p, at(out), at(plain), at(product), at(x), at(x));
    return std::array{mean, variance, plain, product, out};
  }));
}

}  // namespace planes_test
