// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "laws/differences.hpp"
#include "near.hpp"

#include <saddle/nn/nn.hpp>

#include <set>

namespace modes_test {

using namespace saddle;
using test::List;

namespace {

struct Batched : Network<Shape<2>, BatchNorm> {};
struct Dropped : Network<Shape<100>, Dropout<0.25>> {};
struct TwoDropouts : Network<Shape<50>, Dropout<0.5>, Reshape<50>, Dropout<0.5>> {};

}  // namespace

TEST_CASE("BatchNorm: a training forward moves the running statistics, evaluation uses them",
          "[nn]") {
  test::Probe<Batched> probe(3);
  probe.parameters.set(0);
  std::fill_n(probe.parameters.begin(), 2, 1.0);  // gain 1, shift 0
  const List x{1, 10, 2, 20, 6, 0};
  std::size_t i = 0;
  for (double* place : probe.x.places()) *place = x[i++];
  const List state = {0, 0, 1, 1};
  std::copy(state.begin(), state.end(), probe.state.begin());
  const List y = probe.forward();
  CHECK(y[0] == near(-2 / std::sqrt(14.0 / 3 + 1e-5), 1e-14));
  const List moved = probe.state.list();
  CHECK(moved[0] == near(0.1 * 3, 1e-14));
  CHECK(moved[1] == near(0.1 * 10, 1e-14));
  CHECK(moved[2] == near(0.9 + 0.1 * 7, 1e-14));  // unbiased
  CHECK(moved[3] == near(0.9 + 0.1 * 100, 1e-14));

  test::Probe<Batched, Mode::eval> later(3);
  std::copy(moved.begin(), moved.end(), later.state.begin());
  later.parameters.set(0);
  std::fill_n(later.parameters.begin(), 2, 1.0);
  i = 0;
  for (double* place : later.x.places()) *place = x[i++];
  CHECK(later.forward()[0] == near((1 - 0.3) / std::sqrt(1.6 + 1e-5), 1e-14));
  CHECK(later.state.list() == moved);
}

TEST_CASE("Dropout: drops the stated share, divides by what is kept, does nothing in evaluation",
          "[nn]") {
  test::Probe<Dropped> probe(200);
  probe.x.set(3);
  const List y = probe.forward();
  std::size_t kept = 0;
  for (double value : y) {
    CHECK((value == 0 || value == near(4, 1e-15)));
    kept += value != 0;
  }
  CHECK(static_cast<double>(kept) / static_cast<double>(y.size()) == Approx(0.75).margin(0.01));
  CHECK(probe.forward() == y);

  test::Probe<Dropped, Mode::eval> evaluated(2);
  CHECK(evaluated.forward() == evaluated.x.list());
}

TEST_CASE("Dropout: two layers of a network have masks of their own", "[nn]") {
  test::Probe<TwoDropouts> probe(100);
  probe.x.set(1);
  const List y = probe.forward();
  const auto kept = std::count(y.begin(), y.end(), 4.0);
  CHECK(static_cast<double>(kept) / static_cast<double>(y.size()) == Approx(0.25).margin(0.02));
}

}  // namespace modes_test
