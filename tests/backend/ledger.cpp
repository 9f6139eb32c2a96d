// SPDX-License-Identifier: BSL-1.0
#include "../catch.hpp"
#include "matrices.hpp"

#include <saddle/backend/cpu/ledger.hpp>
#include <saddle/core/arithmetic.hpp>

#include <cstddef>
#include <stdexcept>
#include <utility>
#include <vector>

namespace ledger_test {

using namespace saddle;
using namespace saddle::test;

namespace {

struct WeightedSum {
  double operator()(double a, double b) const { return a + 0.1 * b; }
};

struct Scaled {
  template <class B> B operator()(B factor, B x, B y) const { return factor * x + y; }
};

}  // namespace

TEST_CASE("Slots hold doubles, and stay with a device that moves", "[ledger]") {
  Cpu device;
  const Slot<Cpu> a = device.slot(), b = device.slot();
  CHECK_FALSE(static_cast<bool>(Slot<Cpu>{}));
  CHECK(static_cast<bool>(a));
  CHECK(value_of(device, a) == 0);
  fill(device, a, 1e-20);
  fill(device, b, 1);
  map(device, WeightedSum{}, a, a, b);
  CHECK(value_of(device, a) == 1e-20 + 0.1 * 1);
  CHECK(value_of(device, b) == 1);
  Cpu moved = std::move(device);
  CHECK(value_of(moved, b) == 1);
  Cpu assigned;
  assigned = std::move(moved);
  CHECK(value_of(assigned, b) == 1);
}

TEMPLATE_TEST_CASE("A map may read a slot", "[ledger]", float, double) {
  using T = TestType;
  BasicCpu<T> device;
  const Slot<BasicCpu<T>> factor = device.slot();
  fill(device, factor, 1.0 / 3);
  for (std::size_t count : {1U, 7U, 16U, 33U, 20000U}) {
    const auto x = numbers<T>(count, 1), y = numbers<T>(count, 2);
    std::vector<T> out(count);
    std::vector<double> expected;
    for (std::size_t i = 0; i < count; ++i) {
      expected.push_back(static_cast<double>(x[i]) / 3 + static_cast<double>(y[i]));
    }
    map(device, Scaled{}, count, at(out), factor, at(x), at(y));
    CHECK(error(out, expected) < tolerance<T>);
    out = x;
    map(device, math::Product{}, count, at(out), factor, at(std::as_const(out)));
    for (std::size_t i = 0; i < count; ++i) CHECK(out[i] == x[i] * static_cast<T>(1.0 / 3));
  }
}

TEST_CASE("Scratch slots are given back, and begin with 0", "[ledger]") {
  Cpu device;
  const Slot<Cpu> kept = device.slot();
  fill(device, kept, 7);
  for (int round = 0; round < 3; ++round) {
    ScratchFrame<Cpu> outer(device);
    const Slot<Cpu> first = outer.slot();
    CHECK(value_of(device, first) == 0);
    fill(device, first, 1);
    for (std::size_t i = 0; i < 2; ++i) {
      ScratchFrame<Cpu> inner(device);
      for (std::size_t k = 1; k < cpu::scratch_slots; ++k) fill(device, inner.slot(), 2);
      CHECK_THROWS_AS(inner.slot(), std::logic_error);
    }
    CHECK(value_of(device, first) == 1);
  }
  CHECK(value_of(device, kept) == 7);
}

}  // namespace ledger_test
