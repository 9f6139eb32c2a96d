// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/core/error.hpp>
#include <saddle/report/dashboard_section.hpp>

#include <string>

namespace dashboard_section_test {

using namespace saddle;

TEST_CASE("a dashboard is a table with the critic's training above it") {
  const TemporaryFolder folder;
  const std::string page = html_of_dashboard(folder.write(
      "dashboard.json",
      R"({"critic": "2, Linear<1>", "steps": 1000, "n_training": 40, "n": 60, "seed": 7,
          "divergences": [
            {"name": "kl", "value": 0.123456, "low": 0.1, "high": 0.2, "k_hat": 0.25,
             "verdict": "reliable"},
            {"name": "<b>", "value": null, "low": 1, "verdict": "no finite estimate"},
            "neither"]})"));
  const auto has = [&](const std::string& text) { return page.find(text) != page.npos; };
  CHECK(has("1000 steps on 40 samples a side, read on 60, seed 7."));
  CHECK(has("Critic: 2, Linear&lt;1&gt;."));
  CHECK(has("<tr><th>kl</th><td>0.123</td><td>0.1 to 0.2</td><td>0.25</td><td>reliable</td></tr>"));
  CHECK(
      has("<tr><th>&lt;b&gt;</th><td>&ndash;</td><td>1 to &ndash;</td><td>&ndash;</td>"
          "<td>no finite estimate</td></tr>"));
  CHECK_FALSE(has("neither"));
}

TEST_CASE("the sentence of verdict comes first, the witness before the table") {
  const TemporaryFolder folder;
  const std::string page =
      html_of_dashboard(folder.write("dashboard.json",
                                     R"({"summary": "the samples differ & how", "divergences": [],
          "witness": {"neighbours": 89, "tv_at_least": 0.3125}})"));
  const std::size_t sentence = page.find("<b>the samples differ &amp; how.</b>");
  const std::size_t witness = page.find("89 nearest neighbours");
  REQUIRE(sentence != page.npos);
  REQUIRE(witness != page.npos);
  CHECK(page.find("at least 0.312") != page.npos);
  CHECK(sentence < witness);
  CHECK(witness < page.find("<table"));
}

TEST_CASE("a file of an earlier version has neither, and its words are shown") {
  const TemporaryFolder folder;
  const std::string page = html_of_dashboard(folder.write(
      "dashboard.json",
      R"({"divergences": [{"name": "kl", "value": 1, "verdict": "unreliable: heavy tail"}]})"));
  CHECK(page.find("<td>unreliable: heavy tail</td>") != page.npos);
  CHECK(page.find("<b>") == page.npos);
  CHECK(page.find("nearest neighbours") == page.npos);
}

TEST_CASE("a file of something else is no dashboard") {
  const TemporaryFolder folder;
  for (const char* text : {"[]", "{}", R"({"divergences": {"kl": 1}})"}) {
    CHECK_THROWS_AS(html_of_dashboard(folder.write("dashboard.json", text)), DataError);
  }
  CHECK_THROWS_AS(html_of_dashboard(folder / "none.json"), FileError);
}

}  // namespace dashboard_section_test
