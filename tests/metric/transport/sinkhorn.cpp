// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "metric/transport/samples.hpp"
#include "near.hpp"

#include <saddle/core/parallel.hpp>
#include <saddle/metric/transport/sinkhorn.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <fstream>
#include <limits>
#include <vector>

namespace sinkhorn_test {

using namespace saddle;
using test::normal_samples;
using Json = nlohmann::json;
using List = std::vector<double>;

namespace {

Tensor<double, 2> points(const Json& values) {
  Tensor<double, 2> result = xt::empty<double>({values.size() / 2, std::size_t{2}});
  std::transform(values.begin(), values.end(), result.data(),
                 [](const Json& value) { return value.get<double>(); });
  return result;
}

/// Rows to the stated error, columns exactly, and the two sides of the problem with entropy.
void check(const SinkhornPlan& plan, const Tensor<double, 2>& costs) {
  const std::size_t n = costs.shape(0), m = costs.shape(1);
  const double x = 1 / static_cast<double>(n), y = 1 / static_cast<double>(m);
  List rows(n, -x), columns(m, -y);
  double entropy = 0, cost = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < m; ++j) {
      const double mass = plan.gamma(i, j);
      rows[i] += mass;
      columns[j] += mass;
      cost += mass * costs(i, j);
      if (mass > 0) entropy += mass * std::log(mass / x / y);
    }
  }
  double error = 0, most = 0;
  for (double row : rows) error += std::abs(row);
  for (double column : columns) most = std::max(most, std::abs(column));
  CHECK(plan.marginal_error == near(error, 1e-9));
  const double largest = *std::max_element(costs.begin(), costs.end());
  CHECK(most < 1e-15 * (10 + largest / plan.epsilon));  // rounding of the exponents
  CHECK(plan.cost == near(cost, 1e-13));
  // Exactly so for the rows that the plan has; the difference is of the size of the error.
  CHECK(plan.dual == near(plan.cost + plan.epsilon * entropy, 1e-12 + 3 * largest * error));
}

}  // namespace

TEST_CASE("sinkhorn: the plain iteration's plans", "[transport]") {
  const Json goldens = Json::parse(std::ifstream("golden/transport.json"));
  for (const Json& golden : goldens["entropic"]) {
    const auto x = points(golden["x"]), y = points(golden["y"]);
    const auto a = golden["a"].get<List>(), b = golden["b"].get<List>();
    const SinkhornPlan plan =
        sinkhorn(x, y, {.epsilon = golden["epsilon"].get<double>(), .tolerance = 1e-13}, 1, {a, b});
    CHECK(plan.converged);
    CHECK(plan.cost == near(golden["cost"].get<double>(), 1e-11));
    double error = 0;
    for (std::size_t k = 0; k < plan.gamma.size(); ++k) {
      error = std::max(error, std::abs(plan.gamma.data()[k] - golden["gamma"][k].get<double>()));
    }
    CHECK(error < 1e-12);
  }
}

TEST_CASE("sinkhorn approaches the optimal transport as epsilon falls", "[transport]") {
  const auto x = normal_samples(40, 2, 1), y = normal_samples(30, 2, 2, 1.5);
  const Tensor<double, 2> costs = ground_costs(x, y);
  const double exact = optimal_transport(costs).cost;
  double before = std::numeric_limits<double>::infinity();
  for (double epsilon : {1.0, 0.1, 0.01, 0.001}) {
    const SinkhornPlan plan =
        sinkhorn(costs, {.epsilon = epsilon, .tolerance = 1e-7, .most_steps = 100'000});
    CAPTURE(epsilon);
    CHECK(plan.converged);
    CHECK(plan.steps > 0);
    check(plan, costs);
    CHECK(plan.cost < before);
    CHECK(plan.cost > exact - 1e-6);
    CHECK(plan.dual >= plan.cost);  // the entropy is positive
    before = plan.cost;
  }
  CHECK(before == near(exact, 1e-3));
}

TEST_CASE("sinkhorn: a tiny epsilon stays finite, and a plan says that it is not there yet",
          "[transport]") {
  const auto x = normal_samples(30, 2, 1), y = normal_samples(29, 2, 2, 0.5);
  const Tensor<double, 2> costs = ground_costs(x, y, 2);
  const SinkhornPlan plan = sinkhorn(costs, {.epsilon = 1e-6, .tolerance = 1e-12, .most_steps = 3});
  CHECK_FALSE(plan.converged);
  CHECK(plan.steps == 3);
  CHECK(plan.marginal_error > 1e-12);
  check(plan, costs);
  CHECK(plan.cost == near(optimal_transport(costs).cost, 0.2));
}

TEST_CASE("sinkhorn: masses of zero, equal samples, and any number of workers", "[transport]") {
  const auto x = normal_samples(20, 2, 1), y = normal_samples(25, 2, 2);
  List a(20, 1.0);
  a[4] = 0;
  const SinkhornPlan plan = sinkhorn(x, y, {.epsilon = 0.05}, 1, {a, {}});
  CHECK(plan.converged);
  for (std::size_t j = 0; j < 25; ++j) CHECK(plan.gamma(4, j) == 0);
  const Tensor<double, 2> free = xt::zeros<double>({3, 4});
  CHECK(sinkhorn(free).cost == 0);

  const std::size_t workers = parallel::workers();
  parallel::set_workers(1);
  const SinkhornPlan one = sinkhorn(x, y);
  parallel::set_workers(3);
  const SinkhornPlan three = sinkhorn(x, y);
  parallel::set_workers(workers);
  CHECK(std::equal(one.gamma.begin(), one.gamma.end(), three.gamma.begin()));
}

TEST_CASE("sinkhorn refuses what is not positive", "[transport]") {
  const Tensor<double, 2> costs = xt::ones<double>({2, 2});
  CHECK_THROWS_WITH(sinkhorn(costs, {.epsilon = 0}), Catch::Contains("sinkhorn: epsilon"));
  CHECK_THROWS_WITH(sinkhorn(costs, {.epsilon = std::nan("")}),
                    Catch::Contains("sinkhorn: epsilon"));
  CHECK_THROWS_WITH(sinkhorn(costs, {.tolerance = -1}), Catch::Contains("sinkhorn: tolerance"));
  CHECK_THROWS_WITH(sinkhorn(costs, {.most_steps = 0}), Catch::Contains("sinkhorn: most_steps"));
}

}  // namespace sinkhorn_test
