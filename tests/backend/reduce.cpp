// SPDX-License-Identifier: BSL-1.0
#include "../catch.hpp"
#include "matrices.hpp"

#include <saddle/backend/cpu/ledger.hpp>
#include <saddle/backend/cpu/matrix.hpp>
#include <saddle/backend/cpu/reduce.hpp>
#include <saddle/core/arithmetic.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace reduce_test {

using namespace saddle;
using namespace saddle::test;

namespace {

/// Not zero where both are zero: padding must not be summed.
struct ShiftedProduct {
  template <class B> B operator()(B a, B b) const { return a * b + B(typename B::value_type(1)); }
};

constexpr std::size_t sizes[] = {1, 2, 3, 7, 16, 17, 33, 128, 130};

}  // namespace

TEMPLATE_TEST_CASE("Sums by row and by column", "[reduce]", float, double) {
  using T = TestType;
  BasicCpu<T> device;
  const Slot<BasicCpu<T>> all_of_it = device.slot();
  for (std::size_t n : sizes) {
    for (std::size_t columns : sizes) {
      const auto a = numbers<T>(n * columns, 1);
      const auto b = numbers<T>(n * columns, 2);
      std::vector<T> by_row(n), by_column = numbers<T>(columns, 3);
      std::vector<double> rows(n, 0.0), all(by_column.begin(), by_column.end());
      double total = 0;
      for (std::size_t i = 0; i < n * columns; ++i) {
        const double value = static_cast<double>(a[i]) * static_cast<double>(b[i]) + 1;
        rows[i / columns] += value;
        all[i % columns] += value;
        total += value;
      }
      row_sums(device, ShiftedProduct{}, n, columns, at(by_row), at(a), at(b));
      column_sums(device, ShiftedProduct{}, n, columns, at(by_column), at(a), at(b));
      REQUIRE(error(by_row, rows) < tolerance<T>);
      REQUIRE(error(by_column, all) < tolerance<T>);
      sum(device, all_of_it, ShiftedProduct{}, n * columns, at(a), at(b));
      const double found = value_of(device, all_of_it);
      const double size = static_cast<double>(n * columns);
      REQUIRE(std::abs(found - total) < tolerance<T> * size);
    }
  }
}

TEMPLATE_TEST_CASE("Largest value of each row", "[reduce]", float, double) {
  using T = TestType;
  BasicCpu<T> device;
  for (std::size_t columns : sizes) {
    const std::size_t n = 5;
    auto a = numbers<T>(n * columns, 1);
    for (std::size_t c = 0; c < columns; ++c) a[c] = -std::abs(a[c]);  // row 0: nothing above zero
    a[2 * columns + columns / 2] = std::numeric_limits<T>::quiet_NaN();
    std::vector<T> out(n);
    row_maxima(device, math::Self{}, n, columns, at(out), at(a));
    for (std::size_t i = 0; i < n; ++i) {
      T largest = 0;
      for (std::size_t c = 0; c < columns; ++c) largest = std::max(largest, a[i * columns + c]);
      if (i == 2) REQUIRE(std::isnan(out[i]));
      else REQUIRE(out[i] == largest);
    }
  }
}

TEMPLATE_TEST_CASE("Sums do not depend on workers", "[reduce]", float, double) {
  using T = TestType;
  BasicCpu<T> device;
  const std::size_t n = 300, columns = 500;
  const auto a = numbers<T>(n * columns, 1);
  const Slot<BasicCpu<T>> out_of_all = device.slot();
  CHECK(same_for_any_workers([&] {
    dot(device, out_of_all, at(a), at(a), a.size());
    return value_of(device, out_of_all);
  }));
  CHECK(same_for_any_workers([&] {
    std::vector<T> out(columns);
    column_sums(device, ShiftedProduct{}, n, columns, at(out), at(a), at(a));
    return out;
  }));
  CHECK(same_for_any_workers([&] {
    std::vector<T> out(n);
    row_sums(device, ShiftedProduct{}, n, columns, at(out), at(a), at(a));
    return out;
  }));
}

TEST_CASE("A long sum of floats is added in double", "[reduce]") {
  Cpu device;
  const std::vector<float> ones(3000001, 0.1F);
  double expected = static_cast<double>(0.1F) * static_cast<double>(0.1F) * 3000001;
  const Slot<Cpu> found = device.slot();
  dot(device, found, at(ones), at(ones), ones.size());
  CHECK(std::abs(value_of(device, found) / expected - 1) < 1e-7);
  norm2(device, found, at(ones), ones.size());
  CHECK(std::abs(value_of(device, found) / std::sqrt(expected) - 1) < 1e-7);
}

TEMPLATE_TEST_CASE("Matrix times vector, both ways, and rank one", "[matrix]", float, double) {
  using T = TestType;
  BasicCpu<T> device;
  const Slot<BasicCpu<T>> alpha = device.slot();
  fill(device, alpha, -0.5);
  for (std::size_t rows : sizes) {
    for (std::size_t columns : sizes) {
      auto a = numbers<T>(rows * columns, 1);
      const auto x = numbers<T>(columns, 2);
      const auto z = numbers<T>(rows, 3);
      std::vector<T> y(rows), w(columns);
      std::vector<double> ax(rows, 0.0), az(columns, 0.0), updated;
      for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t j = 0; j < columns; ++j) {
          const auto value = static_cast<double>(a[i * columns + j]);
          ax[i] += value * static_cast<double>(x[j]);
          az[j] += value * static_cast<double>(z[i]);
          updated.push_back(value - 0.5 * static_cast<double>(z[i]) * static_cast<double>(x[j]));
        }
      }
      matrix_vector(device, at(y), at(a), at(x), rows, columns);
      matrix_transposed_vector(device, at(w), at(a), at(z), rows, columns);
      REQUIRE(error(y, ax) < tolerance<T>);
      REQUIRE(error(w, az) < tolerance<T>);
      rank_one_update(device, at(a), at(z), at(x), alpha, rows, columns);
      REQUIRE(error(a, updated) < tolerance<T>);
    }
  }
}

}  // namespace reduce_test
