// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "gan/cycle_gaps.hpp"

#include <saddle/backend/backend.hpp>

#include <vector>

namespace flow_image_ways_test {

using namespace cycle_gaps;

TEST_CASE("FlowImageWays: cycles of pictures close to rounding, in double", "[gan]") {
  Flows<BasicCpu<double>> flows{{.batch = 4}};
  CHECK(gaps(flows).back() <= 1e-12);
  for (int i = 0; i < 20; ++i) flows.step(dark_and_bright);
  CHECK(gaps(flows).back() <= 1e-12);
}

TEST_CASE("FlowImageWays: cycles of pictures close to rounding, in float", "[gan]") {
  Flows<Cpu> flows{{.batch = 4}};
  const double bits = -flows.log_density_first(Tensor<float, 4>({1, 16, 16, 1}, -0.3F))(0);
  for (int i = 0; i < 60; ++i) flows.step(dark_and_bright);
  const std::vector<double> sorted = gaps(flows);
  CHECK(sorted[sorted.size() / 2] <= 5e-6);
  CHECK(sorted.back() <= 1.0 / 510);
  CHECK(-flows.log_density_first(Tensor<float, 4>({1, 16, 16, 1}, -0.3F))(0) < bits);
}

}  // namespace flow_image_ways_test
