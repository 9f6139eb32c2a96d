// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "near.hpp"

#include <saddle/backend/backend.hpp>
#include <saddle/optim/optim.hpp>

#include <cmath>
#include <vector>

namespace optimizers_test {

using namespace saddle;

namespace {

/// Parameters after each of three steps whose gradient is p - 1 (element i starts at i).
template <class Rules>
std::vector<double> train(const Rules& optimizer, double factor = 1) {
  using Device = BasicCpu<double>;
  constexpr std::size_t count = 11;
  Device device;
  const Slot<Device> wrong_at = device.slot();
  auto p = Device::zeros(count), g = Device::zeros(count), m = Device::zeros(count),
       v = Device::zeros(count);
  std::vector<double> seen;
  for (std::size_t i = 0; i < count; ++i) p(i) = static_cast<double>(i);
  for (std::uint64_t step = 1; step <= 3; ++step) {
    for (std::size_t i = 0; i < count; ++i) g(i) = p(i) - 1;
    optimize(device, wrong_at, optimizer.template rule<double>(step, factor), NoProjection{}, count,
             ref<Device>(p), ref<Device>(g), ref<Device>(m), ref<Device>(v));
    seen.insert(seen.end(), p.begin(), p.end());
  }
  return seen;
}

/// The same with `step(t, p, g, m, v)` written out.
template <class Step>
std::vector<double> by_hand(Step step) {
  std::vector<double> p(11), m(11, 0.0), v(11, 0.0), seen;
  for (std::size_t i = 0; i < p.size(); ++i) p[i] = static_cast<double>(i);
  for (int t = 1; t <= 3; ++t) {
    for (std::size_t i = 0; i < p.size(); ++i) step(t, p[i], p[i] - 1, m[i], v[i]);
    seen.insert(seen.end(), p.begin(), p.end());
  }
  return seen;
}

void check(const std::vector<double>& found, const std::vector<double>& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) CHECK(found[i] == near(expected[i], 1e-14));
}

}  // namespace

TEST_CASE("Sgd: the update is the formula", "[optim]") {
  STATIC_REQUIRE(Optimizer<Sgd>);
  check(train(Sgd{.learning_rate = 0.3}, 0.5),
        by_hand([](int, double& p, double g, double&, double&) { p -= 0.15 * g; }));
}

TEST_CASE("RmsProp: the update is PyTorch's formula, epsilon outside the root", "[optim]") {
  STATIC_REQUIRE(Optimizer<RmsProp>);
  check(train(RmsProp{.learning_rate = 0.1, .alpha = 0.8, .epsilon = 1e-3}, 2),
        by_hand([](int, double& p, double g, double&, double& v) {
          v = 0.8 * v + 0.2 * g * g;
          p -= 0.2 * g / (std::sqrt(v) + 1e-3);
        }));
}

TEST_CASE("Adam: the update is the formula with bias correction", "[optim]") {
  STATIC_REQUIRE(Optimizer<Adam>);
  check(train(Adam{.learning_rate = 0.1, .beta1 = 0.6, .beta2 = 0.95, .epsilon = 1e-4}, 0.5),
        by_hand([](int t, double& p, double g, double& m, double& v) {
          m = 0.6 * m + 0.4 * g;
          v = 0.95 * v + 0.05 * g * g;
          const double mean = m / (1 - std::pow(0.6, t)), square = v / (1 - std::pow(0.95, t));
          p -= 0.05 * mean / (std::sqrt(square) + 1e-4);
        }));
}

TEST_CASE("weight decay is a gradient of its own, before moments", "[optim]") {
  check(train(Sgd{.learning_rate = 0.3, .weight_decay = 0.2}),
        by_hand([](int, double& p, double g, double&, double&) { p -= 0.3 * (g + 0.2 * p); }));
  check(train(RmsProp{.learning_rate = 0.1, .alpha = 0.8, .epsilon = 1e-3, .weight_decay = 0.2}),
        by_hand([](int, double& p, double g, double&, double& v) {
          const double whole = g + 0.2 * p;
          v = 0.8 * v + 0.2 * whole * whole;
          p -= 0.1 * whole / (std::sqrt(v) + 1e-3);
        }));
}

TEST_CASE("clip_gradient: what is longer gets that length, what is shorter stays", "[optim]") {
  using Device = BasicCpu<double>;
  Device device;
  auto g = Device::zeros(100);
  for (std::size_t i = 0; i < g.size(); ++i) g(i) = i % 2 == 0 ? 3 : -4;  // of length 25 sqrt(2)
  const auto before = g;
  clip_gradient(device, ref<Device>(g), g.size(), 36);
  CHECK((g == before));
  clip_gradient(device, ref<Device>(g), g.size(), 7);
  for (std::size_t i = 0; i < g.size(); ++i) {
    CHECK(g(i) == near(before(i) * 7 / (25 * std::sqrt(2) + 1e-6), 1e-14));
  }
  STATIC_REQUIRE(Sgd{}.clip_norm == 0);
  STATIC_REQUIRE(RmsProp{}.clip_norm == 0);
  STATIC_REQUIRE(Adam{}.clip_norm == 0);
}

}  // namespace optimizers_test
