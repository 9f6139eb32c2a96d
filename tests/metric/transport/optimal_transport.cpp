// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "metric/transport/samples.hpp"
#include "near.hpp"

#include <saddle/core/types.hpp>
#include <saddle/metric/transport/kantorovich_critic.hpp>
#include <saddle/metric/transport/optimal_transport.hpp>
#include <saddle/metric/transport/wasserstein_1d.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <fstream>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <vector>

namespace optimal_transport_test {

using namespace saddle;
using test::normal_samples;
using Json = nlohmann::json;
using List = std::vector<double>;
using Norms = types<L1, L2, LInf>;

namespace {

/// What golden/make_transport_goldens.py wrote; tests run in the folder tests/.
const Json& goldens() {
  static const Json all = Json::parse(std::ifstream("golden/transport.json"));
  return all;
}

Tensor<double, 2> samples(const Json& values, std::size_t d) {
  Tensor<double, 2> result = xt::empty<double>({values.size() / d, d});
  std::transform(values.begin(), values.end(), result.data(),
                 [](const Json& value) { return value.get<double>(); });
  return result;
}

List shares(List weights, std::size_t n) {
  if (weights.empty()) weights.assign(n, 1);
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (double& weight : weights) weight /= sum;
  return weights;
}

/// Non-negative, with the masses as sums of rows and columns; feasible potentials; no gap.
void check_optimal(const TransportPlan& plan, const Tensor<double, 2>& costs, const List& a = {},
                   const List& b = {}) {
  const std::size_t n = costs.shape(0), m = costs.shape(1);
  List rows = shares(a, n), columns = shares(b, m);
  const double dearest = *std::max_element(costs.begin(), costs.end());
  const Tensor<double, 2> gamma = plan.dense();
  double violation = 0, cost = 0, least = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < m; ++j) {
      rows[i] -= gamma(i, j);
      columns[j] -= gamma(i, j);
      cost += gamma(i, j) * costs(i, j);
      least = std::min(least, gamma(i, j));
      violation = std::max(violation, plan.f(i) + plan.g(j) - costs(i, j));
    }
  }
  CHECK(least >= 0);
  CHECK(plan.flows.size() <= n + m - 1);
  CHECK(*std::max_element(rows.begin(), rows.end()) < 1e-14);
  CHECK(*std::min_element(rows.begin(), rows.end()) > -1e-14);
  CHECK(*std::max_element(columns.begin(), columns.end()) < 1e-14);
  CHECK(*std::min_element(columns.begin(), columns.end()) > -1e-14);
  CHECK(violation <= 1e-15 * std::max(1.0, dearest));
  CHECK(plan.cost == near(cost, 1e-14));
  CHECK(std::abs(plan.cost - plan.dual) <= 1e-12 * std::max(plan.cost, 1e-3 * dearest));
}

}  // namespace

TEST_CASE("optimal_transport: a plan that can be read off", "[transport]") {
  Tensor<double, 2> costs{{1, 3}, {2, 1}, {5, 0}};
  const List a{1, 1, 2}, b{1, 3};
  const TransportPlan plan = optimal_transport(costs, {a, b});
  check_optimal(plan, costs, a, b);
  CHECK(plan.cost == near(0.5, 1e-15));  // (1 + 1 + 0 + 0) / 4
  CHECK(plan.dense()(0, 0) == 0.25);
  CHECK(plan.dense()(1, 1) == 0.25);
  CHECK(plan.dense()(2, 1) == 0.5);
}

TEST_CASE("optimal_transport: SciPy's optima, with weights and without", "[transport]") {
  for (const char* kind : {"cases", "assignments"}) {
    for (const Json& golden : goldens()[kind]) {
      const auto d = golden["d"].get<std::size_t>();
      const Tensor<double, 2> x = samples(golden["x"], d), y = samples(golden["y"], d);
      List a, b;
      if (golden.contains("a")) {
        a = golden["a"].get<List>();
        b = golden["b"].get<List>();
      }
      for_each(Norms{}, [&](auto norm) {
        using Ground = typename decltype(norm)::type;
        CAPTURE(kind, d, Ground::name);
        for (std::size_t power : {1U, 2U}) {
          const auto p = static_cast<double>(power);
          const auto expected = golden["costs"][std::string(Ground::name)][power - 1].get<double>();
          const TransportPlan plan = optimal_transport<Ground>(x, y, p, {a, b});
          check_optimal(plan, ground_costs<Ground>(x, y, p), a, b);
          CHECK(plan.cost == near(expected, 1e-10));
          CHECK(wasserstein_distance<Ground>(x, y, p, {a, b}) ==
                near(std::pow(expected, 1 / p), 1e-10));
        }
      });
    }
  }
}

TEST_CASE("wasserstein_1d: SciPy's distances", "[transport]") {
  for (const Json& golden : goldens()["line"]) {
    const auto x = golden["x"].get<List>(), y = golden["y"].get<List>();
    const auto a = golden["a"].get<List>(), b = golden["b"].get<List>();
    const std::span<const double> xs(x), ys(y);
    for (std::size_t power : {1U, 2U, 3U}) {
      const auto p = static_cast<double>(power);
      const auto root = [&](const char* kind) {
        return std::pow(golden[kind][power - 1].get<double>(), 1 / p);
      };
      CHECK(wasserstein_1d(xs, ys, p) == near(root("plain"), 1e-10));
      CHECK(wasserstein_1d(xs, ys, Masses{a, b}, p) == near(root("weighted"), 1e-10));
    }
  }
}

TEST_CASE("optimal_transport agrees with sorting on the line", "[transport]") {
  const auto x = normal_samples(200, 1, 1), y = normal_samples(150, 1, 2, 0.3);
  const std::span<const double> xs(x.data(), x.size()), ys(y.data(), y.size());
  for (double power : {1.0, 2.0, 3.0}) {
    CHECK(wasserstein_distance(x, y, power) == near(wasserstein_1d(xs, ys, power), 1e-12));
  }
}

TEST_CASE("optimal_transport: ties by the thousand", "[transport]") {
  // All samples lie on a few points of a grid, so nearly every step is degenerate.
  auto x = normal_samples(150, 2, 1), y = normal_samples(150, 2, 2);
  for (double& v : x) v = std::round(v);
  for (double& v : y) v = std::round(v);
  for (double power : {1.0, 2.0}) {
    check_optimal(optimal_transport<L1>(x, y, power), ground_costs<L1>(x, y, power));
  }
  const Tensor<double, 2> same = xt::ones<double>({40, 30}), free = xt::zeros<double>({5, 5});
  check_optimal(optimal_transport(same), same);
  CHECK(optimal_transport(same).cost == near(1, 1e-14));
  CHECK(optimal_transport(free).cost == 0);
}

TEST_CASE("optimal_transport: masses of very different sizes, and none", "[transport]") {
  const auto x = normal_samples(60, 2, 1), y = normal_samples(45, 2, 2, 1);
  List a(60), b(45);
  for (std::size_t i = 0; i < a.size(); ++i)
    a[i] = i % 7 == 0 ? 0 : std::pow(10.0, -static_cast<double>(i % 12));
  for (std::size_t j = 0; j < b.size(); ++j) b[j] = j % 5 == 0 ? 0 : 1 + static_cast<double>(j);
  check_optimal(optimal_transport(x, y, 1, {a, b}), ground_costs(x, y), a, b);
  check_optimal(optimal_transport(x, y, 2, {a, {}}), ground_costs(x, y, 2), a);
}

TEST_CASE("optimal_transport: a thousand samples a side", "[transport]") {
  const auto x = normal_samples(1000, 3, 1), y = normal_samples(800, 3, 2, 0.5, 1.2);
  const Tensor<double, 2> costs = ground_costs(x, y);
  check_optimal(optimal_transport(costs), costs);
}

// Kantorovich and Rubinstein: the potentials of the distance are the values of one function that is
// 1-Lipschitz in the ground norm everywhere, and whose means differ by the distance.
TEMPLATE_TEST_CASE("law: the potentials are those of a 1-Lipschitz critic", "[transport]", L1, L2,
                   LInf) {
  using Ground = TestType;
  const auto x = normal_samples(70, 3, 1), y = normal_samples(90, 3, 2, 0.7);
  List a(70);
  std::iota(a.begin(), a.end(), 1.0);
  const TransportPlan plan = optimal_transport<Ground>(x, y, 1, {a, {}});
  const KantorovichCritic<Ground, double> critic(y, plan.g);
  const auto at_x = critic(x), at_y = critic(y);
  const List weights = shares(a, 70);
  double gap = 0;
  for (std::size_t i = 0; i < 70; ++i) {
    CHECK(at_x(i) == near(plan.f(i), 1e-14));
    gap += weights[i] * at_x(i);
  }
  for (std::size_t j = 0; j < 90; ++j) {
    CHECK(at_y(j) == near(-plan.g(j), 1e-13));
    gap -= at_y(j) / 90;
  }
  CHECK(gap == near(plan.cost, 1e-12));

  // On the samples and on points where there are none; somewhere the bound is met.
  const auto z = normal_samples(200, 3, 3, 0, 3);
  const auto at_z = critic(z);
  double steepest = 0;
  const auto slopes = [&](const auto& p, const auto& u, const auto& q, const auto& v) {
    for (std::size_t i = 0; i < u.size(); ++i) {
      for (std::size_t j = 0; j < v.size(); ++j) {
        const double distance = ground_distance<Ground>(&p(i, 0), &q(j, 0), 3);
        if (distance > 0) steepest = std::max(steepest, std::abs(u(i) - v(j)) / distance);
      }
    }
  };
  slopes(x, at_x, x, at_x);
  slopes(y, at_y, y, at_y);
  slopes(x, at_x, y, at_y);
  slopes(z, at_z, z, at_z);
  slopes(z, at_z, y, at_y);
  CHECK(steepest == near(1, 1e-12));
}

TEST_CASE("ground norms by hand", "[transport]") {
  const Tensor<float, 2> x{{1, -2, 3}}, y{{2, 2, 2.5F}};
  CHECK(ground_costs<L1>(x, y)(0, 0) == 5.5);
  CHECK(ground_costs<L2>(x, y)(0, 0) == near(std::sqrt(17.25), 1e-15));
  CHECK(ground_costs<L2>(x, y, 2)(0, 0) == 17.25);
  CHECK(ground_costs<LInf>(x, y)(0, 0) == 4);
  CHECK(ground_costs<LInf>(x, y, 3)(0, 0) == 64);
  const auto a = normal_samples<float>(2, 37, 1), b = normal_samples<float>(1, 37, 2);
  double sum = 0, square = 0, largest = 0;
  for (std::size_t k = 0; k < 37; ++k) {
    const double size = std::abs(static_cast<double>(a(1, k)) - static_cast<double>(b(0, k)));
    sum += size;
    square += size * size;
    largest = std::max(largest, size);
  }
  CHECK(ground_costs<L1>(a, b)(1, 0) == near(sum, 1e-14));
  CHECK(ground_costs<L2>(a, b)(1, 0) == near(std::sqrt(square), 1e-14));
  CHECK(ground_costs<LInf>(a, b)(1, 0) == largest);
}

TEST_CASE("optimal_transport refuses costs and masses that mean nothing", "[transport]") {
  const Tensor<double, 2> none = xt::zeros<double>({0, 3}), x = xt::zeros<double>({2, 2}),
                          y = xt::zeros<double>({2, 3});
  CHECK_THROWS_WITH(optimal_transport(none), Catch::Contains("at least one x and one y"));
  CHECK_THROWS_WITH(ground_costs(x, y), Catch::Contains("(m, 2)"));
  CHECK_THROWS_AS(ground_costs(x, x, 0), ConfigError);
  CHECK_THROWS_AS(wasserstein_distance(x, x, 0.5), ConfigError);
  Tensor<double, 2> costs = xt::ones<double>({2, 2});
  for (double bad : {-1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
    costs(1, 0) = bad;
    CHECK_THROWS_WITH(optimal_transport(costs), Catch::Contains("costs(1, 0)"));
  }
  const List wrong{1, 2, 3};
  CHECK_THROWS_WITH(optimal_transport(x, x, 1, {{}, wrong}), Catch::Contains("masses.y"));
}

TEST_CASE("wasserstein_distance: high powers, of which most distances' are all but nothing",
          "[transport]") {
  for (std::size_t n : {12U, 60U}) {
    const Tensor<double, 2> x = normal_samples(n, 1, 5), y = normal_samples(n, 1, 6, 0.3, 1.5);
    for (double unit : {1e-4, 1.0, 1e4}) {
      for (double power : {8.0, 40.0, 540.0}) {
        CAPTURE(n, unit, power);
        const Tensor<double, 2> a = unit * x, b = unit * y;
        const double right = wasserstein_1d(std::span<const double>(a.data(), n),
                                            std::span<const double>(b.data(), n), power);
        CHECK(wasserstein_distance(a, b, power) == near(right, 1e-9));
      }
    }
  }
}

TEST_CASE("optimal_transport: the gap says what is not proved", "[transport]") {
  const Tensor<double, 2> x = normal_samples(30, 1, 5), y = normal_samples(30, 1, 6, 0.3, 1.5);
  const auto cheapest = [&](double power) {
    return std::pow(wasserstein_1d(std::span<const double>(x.data(), 30),
                                   std::span<const double>(y.data(), 30), power),
                    power);
  };
  for (double power : {1.0, 2.0, 4.0, 20.0, 60.0}) {
    CAPTURE(power);
    const TransportPlan plan = optimal_transport(x, y, power);
    CHECK(plan.cost * (1 - plan.gap) <= cheapest(power) * (1 + 1e-12));
    CHECK(plan.cost >= cheapest(power) * (1 - 1e-12));
    CHECK((plan.gap < 1e-9) == (power < 5));
  }
  CHECK(optimal_transport(Tensor<double, 2>({2, 2}, 0.0)).gap == 0);
}

TEST_CASE("wasserstein_distance: samples that are almost the same", "[transport]") {
  Tensor<double, 2> x = normal_samples(50, 1, 7), y = x;
  for (double& value : y) value += 1e-13;
  double right = 0;
  for (std::size_t i = 0; i < 50; ++i) right += (y(i, 0) - x(i, 0)) / 50;
  CHECK(wasserstein_distance(x, y) == near(right, 1e-9));
  CHECK(wasserstein_distance(x, x, 540) == 0);
}

TEST_CASE("wasserstein_distance: a plan that is not proved optimal gives no number",
          "[transport]") {
  const List weights{1, 1e-30};
  const Tensor<double, 2> x{{0.0}, {5.0}}, y{{0.001}, {0.002}};
  CHECK_THROWS_WITH(wasserstein_distance(x, y, 540, {weights, weights}),
                    Catch::Contains("no plan is proved optimal for power 540"));
}

TEST_CASE("ground_costs: a power that takes all costs out of the range of double is refused",
          "[transport]") {
  const Tensor<double, 2> x{{0.001}, {0.002}}, y{{0.003}, {0.002}};
  CHECK_THROWS_WITH(ground_costs(x, y, 540), Catch::Contains("power 540"));
  CHECK_THROWS_WITH(ground_costs(Tensor<double, 2>(1e6 * x), y, 540), Catch::Contains("power 540"));
  CHECK(ground_costs(x, x, 2)(1, 1) == 0);
  CHECK(ground_costs(Tensor<double, 2>{{7.0}}, Tensor<double, 2>{{7.0}}, 540)(0, 0) == 0);
}

}  // namespace optimal_transport_test
