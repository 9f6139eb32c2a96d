// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/core/error.hpp>
#include <saddle/experiment/dashboard_file.hpp>
#include <saddle/experiment/dashboard_section.hpp>

#include <limits>
#include <string>

using namespace saddle;

namespace {

Dashboard some_dashboard() {
  return {.rows = {{.name = "kl", .value = 0.5, .standard_error = 0.01, .tail_index = 0.2},
                   {.name = "pearson", .value = 3, .standard_error = 1, .tail_index = 0.9},
                   {.name = "neyman",
                    .value = 1,
                    .tail_index = -std::numeric_limits<double>::infinity(),
                    .rising = true}},
          .critic = "2, Linear 1",
          .config = {.steps = 100, .batch = 64, .seed = 7},
          .training = 40,
          .held_out = 60};
}

}  // namespace

TEST_CASE("a dashboard's object has its setting and every row with its verdict in words") {
  const Json object = json_of(some_dashboard());
  CHECK(object["critic"] == "2, Linear 1");
  CHECK(object["steps"] == 100);
  CHECK(object["batch"] == 64);
  CHECK(object["n_training"] == 40);
  CHECK(object["n"] == 60);
  CHECK(object["seed"] == 7);
  const Json& rows = object["divergences"];
  REQUIRE(rows.size() == 3);
  CHECK(rows[0]["name"] == "kl");
  CHECK(rows[0]["value"] == 0.5);
  CHECK(rows[0]["low"] == some_dashboard().rows[0].low());
  CHECK(rows[0]["high"] == some_dashboard().rows[0].high());
  CHECK(rows[0]["k_hat"] == 0.2);
  CHECK(rows[0]["verdict"] == "reliable");
  CHECK(rows[1]["verdict"] == "unreliable: heavy tail");
  CHECK(rows[2]["verdict"] == "no finite estimate");
}

TEST_CASE("the file of a dashboard is what the report shows") {
  const TemporaryFolder folder;
  write_dashboard(some_dashboard(), folder / ".");
  const std::string page = html_of_dashboard(folder / "dashboard.json");
  CHECK(page.find("100 steps on 40 samples a side, read on 60 others, seed 7") != page.npos);
  CHECK(page.find("<td>0.9</td><td>unreliable: heavy tail</td>") != page.npos);
  CHECK(page.find("<td>&ndash;</td><td>no finite estimate</td>") != page.npos);  // k-hat: none
  CHECK_THROWS_AS(write_dashboard(some_dashboard(), folder / "nowhere"), FileError);
}
