// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "laws/differences.hpp"
#include "near.hpp"

#include <saddle/core/device.hpp>
#include <saddle/gan/part/distance.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace distance_test {

using namespace saddle;

namespace {

/// Two batches, and what is between them.
template <class Norm>
struct Gap {
  explicit Gap(std::size_t numbers) : count(numbers), a(numbers), b(numbers), slope(numbers) {
    a.draw(1);
    b.draw(2);
    slope.set(test::nan);
  }
  double value(Write<test::Double> da = {}) {
    return value_of(
        device, part::distance<Norm>(device, loss, count, weight, da, Read<test::Double>(a.at()),
                                     Read<test::Double>(b.at())));
  }

  static constexpr double weight = 2.5;
  std::size_t count;
  test::Double device;
  Slot<test::Double> loss = device.slot();
  test::Numbers a, b, slope;
};

}  // namespace

TEMPLATE_TEST_CASE("distance: values, and slopes against finite differences", "[gan]", L1, L2) {
  for (const std::size_t count : {1U, 7U, 64U, 1001U}) {
    CAPTURE(count);
    Gap<TestType> gap(count);
    double expected = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const double between = gap.a.begin()[i] - gap.b.begin()[i];
      REQUIRE(std::abs(between) > 4e-4);  // no step of the differences crosses the kink
      expected += std::is_same_v<TestType, L1> ? std::abs(between) : between * between;
    }
    expected *= gap.weight / static_cast<double>(count);
    CHECK(gap.value(gap.slope.at()) == near(expected, 1e-13));
    CHECK(gap.value() == near(expected, 1e-13));
    const test::List found = gap.slope.list();
    const test::List slopes = test::differences([&] { return gap.value(); }, gap.a.places());
    const double largest = std::abs(
        *std::ranges::max_element(slopes, {}, [](double slope) { return std::abs(slope); }));
    for (std::size_t i = 0; i < count; ++i) {
      CHECK(std::abs(found[i] - slopes[i]) < 1e-7 * largest);
    }
  }
}

TEMPLATE_TEST_CASE("distance: of equal numbers value and slope are 0", "[gan]", L1, L2) {
  Gap<TestType> gap(9);
  std::copy(gap.a.begin(), gap.a.end(), gap.b.begin());
  CHECK(gap.value(gap.slope.at()) == 0);
  for (const double slope : gap.slope) CHECK(slope == 0);
}

TEMPLATE_TEST_CASE("distance: what is not a number is not hidden", "[gan]", L1, L2) {
  Gap<TestType> gap(9);
  for (const std::size_t place : {0U, 8U}) {
    const double before = std::exchange(gap.a.begin()[place], test::nan);
    CHECK(std::isnan(gap.value()));
    gap.a.begin()[place] = before;
  }
}

TEST_CASE("distance: in float, by a mean in double", "[gan]") {
  Cpu device;
  constexpr std::size_t count = 100'000;
  auto a = Cpu::zeros(count), b = a, slope = a;
  a.fill(0.1F);
  const Slot<Cpu> loss = part::distance<L1>(device, device.slot(), count, 10, ref<Cpu>(slope),
                                            Read<Cpu>(ref<Cpu>(a)), Read<Cpu>(ref<Cpu>(b)));
  CHECK(value_of(device, loss) == near(10 * static_cast<double>(0.1F), 1e-6));
  for (const float one : slope) REQUIRE(one == 1e-4F);
}

}  // namespace distance_test
