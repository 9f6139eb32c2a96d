// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/gan/part/report.hpp>

#include <array>
#include <string_view>
#include <type_traits>
#include <utility>

namespace report_test {

using namespace saddle;

namespace {

struct Losses {
  static constexpr std::array<std::string_view, 3> names{"bound", "cycle_loss", "penalty"};
};
using Found = Report<Losses>;

template <class Name>
concept Names = requires(const Found& report, Name name) { report[name]; };

}  // namespace

TEST_CASE("Report: losses by name, in the order of the list", "[gan]") {
  Found report;
  CHECK(Found::names == Losses::names);
  for (const double value : {report["bound"], report["cycle_loss"], report["penalty"]}) {
    CHECK(value == 0);
  }
  report["cycle_loss"] = 2;
  report["penalty"] = 3;
  CHECK(report["bound"] == 0);
  CHECK(report["cycle_loss"] == 2);
  CHECK(std::as_const(report)["penalty"] == 3);
  constexpr Found::Loss last("penalty");
  STATIC_REQUIRE(last.place() == 2);
  CHECK(report[last] == 3);
}

TEST_CASE("Report: cleared losses are 0, the step stays", "[gan]") {
  Found report;
  report.step = 7;
  report["bound"] = 1;
  report["penalty"] = 3;
  report.clear();
  CHECK(report["bound"] == 0);
  CHECK(report["penalty"] == 0);
  CHECK(report.step == 7);
}

TEST_CASE("Report: a measurement looks at it", "[gan]") {
  Found report;
  report.step = 7;
  report["cycle_loss"] = 2;
  const Measurement measured = report;
  CHECK(measured.step == 7);
  REQUIRE(measured.names.size() == 3);
  REQUIRE(measured.values.size() == 3);
  CHECK(measured.names[1] == "cycle_loss");
  CHECK(measured.values[1] == 2);
  report["cycle_loss"] = 5;
  report.step = 8;
  CHECK(measured.values[1] == 5);
  CHECK(measured.step == 7);
}

TEST_CASE("Report: a measurement of what is gone, and a name known only later, do not compile",
          "[gan]") {
  STATIC_REQUIRE(std::is_convertible_v<const Found&, Measurement>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<Found, Measurement>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<const Found, Measurement>);
  STATIC_REQUIRE_FALSE(Names<std::string_view>);
}

}  // namespace report_test
