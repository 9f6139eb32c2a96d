// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/core/error.hpp>
#include <saddle/report/dashboard_file.hpp>
#include <saddle/report/dashboard_section.hpp>

#include <cstddef>
#include <limits>
#include <string>

namespace dashboard_file_test {

using namespace saddle;

namespace {

Dashboard some_dashboard() {
  constexpr double none = -std::numeric_limits<double>::infinity();
  return {
      .rows =
          {{.name = "kl", .value = 0.5, .standard_error = 0.01, .samples = 60, .tail_index = 0.2},
           {.name = "pearson", .value = 3, .standard_error = 1, .tail_index = 0.9},
           {.name = "neyman", .value = 7e16, .tail_index = none, .diverging = true},
           {.name = "js", .value = 0.1, .samples = 60, .outvoted = true},
           {.name = "tv", .value = 0, .samples = 60}},
      .witness =
          {.neighbours = 7, .p_for_p = 0.8, .q_for_p = 0.4, .p_error = 0.03, .q_error = 0.04},
      .critic = "2, Linear 1",
      .config = {.steps = 100, .batch = 64, .seed = 7},
      .steps = 75,
      .training = 40,
      .held_out = 60};
}

}  // namespace

TEST_CASE("a dashboard's object has its setting and every row with its verdict in words") {
  const Json object = json_of(some_dashboard());
  CHECK(object["summary"] == "the samples differ from the data: a neighbour vote tells 70 % apart");
  CHECK(object["critic"] == "2, Linear 1");
  CHECK(object["steps"] == 75);
  CHECK(object["batch"] == 64);
  CHECK(object["n_training"] == 40);
  CHECK(object["n"] == 60);
  CHECK(object["seed"] == 7);
  std::string order;
  for (const auto& [key, value] : object.items()) order += key + " ";
  CHECK(order == "summary critic steps batch n_training n seed witness divergences ");
  const Json& rows = object["divergences"];
  REQUIRE(rows.size() == 5);
  CHECK(rows[0]["name"] == "kl");
  CHECK(rows[0]["value"] == 0.5);
  CHECK(rows[0]["low"] == some_dashboard().rows[0].low());
  CHECK(rows[0]["high"] == some_dashboard().rows[0].high());
  CHECK(rows[0]["k_hat"] == 0.2);
  CHECK(rows[0]["verdict"] == "reliable");
  CHECK(rows[1]["verdict"] == "heavy tail");
  CHECK(rows[2]["verdict"] == "no finite estimate");
  CHECK(rows[3]["verdict"] == "critic too weak");
  CHECK(rows[3]["value"] == 0.1);
  CHECK(rows[4]["verdict"] == "critic too weak");
}

TEST_CASE("where there is no estimate the object has no number for it") {
  const Json object = json_of(some_dashboard());
  for (const std::size_t without : {2U, 4U}) {  // endless, and nothing found by a weak critic
    const Json& row = object["divergences"][without];
    for (const char* field : {"value", "standard_error", "low", "high"}) {
      CHECK(row[field].is_null());
    }
  }
  CHECK(object.dump().find("e+16") == std::string::npos);
}

TEST_CASE("the witness stands beside the rows") {
  const Json object = json_of(some_dashboard());
  CHECK(object["witness"]["neighbours"] == 7);
  CHECK(object["witness"]["in"] == "samples");
  const double at_least = object["witness"]["tv_at_least"];
  CHECK(at_least > 0.4 - 2.85 * 0.05);
  CHECK(at_least < 0.4 - 2.75 * 0.05);
}

TEST_CASE("the file of a dashboard is what the report shows") {
  const TemporaryFolder folder;
  write_dashboard(some_dashboard(), folder / ".");
  const std::string page = html_of_dashboard(folder / "dashboard.json");
  CHECK(page.find("<b>the samples differ from the data") != page.npos);
  CHECK(page.find("the vote of 7 nearest neighbours") != page.npos);
  CHECK(page.find("75 steps on 40 samples a side, read on 60, seed 7") != page.npos);
  CHECK(page.find("<td>0.9</td><td>heavy tail</td>") != page.npos);
  CHECK(page.find("<tr><th>tv</th><td>&ndash;</td>") != page.npos);
  CHECK(page.find("<tr><th>neyman</th><td>&ndash;</td><td>&ndash; to &ndash;</td>") != page.npos);
  CHECK_THROWS_AS(write_dashboard(some_dashboard(), folder / "nowhere"), FileError);
}

}  // namespace dashboard_file_test
