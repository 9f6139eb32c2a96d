// SPDX-License-Identifier: BSL-1.0
#include "../catch.hpp"
#include "matrices.hpp"

#include <saddle/backend/cpu/score.hpp>
#include <saddle/backend/cpu/update.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace update_test {

using namespace saddle;
using namespace saddle::test;

namespace {

/// p -= rate (m + v) with m and v counting gradients: any rule with two moments.
struct Counting {
  static constexpr int moments = 2;
  template <class B> void operator()(B& p, B g, B& m, B& v) const {
    m = m + g;
    v = v + g * g;
    p = p - B(typename B::value_type(0.5)) * (m + v);
  }
};

/// Moments that the parameter does not feel.
struct Momenta {
  static constexpr int moments = 2;
  template <class B> void operator()(B& p, B g, B& m, B& v) const {
    m = m + g;
    v = v + g * g;
    p = p - g;
  }
};

struct Descent {
  static constexpr int moments = 0;
  template <class B> void operator()(B& p, B g, B&, B&) const { p = p - g; }
};

struct UnitClamp {
  template <class B> B operator()(B p) const {
    const B one(typename B::value_type(1));
    const B below = simd::choose(p > one, one, p);
    return simd::choose(below < B(typename B::value_type(-1)), B(typename B::value_type(-1)),
                        below);
  }
};

/// value s^2 + 1, slope 2 s.
struct Parabola {
  template <class B> void operator()(B s, B& value, B& slope) const {
    value = s * s + B(1.0);
    slope = s + s;
  }
};

/// `update` of a device, and the index that it found.
template <class T, class... Arguments>
std::size_t updated(BasicCpu<T>& device, const Arguments&... arguments) {
  ScratchFrame<BasicCpu<T>> scratch(device);
  const Slot<BasicCpu<T>> wrong_at = scratch.slot();
  optimize(device, wrong_at, arguments...);
  return index_in(device, wrong_at);
}

}  // namespace

TEMPLATE_TEST_CASE("One pass updates, projects, averages and clears", "[update]", float, double) {
  using T = TestType;
  BasicCpu<T> device;
  for (std::size_t count : {1U, 7U, 17U, 130U, 20000U}) {
    auto p = numbers<T>(count, 1);
    auto g = numbers<T>(count, 2);
    auto m = numbers<T>(count, 3);
    auto v = numbers<T>(count, 4);
    auto average = numbers<T>(count, 5);
    std::vector<double> parameter, first, second, mean;
    for (std::size_t i = 0; i < count; ++i) {
      const auto gradient = static_cast<double>(g[i]);
      first.push_back(static_cast<double>(m[i]) + gradient);
      second.push_back(static_cast<double>(v[i]) + gradient * gradient);
      const double moved = static_cast<double>(p[i]) - 0.5 * (first[i] + second[i]);
      parameter.push_back(moved > 1 ? 1 : moved < -1 ? -1 : moved);
      mean.push_back(0.9 * static_cast<double>(average[i]) + 0.1 * parameter[i]);
    }
    const std::size_t bad = updated(device, Counting{}, UnitClamp{}, count, at(p), at(g), at(m),
                                    at(v), at(average), 0.9);
    CHECK(bad == npos);
    CHECK(error(p, parameter) < tolerance<T>);
    CHECK(error(m, first) < tolerance<T>);
    CHECK(error(v, second) < tolerance<T>);
    CHECK(error(average, mean) < tolerance<T>);
    CHECK(g == std::vector<T>(count, T(0)));
  }
}

TEST_CASE("The first parameter that is not finite is named, clamped or not", "[update]") {
  Cpu device;
  for (float wrong :
       {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    for (std::size_t place : {0U, 16400U, 49999U}) {
      std::vector<float> p(50000, 0.5F), g(50000, 0.0F);
      g[place] = wrong;
      g[49999] = wrong;
      CHECK(updated(device, Descent{}, UnitClamp{}, p.size(), at(p), at(g),
                    Write<BasicCpu<float>>{}, Write<BasicCpu<float>>{}) == place);
      CHECK(g[place] == 0);
    }
  }
}

TEMPLATE_TEST_CASE("Moments and averages that are not finite are found where parameters are",
                   "[update]", float, double) {
  using T = TestType;
  BasicCpu<T> device;
  constexpr T inf = std::numeric_limits<T>::infinity();
  for (std::size_t place : {0U, 16401U, 49999U}) {
    for (int which : {0, 1, 2}) {
      CAPTURE(place, which);
      std::vector<T> p(50000, T(0.5)), g(50000, T(0)), m(50000, T(0)), v = m, average = p;
      (which == 0 ? m : which == 1 ? v : average)[place] = inf;
      (which == 0 ? m : which == 1 ? v : average)[49999] = -inf;
      CHECK(updated(device, Momenta{}, NoProjection{}, p.size(), at(p), at(g), at(m), at(v),
                    at(average), 0.9) == place);
      CHECK(p == std::vector<T>(50000, T(0.5)));
    }
    std::vector<T> p(50000, T(0.5)), g(50000, T(0)), m(50000, inf), v = m;
    CHECK(updated(device, Momenta{}, NoProjection{}, p.size(), at(p), at(g), at(m), at(v)) == 0);
    CHECK(updated(device, Descent{}, NoProjection{}, p.size(), at(p), at(g), at(m), at(v)) == npos);
  }
}

TEST_CASE("An update does not depend on workers", "[update]") {
  Cpu device;
  CHECK(same_for_any_workers([&] {
    auto p = numbers<float>(50001, 1);
    auto g = numbers<float>(50001, 2);
    updated(device, Descent{}, NoProjection{}, p.size(), at(p), at(g), Write<BasicCpu<float>>{},
            Write<BasicCpu<float>>{});
    return p;
  }));
}

TEMPLATE_TEST_CASE("Scores are evaluated in double", "[score]", float, double) {
  using T = TestType;
  BasicCpu<T> device;
  const Slot<BasicCpu<T>> loss = device.slot();
  for (std::size_t n : {1U, 2U, 3U, 7U, 16U, 17U, 33U, 256U}) {
    const auto score = numbers<T>(n, 1);
    std::vector<T> gradient(n);
    const double weight = 0.25 * static_cast<double>(n);
    fill(device, loss, 2);
    scores(device, Parabola{}, n, weight, at(gradient), loss, at(score));
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const auto s = static_cast<double>(score[i]);
      CHECK(gradient[i] == static_cast<T>(0.25 * (s + s)));
      sum += s * s + 1;
    }
    CHECK(std::abs((value_of(device, loss) - 2) / (0.25 * sum) - 1) < 1e-13);
    scores(device, Parabola{}, n, weight, {}, loss, at(score));
    CHECK(std::abs((value_of(device, loss) - 2) / (0.5 * sum) - 1) < 1e-13);
  }
}

}  // namespace update_test
