// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/run/run_result.hpp>

#include <array>
#include <string>
#include <vector>

namespace run_result_test {

using namespace saddle;

namespace {

/// Monitors as a result looks at them.
struct Looks {
  std::array<Watched, 2> all;
  const auto& watched() const { return all; }
};

}  // namespace

TEST_CASE("A result comes back from its JSON, with what was not measured as null") {
  RunResult result{
      .formulation = "gan", .objective = "hinge", .seed = 7, .steps = 30, .bound = 0.5};
  result.modes = 3;
  result.watch(Looks{{Watched{.name = "collapse", .value = 0.25, .alarm = Alarm{20, 0.1, "few"}},
                      Watched{.name = "gap"}}});
  result.best = {"coverage", 0.75, 20};
  const Json object = to_json(result);
  CHECK(object.at("lipschitz").is_null());
  CHECK(object.at("modes") == 3);
  CHECK(object.at("modes_total").is_null());
  CHECK(object.at("monitors").at("gap").at("value").is_null());
  CHECK(object.at("monitors").at("collapse").at("alarm").at("sentence") == "few");
  const RunResult again = run_result_from(object);
  CHECK(to_json(again) == object);
  CHECK(again.alarms() == std::vector<std::string>{"collapse at step 20"});
  CHECK(to_json(run_result_from(Json::object())) == to_json(RunResult{}));
  CHECK(run_result_from(Json{{"monitors", {{"gap", 3}}}, {"best", 3}, {"steps", -1}}).steps == 0);
}

TEST_CASE("Of a run in parts a monitor's first alarm and last reading count") {
  RunResult result;
  result.watch(Looks{{Watched{.name = "collapse", .value = 0.2, .alarm = Alarm{20, 0.2, "first"}},
                      Watched{.name = "gap", .value = 1}}});
  result.watch(Looks{{Watched{.name = "collapse", .value = 0.9, .alarm = Alarm{40, 0.9, "second"}},
                      Watched{.name = "gap", .value = 2, .alarm = Alarm{40, 2, "wide"}}}});
  REQUIRE(result.seen.size() == 2);
  CHECK(result.seen[0].value == 0.9);
  CHECK(result.seen[0].alarm.value().sentence == "first");
  CHECK(result.seen[1].alarm.value().sentence == "wide");
}

TEST_CASE("A run has collapsed if it reaches less than half of the data or its modes, or failed") {
  CHECK(RunResult{}.collapsed());
  CHECK(RunResult{.coverage = 0.4}.collapsed());
  CHECK_FALSE(RunResult{.coverage = 0.6}.collapsed());
  CHECK(RunResult{.coverage = 0.6, .modes = 3, .modes_total = 8}.collapsed());
  CHECK(RunResult{.failure = "not finite", .coverage = 0.6}.collapsed());
}

}  // namespace run_result_test
