// SPDX-License-Identifier: BSL-1.0
#include "../catch.hpp"
#include "matrices.hpp"

#include <saddle/backend/cpu/copy.hpp>
#include <saddle/backend/cpu/elementwise.hpp>

#include <array>
#include <cstddef>
#include <vector>

namespace elementwise_test {

using namespace saddle;
using namespace saddle::test;

namespace {

struct Quadratic {
  template <class B> B operator()(B a, B b, B c) const { return a * b + c; }
};

struct SumAndDifference {
  template <class B> std::array<B, 2> operator()(B a, B b) const { return {a + b, a - b}; }
};

constexpr std::size_t sizes[] = {1, 2, 3, 7, 16, 17, 33, 128, 130};

}  // namespace

TEMPLATE_TEST_CASE("Maps do every element, tails included", "[elementwise]", float, double) {
  using T = TestType;
  BasicCpu<T> device;
  for (std::size_t count : {1U, 3U, 17U, 130U, 40000U}) {
    const auto a = numbers<T>(count, 1);
    const auto b = numbers<T>(count, 2);
    auto c = numbers<T>(count + 1, 3);
    std::vector<double> expected;
    for (std::size_t i = 0; i < count; ++i) {
      expected.push_back(static_cast<double>(a[i]) * static_cast<double>(b[i]) +
                         static_cast<double>(c[i]));
    }
    const T behind = c[count];
    map(device, Quadratic{}, count, at(c), at(a), at(b), at(c));
    CHECK(error(c, expected) < tolerance<T>);
    CHECK(c[count] == behind);

    std::vector<T> sum(count), difference(count);
    map_each<2>(device, SumAndDifference{}, count, std::array{at(sum), at(difference)}, at(a),
                at(b));
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < count; ++i) {
      wrong += sum[i] != a[i] + b[i] || difference[i] != a[i] - b[i];
    }
    CHECK(wrong == 0);
    add_to(device, at(sum), at(b), count);
    for (std::size_t i = 0; i < count; ++i) wrong += sum[i] != a[i] + b[i] + b[i];
    CHECK(wrong == 0);
  }
}

TEMPLATE_TEST_CASE("Maps broadcast rows and columns", "[elementwise]", float, double) {
  using T = TestType;
  BasicCpu<T> device;
  for (std::size_t n : sizes) {
    for (std::size_t columns : sizes) {
      const auto x = numbers<T>(n * columns, 1);
      const auto row1 = numbers<T>(columns, 2);
      const auto row2 = numbers<T>(columns, 3);
      const auto column1 = numbers<T>(n, 4);
      const auto column2 = numbers<T>(n, 5);
      std::vector<T> by_rows(n * columns), by_columns(n * columns);
      map_rows<2>(device, Quadratic{}, n, columns, at(by_rows), at(row1), at(row2), at(x));
      map_columns<2>(device, Quadratic{}, n, columns, at(by_columns), at(column1), at(column2),
                     at(x));
      std::vector<double> expected_rows, expected_columns;
      for (std::size_t i = 0; i < n * columns; ++i) {
        const auto value = static_cast<double>(x[i]);
        const std::size_t c = i % columns;
        const std::size_t r = i / columns;
        expected_rows.push_back(static_cast<double>(row1[c]) * static_cast<double>(row2[c]) +
                                value);
        expected_columns.push_back(
            static_cast<double>(column1[r]) * static_cast<double>(column2[r]) + value);
      }
      REQUIRE(error(by_rows, expected_rows) < tolerance<T>);
      REQUIRE(error(by_columns, expected_columns) < tolerance<T>);
    }
  }
}

TEST_CASE("Bits do not depend on position or workers", "[elementwise]") {
  Cpu device;
  const auto a = numbers<float>(40001, 1);
  const auto apply = [&](std::size_t first, std::size_t count) {
    std::vector<float> out(count);
    map(device, Quadratic{}, count, at(out), at(a) + first, at(a) + first, at(a) + first);
    return out;
  };
  CHECK(same_for_any_workers([&] { return apply(0, a.size()); }));
  const auto whole = apply(0, a.size());
  for (std::size_t first : {1U, 5U, 39990U}) {
    const auto part = apply(first, 11);
    CHECK(std::equal(part.begin(), part.end(), whole.begin() + static_cast<std::ptrdiff_t>(first)));
  }
}

TEST_CASE("Blocks are copied into and out of wider matrices", "[elementwise]") {
  Cpu device;
  const std::size_t n = 5, width = 3, wide = 8, offset = 4;
  const auto from = numbers<float>(n * width, 1);
  std::vector<float> matrix(n * wide), back(n * width), twin(n * width);
  fill(device, at(matrix), -1, matrix.size());
  scatter_columns(device, at(matrix), at(from), n, width, wide, offset);
  gather_columns(device, at(back), at(matrix), n, width, wide, offset);
  CHECK(back == from);
  CHECK(matrix[0] == -1);
  CHECK(matrix[wide + offset] == from[width]);
  CHECK(matrix[wide - 1] == -1);
  copy(device, at(twin), at(from), from.size());
  CHECK(twin == from);
}

}  // namespace elementwise_test
