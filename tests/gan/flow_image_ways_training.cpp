// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "gan/cycle_gaps.hpp"

#include <saddle/backend/backend.hpp>
#include <saddle/data/glyphs.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace flow_image_ways_training_test {

using namespace cycle_gaps;

namespace {

/// Drawn digits, white on black or black on white: most pixels are at an end of their range.
struct Ink {
  bool inverted;
  std::string_view name = "ink";

  static constexpr auto shape() { return Shape<28, 28, 1>::extents; }
  template <class T>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    data::Glyphs{}.draw(out, n, seed, position);
    if (inverted) std::transform(out, out + n * 784, out, std::negate{});
  }
};

}  // namespace

TEST_CASE("FlowImageWays: cycles stay closed over 2,000 steps", "[gan][long]") {
  const auto check = [](auto flows, const auto& domains, double median, double largest) {
    for (const std::uint64_t steps : {std::uint64_t{0}, std::uint64_t{2'000}}) {
      while (flows.report().step < steps) flows.step(domains);
      const std::vector<double> sorted = gaps(flows, domains.second);
      WARN("after " << steps << " steps: median " << sorted[sorted.size() / 2] << ", largest "
                    << sorted.back());
      CHECK(sorted[sorted.size() / 2] <= median);
      CHECK(sorted.back() <= largest);
    }
  };
  check(Flows<BasicCpu<double>>(), dark_and_bright, 1e-12, 1e-12);
  check(Flows<Cpu>(), dark_and_bright, 5e-6, 1.0 / 510);
  const data::Domains inks{Ink{false}, Ink{true}};
  check(Flows<BasicCpu<double>, Shape<28, 28, 1>>(), inks, 1e-12, 1e-12);
  check(Flows<Cpu, Shape<28, 28, 1>>(), inks, 5e-6, 1.0 / 510);
}

}  // namespace flow_image_ways_training_test
