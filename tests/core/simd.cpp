// SPDX-License-Identifier: BSL-1.0
#include "../catch.hpp"

#include <saddle/core/simd/lanes.hpp>

#include <array>
#include <cstddef>
#include <string>

namespace simd_test {

using namespace saddle;

namespace {

template <class T>
struct Square {
  static constexpr std::size_t n = simd::width<T>;
  using B = simd::Batch<T>;
  std::array<std::array<T, n>, n> values{};
  std::array<B, n> rows{};

  Square() {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) values[i][j] = static_cast<T>(1 + i * n + j);
      rows[i] = simd::load(values[i].data());
    }
  }
};

template <class T>
std::array<T, simd::width<T>> lanes_of(const simd::Batch<T>& x) {
  std::array<T, simd::width<T>> lanes;
  simd::store(lanes.data(), x);
  return lanes;
}

}  // namespace

TEMPLATE_TEST_CASE("A register square is transposed exactly", "[simd]", float, double) {
  Square<TestType> square;
  simd::transpose(square.rows);
  for (std::size_t i = 0; i < square.n; ++i) {
    const auto row = lanes_of(square.rows[i]);
    for (std::size_t j = 0; j < square.n; ++j) CHECK(row[j] == square.values[j][i]);
  }
}

TEMPLATE_TEST_CASE("Lane sums are in the right lanes", "[simd]", float, double) {
  Square<TestType> square;
  std::array<TestType, Square<TestType>::n> expected{};
  for (std::size_t i = 0; i < square.n; ++i) {
    for (TestType value : square.values[i]) expected[i] += value;
    CHECK(simd::reduce_add(square.rows[i]) == expected[i]);
  }
  CHECK(lanes_of(simd::reduce_add_each(square.rows)) == expected);
}

TEMPLATE_TEST_CASE("Partial loads and stores touch their lanes only", "[simd]", float, double) {
  constexpr std::size_t n = simd::width<TestType>;
  std::array<TestType, n> from;
  for (std::size_t i = 0; i < n; ++i) from[i] = static_cast<TestType>(i + 1);
  for (std::size_t count = 0; count <= n; ++count) {
    const auto x = simd::load_partial(from.data(), count);
    const auto lanes = lanes_of(x);
    std::array<TestType, n> to;
    to.fill(-1);
    simd::store_partial(to.data(), simd::load(from.data()), count);
    for (std::size_t i = 0; i < n; ++i) {
      CHECK(lanes[i] == (i < count ? from[i] : TestType(0)));
      CHECK(to[i] == (i < count ? from[i] : TestType(-1)));
    }
  }
}

TEMPLATE_TEST_CASE("Doubles and back change nothing", "[simd]", float, double) {
  constexpr std::size_t n = simd::width<TestType>;
  std::array<TestType, n> from;
  for (std::size_t i = 0; i < n; ++i)
    from[i] = static_cast<TestType>(0.1) * static_cast<TestType>(i);
  const auto parts = simd::to_doubles(simd::load(from.data()));
  std::size_t i = 0;
  for (const auto& part : parts) {
    for (double lane : lanes_of(part)) CHECK(lane == static_cast<double>(from[i++]));
  }
  CHECK(lanes_of(simd::from_doubles(parts)) == from);
}

TEST_CASE("The products of lower halves are complete", "[simd]") {
  constexpr std::size_t n = simd::width<std::uint64_t>;
  std::array<std::uint64_t, n> a, b, c;
  for (std::size_t i = 0; i < n; ++i) {
    a[i] = 0xfedcba9876543210U * (i + 1);
    b[i] = 0x123456789abcdefU * (2 * i + 1);
  }
  simd::store(c.data(), simd::multiply_low_halves(simd::load(a.data()), simd::load(b.data())));
  for (std::size_t i = 0; i < n; ++i) CHECK(c[i] == (a[i] & 0xffffffff) * (b[i] & 0xffffffff));
}

TEST_CASE("The instruction set has a name", "[simd]") { CHECK_FALSE(simd::name().empty()); }

}  // namespace simd_test
