// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/experiment/report.hpp>

#include <filesystem>
#include <string>

using namespace saddle;

TEST_CASE("a run's page has its numbers, curves, pictures and configuration") {
  const TemporaryFolder folder;
  folder.write(
      "config.json",
      R"({"objective": "js", "constraint": "gp", "data": "<ring>", "config": {"batch": 7}})");
  folder.write(
      "stats.jsonl",
      "{\"step\":1,\"bound\":0.5,\"critic_loss\":null}\n{\"step\":2,\"bound\":0.25}\n{\"st");
  folder.write("run.json", R"({"bound": 0.123456, "best": {"step": 9}, "modes": null})");
  folder.write("dashboard.json", R"({"divergences": [{"name": "kl", "value": 1.5}]})");
  folder.write("density_ratio.png", "\x89PNG\r\n\x1a\n");
  std::filesystem::create_directory(folder / "grids");
  for (int step = 1; step <= 9; ++step) {
    folder.write("grids/step-0000000" + std::to_string(step) + ".png", "\x89PNG\r\n\x1a\n");
  }
  const std::string page = report_of({folder / ""});
  const auto has = [&](const std::string& text) { return page.find(text) != page.npos; };
  CHECK(has("js with gp on &lt;ring&gt;"));
  CHECK_FALSE(has("<ring>"));
  CHECK(has("<dt>bound</dt><dd>0.1235</dd>"));
  CHECK(has("<dt>best.step</dt><dd>9</dd>"));
  CHECK(has("<dt>modes</dt><dd>&ndash;</dd>"));
  CHECK(has("<tr><th>kl</th><td>1.5</td>"));
  CHECK(has("alt=\"log of real over generated density\""));
  CHECK(has("<svg class=\"plot\""));
  CHECK(has("&quot;batch&quot;: 7"));
  CHECK(has("step 9"));
  CHECK(has("step 1<"));
  CHECK_FALSE(has("step 2<"));  // six of nine are shown
  CHECK_FALSE(has("://"));
  CHECK(has("overflow-wrap: break-word"));  // a long path in a title makes no page wider
}

TEST_CASE("a folder of neither run nor sweep is refused") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH(report_of({folder / ""}), Catch::Contains("found neither"));
}

TEST_CASE("a results file does not lead out of its folder") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "sweep");
  folder.write("secret.json", "{}");
  folder.write("config.json", R"({"objective": "secret"})");
  folder.write("sweep/results.jsonl",
               R"({"objective":"a","constraint":"b","folder":"..","complete":true})"
               "\n");
  CHECK(report_of({folder / "sweep"}).find("secret") == std::string::npos);
}
