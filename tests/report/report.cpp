// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/report/report.hpp>

#include <sys/stat.h>

#include <cstddef>
#include <filesystem>
#include <string>

namespace report_test {

using namespace saddle;

TEST_CASE("a run's page has its numbers, curves, pictures and configuration") {
  const TemporaryFolder folder;
  folder.write("config.json",
               R"({"objective": "js", "constraint": "gp", "data": "<ring>", "to": "moons",
          "config": {"batch": 7}})");
  folder.write("stats.jsonl",
               "{\"step\":1,\"bound\":0.5,\"critic_loss\":null}\n{\"step\":2,\"bound\":0.25}\n");
  folder.write("run.json", R"({"bound": 0.123456, "best": {"step": 9}, "modes": null})");
  folder.write("dashboard.json", R"({"divergences": [{"name": "kl", "value": 1.5}]})");
  const Tensor<std::uint8_t, 3> pixels({2, 2, 1}, std::uint8_t{7});
  write_png(folder / "density_ratio.png", pixels);
  std::filesystem::create_directory(folder / "grids");
  for (int step = 1; step <= 9; ++step) {
    write_png(folder / "grids/step-0000000" + std::to_string(step) + ".png", pixels);
  }
  const std::string page = report_of({folder / ""});
  const auto has = [&](const std::string& text) { return page.find(text) != page.npos; };
  CHECK(has("js with gp on &lt;ring&gt; to moons"));
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

namespace {

bool has(const std::string& page, const std::string& text) { return page.find(text) != page.npos; }

std::size_t count(const std::string& page, const std::string& text) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = page.find(text, at)) != page.npos; at += text.size()) ++found;
  return found;
}

}  // namespace

TEST_CASE("a bad line is told on the page and to the caller, the others are shown") {
  const TemporaryFolder folder;
  const std::string zeros(300, '\0');
  folder.write("config.json", R"({"objective": "js", "constraint": "gp", "data": "ring"})");
  folder.write("stats.jsonl", "{\"step\":1,\"bound\":0.5}\n{\"" + zeros +
                                  "}\n{\"step\":3,\"bound\":0.25}\n<b>\n{\"st");
  ReportFaults faults;
  const std::string page = report_of({folder / ""}, faults);
  CHECK(has(page, "<svg class=\"plot\""));
  CHECK(has(page, "<p class=\"fault\">"));
  CHECK(has(page, "stats.jsonl: line 2: byte 2: expected JSON, found a byte 0 (and 2 more lines)"));
  REQUIRE(faults.sentences().size() == 1);
  CHECK(has(faults.sentences()[0], "line 2"));
}

TEST_CASE("a line is told that is JSON and no measurement, or has no end") {
  const TemporaryFolder folder;
  folder.write("config.json", "{}");
  const std::string good = "{\"step\":1,\"bound\":0.5}\n";
  const auto told = [&](const std::string& lines) {
    folder.write("stats.jsonl", good + lines);
    ReportFaults faults;
    report_of({folder / ""}, faults);
    return faults.sentences().empty() ? "" : faults.sentences()[0].substr((folder / "x").size());
  };
  CHECK(told("\n{\"step\":2}\n") == "");
  CHECK(told("7\n") == "stats.jsonl: line 2: expected an object with a step, found \"7\"");
  CHECK(told("{\"bound\":2}\n") ==
        "stats.jsonl: line 2: expected an object with a step, found \"{\"bound\":2}\"");
  CHECK(told("{\"step\":2,\"bo") ==
        "stats.jsonl: line 2: expected its end, found that it was cut short");
  CHECK(told("{\"step\":\"2\"}\n7\n").ends_with(" (and 1 more line)"));
  folder.write("results.jsonl", "{}\n[]\n");
  ReportFaults faults;
  report_of({folder / ""}, faults);
  REQUIRE(faults.sentences().size() == 1);
  CHECK(has(faults.sentences()[0], "results.jsonl: line 2: expected an object, found \"[]\""));
}

TEST_CASE("a file of a run that cannot be read is told, the rest of the page is there") {
  const TemporaryFolder folder;
  folder.write("config.json", R"({"objective": "js", "constraint": "gp", "data": "ring"})");
  folder.write("run.json", "{\"bound\": 0.5");
  folder.write("dashboard.json", "[]");
  folder.write("samples.png", "no picture");
  REQUIRE(::mkfifo((folder / "density_ratio.png").c_str(), 0600) == 0);
  REQUIRE(::mkfifo((folder / "stats.jsonl").c_str(), 0600) == 0);
  folder.write("grids", "no folder");
  ReportFaults faults;
  const std::string page = report_of({folder / ""}, faults);
  CHECK(has(page, "js with gp on ring"));
  CHECK(has(page, "&quot;objective&quot;: &quot;js&quot;"));
  CHECK(faults.sentences().size() == 6);
  CHECK(count(page, "class=\"fault\"") == 6);
  folder.write("config.json", "{");
  ReportFaults more;
  CHECK(has(report_of({folder / ""}, more), "config.json: byte 1"));
  CHECK(more.sentences().size() == 7);
}

TEST_CASE("what a terminal would obey does not reach it in a fault") {
  const TemporaryFolder folder;
  folder.write("config.json", "{}");
  std::filesystem::create_directory(folder / "grids");
  folder.write("grids/step-00000001.png", "no picture");
  folder.write("grids/step-\x1b[31m1.png", "not of the run");
  ReportFaults faults;
  const std::string page = report_of({folder / ""}, faults);
  REQUIRE(faults.sentences().size() == 1);
  CHECK(has(faults.sentences()[0], "grids/step-00000001.png"));
  CHECK_FALSE(has(page, "\x1b"));
}

TEST_CASE("a field that is missing is shown as missing") {
  const TemporaryFolder folder;
  folder.write("results.jsonl",
               "{\"objective\":\"a\",\"constraint\":\"b\",\"folder\":\"f\",\"complete\":true,"
               "\"modes\":3,\"high_quality\":0.5}\n"
               "{\"objective\":\"c\",\"constraint\":\"b\",\"folder\":\"g\",\"complete\":true}\n"
               "{\"objective\":\"d\",\"constraint\":\"b\",\"folder\":\"h\",\"complete\":true,"
               "\"modes_total\":8,\"high_quality\":0.5,\"coverage\":0.25}\n"
               "{\"objective\":\"e\",\"constraint\":\"b\",\"folder\":\"i\",\"complete\":true,"
               "\"modes\":3,\"modes_total\":8}\n");
  const std::string page = report_of({folder / ""});
  CHECK(has(page, ">3/&ndash; &middot; 50 %</a>"));
  CHECK(has(page, ">&ndash; covered</a>"));
  CHECK(has(page, ">25 % covered</a>"));
  CHECK(has(page, ">3/8 &middot; &ndash;</a>"));
  CHECK_FALSE(has(page, "nan"));
}

TEST_CASE("a name that no folder has leads nowhere, and each folder is shown once") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "real");
  folder.write("real/config.json", R"({"objective": "shown once"})");
  std::string rows;
  for (const char* name : {"\\u0000", "real\\u0000", "\\u001b[2J", ".", "..", "real", "real"}) {
    rows += std::string(R"({"objective":"a","constraint":"b","complete":true,"folder":")") + name +
            "\"}\n";
  }
  folder.write("results.jsonl", rows);
  ReportFaults faults;
  const std::string page = report_of({folder / ""}, faults);
  CHECK(faults.sentences().empty());
  CHECK(count(page, "&quot;shown once&quot;") == 1);
  CHECK(page.find('\0') == page.npos);
}

TEST_CASE("time and size of a report grow with what it is made of") {
  const auto page_of = [](std::size_t n) {
    const TemporaryFolder folder;
    std::string rows;
    for (std::size_t i = 0; i < n; ++i) {
      const std::string number = std::to_string(i);
      rows += R"({"objective":"o)" + number + R"(","constraint":"c)" + number + R"(","folder":"f)" +
              number + "\",\"complete\":true}\n";
    }
    folder.write("results.jsonl", rows);
    return report_of({folder / ""});
  };
  const std::size_t few = page_of(100).size(), many = page_of(4000).size();
  CHECK(many < 45 * few);
}

TEST_CASE("long names of nested fields do not multiply") {
  const TemporaryFolder folder;
  folder.write("config.json", "{}");
  std::string deep = "{\"" + std::string(100'000, 'k') + "\": {";
  for (int i = 0; i < 900; ++i) deep += (i > 0 ? ",\"" : "\"") + std::to_string(i) + "\": 1";
  folder.write("run.json", deep + "}}");
  CHECK(report_of({folder / ""}).size() < 400'000);
}

}  // namespace report_test
